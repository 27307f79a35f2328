/* Check mine: the values of a line that may differ, by the table of kinds. Mirrors kind.py, kinds.py, said.py,
   tolerance.py. */
Object.assign(mine, (() => {
  const { table } = mine;
  const LONGEST = 20000;
  const SECONDS = 2;
  const WORD = /[\p{L}\p{N}_]/u;
  const ESCAPE = /[\ue000-\uf8ff]/g;
  const marks = new Map([...table.kinds, table.varies].map((kind, number) =>
    [kind.name, String.fromCharCode(0xe000 + number)]));
  const behind = new Map(table.kinds.filter((kind) => kind.behind).map((kind) =>
    [kind, `(?:${kind.behind})(?![\\s\\S])`]));
  const byName = new Map(table.kinds.map((kind) => [kind.name, kind]));

  /** What ends a comparison that takes too long, so that a page never hangs. */
  class TooMuch extends Error {}
  /** Give what tells at each line whether seconds are over; to ask the clock may take longer than the line. */
  const timer = (seconds) => {
    const end = performance.now() + seconds * 1000;
    let [asked, over] = [0, false];
    return () => over ||= !(asked++ % 16) && performance.now() > end;
  };
  let over = () => false;
  const begin = () => { over = timer(SECONDS); };
  const goOn = () => { if (over()) throw new TooMuch(); };

  /* Words and digits of any script cost time, and only lines that have some are searched for them. */
  const exactly = (source) => source
    .replaceAll("\\b", "(?:(?<=[\\w])(?![\\w])|(?<![\\w])(?=[\\w]))").replaceAll("\\w", "\\p{L}\\p{N}_")
      .replaceAll("\\d", "\\p{Nd}");
  const pattern = (source, flags) => {
    const made = [];
    return (text) => {
      const any = +(/[^\x00-\x7f]/.test(text) && /(?![\x00-\x7f])[\p{L}\p{N}]/u.test(text));
      made[any] ??= new RegExp(any ? exactly(source) : source, flags + (any ? "u" : ""));
      made[any].lastIndex = 0;
      return made[any];
    };
  };
  // To join source and flags would make a long string for each line.
  const patterns = { g: new Map(), dy: new Map() };
  const known = (source, text, flags = "g") => {
    if (!patterns[flags].has(source)) patterns[flags].set(source, pattern(source, flags));
    return patterns[flags].get(source)(text);
  };
  /** Give the matches of a pattern of the table. */
  const all = (source, text) => text.matchAll(known(source, text));
  const has = (source, text) => known(source, text).test(text);

  /** Give the bytes, seconds or percent of a text. */
  const amounts = new Map();
  const amount = (text) => {
    if (!amounts.has(text)) amounts.set(text, summed(text));
    return amounts.get(text);
  };
  const summed = (text) => {
    let total = 0;
    for (const [, number, unit] of all(table.part, text.split("/")[0])) {
      const scale = table.units[unit] ?? table.units[unit.replace(/s+$/, "")] ?? 1;
      total += (/^\d/.test(number) ? Number(number.replaceAll(",", "")) : 1) * scale;
    }
    return total;
  };

  /** Whether an amount may be another one in the next run. */
  const holds = (bound, old, now) => {
    const [before, after] = [old, now].map((text) => [...all(table.part, text)]);
    const same = (at) => [before, after].map((parts) => parts.map((part) => part[at]).join("\n"))
      .every((one, _, both) => one === both[0]);
    const units = same(2);
    if (same(1) && !units && before.some((part) => part[1].replace(/^[0.]+|[0.]+$/g, ""))) return false;
    const floor = units ? bound.floor : bound.floor / table.finer;
    const [one, other] = [Math.max(amount(old), floor), Math.max(amount(now), floor)];
    return Math.max(one, other) <= (bound.ratio ?? Infinity) * Math.min(one, other);
  };

  const value = (kind, text, start) => ({ kind, text, start, end: start + text.length });
  const key = ({ kind, text }) => {
    const plain = text.trim().replace(/^sha256:/, "");
    return kind.digits ? plain.replaceAll(":", "").toLowerCase().slice(0, kind.digits) : `${kind.name} ${plain}`;
  };

  const searches = new Map();
  /** Give what finds all values of a line, for the command that showed it. */
  const searching = (command) => {
    const kinds = table.kinds.filter((kind) => (!kind.command || has(kind.command, command))
      && !(kind.unless && has(kind.unless, command)));
    kinds.sort((one, other) => !one.command - !other.command);
    const name = kinds.map((kind) => kind.name).join();
    if (!searches.has(name)) {
      // One group for each kind; where the values are in it, its own pattern tells.
      const source = `${table.begins}(?:${kinds.map((kind) => `(${kind.pattern.replace(/\((?!\?)/g, "(?:")})`)
        .join("|")})`;
      const found = new Map();
      searches.set(name, (line) => {
        if (!found.has(line)) found.set(line, search(kinds, source, line));
        return found.get(line);
      });
    }
    return searches.get(name);
  };

  const search = (kinds, source, line) => {
    goOn();
    if (line.length > LONGEST) throw new TooMuch();
    const found = [];
    for (const match of all(source, line)) {
      let number = 0;
      while (match[number + 1] === undefined) number += 1;
      const each = kinds[number].groups.length ? inner(kinds[number], line, match.index) : [];
      found.push(...(each.length ? each : [value(kinds[number], match[0], match.index)]));
    }
    return found.filter((one) => !stays(one, line));
  };
  const inner = (kind, line, at) => {
    const pattern = known(kind.pattern, line, "dy");
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    return kind.groups.flatMap((name, number) => match[number + 1] === undefined ? []
      : [value(name ? byName.get(name.replace(/\d+$/, "").replaceAll("_", " ")) : kind, match[number + 1],
        match.indices[number + 1][0])]);
  };

  const stays = ({ kind, text, start }, line) =>
    (kind.bound && !kind.bound.floor && amount(text) === 0)
      || (["pid", "process"].includes(kind.name) && text === "1") ||
    (behind.has(kind) && has(behind.get(kind), line.slice(Math.max(0, start - table.behind), start)));

  function* days(text) {
    for (const { pattern: source, groups } of table.days) {
      for (const match of all(source, text)) {
        const { year, month, day } = Object.fromEntries(groups.map((name, at) => [name, match[at + 1]]));
        const number = /^\d/.test(month) ? month : String(table.months.indexOf(month) + 1);
        yield [year, number.padStart(2, "0"), day.padStart(2, "0")].join("-");
      }
    }
  }

  /** Whether a text stands in another one by itself. */
  const stands = (text, where) => {
    for (let at = where.indexOf(text); at >= 0; at = where.indexOf(text, at + 1)) {
      const [before, after] = [where[at - 1] ?? " ", where[at + text.length] ?? " "];
      if (before !== "." && !WORD.test(before) && !WORD.test(after)) return true;
    }
    return false;
  };

  /** What may differ in the outputs of a step: `said` is what the rules of the page hold for it. */
  class Tolerance {
    constructor(said = {}, typed = "", command = "") {
      Object.assign(this, { said, typed, find: searching(command), known: new Map(), others: new Map() });
      this.amounts = new Set((said.amounts ?? []).map(([what, many]) => `${what} ${many}`));
    }
    of(command) {
      if (!this.others.has(command)) this.others.set(command, new Tolerance(this.said, this.typed, command));
      return this.others.get(command);
    }

    /** Whether the author decided a value. */
    holds({ kind, text }) {
      if (kind.momentary || !this.typed) return false;
      if (this.said.days && [...days(text)].some((day) => this.said.days.includes(day))) return true;
      if (!kind.bound) return stands(text, this.typed);
      const counted = text.endsWith("%") ? "percent" : text.endsWith("B") ? "bytes" : "seconds";
      const whole = !text.includes(".") || counted === "percent" || this.typed.includes(text);
      return kind.name !== "rate" && whole && this.amounts.has(`${counted} ${amount(text)}`);
    }
    network({ kind, text }) {
      if (kind.name !== "address" || !this.said.networks) return 0;
      const address = text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
      return 1 + this.said.networks.findIndex(([network, mask]) => (address & mask) >>> 0 === network);
    }
    about(line) {
      if (!this.known.has(line)) this.known.set(line, { values: this.search(line) });
      return this.known.get(line);
    }
    values(line) { return this.about(line).values; }
    search(line) {
      const matches = this.said.varies ? [...all(this.said.varies, line)] : [];
      const own = matches.filter((match) => match[0]).map((match) => value(table.varies, match[0], match.index));
      const free = (one) => !this.holds(one) && !own.some((other) => other.start < one.end && one.start < other.end);
      return [...own, ...(this.said.exact ? [] : this.find(line).filter(free))].sort((one, other) =>
        one.start - other.start);
    }
    /** Give what of a line must not change. */
    skeleton(line) {
      const found = this.about(line);
      return (found.skeleton ??= skeleton(line, found.values) + found.values.map((one) => this.network(one))
        .filter(Boolean).map((number) => `\uf8f0${number}`).join(""));
    }
    /** Give each old value with the new one in its place, for two lines that are alike but for values. */
    pairs(old, now) {
      let [before, after] = [this.values(old), this.values(now)];
      if (before.length !== after.length) [before, after] = [before, after].map((all) =>
        all.filter(({ kind }) => !kind.optional));
      return before.map((one, at) => [one, after[at]]);
    }
  }

  const skeleton = (line, values) => {
    const plain = line.search(ESCAPE) < 0 ? (text) => text : (text) => text.replace(ESCAPE, "\uf8ff$&");
    let [made, at] = ["", 0];
    for (const { kind, start, end: stop } of values) {
      made += plain(line.slice(at, start)) + (kind.optional ? "" : marks.get(kind.name));
      at = stop;
    }
    made += plain(line.slice(at));
    return made.includes("  ") || made.includes("----") ? [...all(table.gap, made)].reduceRight(
      (text, gap) => `${text.slice(0, gap.index)}  ${text.slice(gap.index + gap[0].length)}`, made) : made;
  };

  return { Tolerance, TooMuch, amount, all, begin, goOn, holds, key, timer };
})());
