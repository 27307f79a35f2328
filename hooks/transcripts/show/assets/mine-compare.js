/* Check mine: the drift of one transcript from another. Mirrors twins.py, columns.py, drift.py, difference.py. */
Object.assign(mine, (() => {
  const { table, aligned, all, amount, holds, key, Tolerance } = mine;
  const { classes } = table;
  const count = (items) => items.reduce((found, item) => found.set(item, (found.get(item) ?? 0) + 1), new Map());

  /** Which new value stands for which old one, one to one, through a page or what is within it. */
  class Twins {
    constructor(page) { Object.assign(this, { page, now: new Map(), old: new Map() }); }
    within() { return new Twins(this); }
    of({ kind }) { return this.page && !kind.local ? this.page : this; }
    copy() {
      const made = new Twins(this.page?.copy());
      return Object.assign(made, { now: new Map(this.now), old: new Map(this.old) });
    }
    agree(old, now) {
      if (!old.kind.twin) return true;
      const there = this.of(old);
      if (there !== this) return there.agree(old, now);
      const [was, is] = [key(old), key(now)];
      if (!this.now.has(was) && !this.old.has(is)) { this.now.set(was, is); this.old.set(is, was); return true; }
      return this.now.get(was) === is && this.old.get(is) === was;
    }
    mayAgree(old, now) {
      if (!old.kind.twin) return true;
      const there = this.of(old);
      if (there !== this) return there.mayAgree(old, now);
      const [was, is] = [key(old), key(now)];
      return (this.now.get(was) ?? is) === is && (this.old.get(is) ?? was) === was;
    }
  }

  /** Give the numbers of lines whose amounts changed places. */
  const exchanged = (lines) => {
    const cells = lines.flatMap((line, number) => line.map((pair) => [...pair, number]));
    const everywhere = swapped(cells.filter(([old]) => old.kind.ordered));
    if (everywhere) return [everywhere];
    const found = [];
    const columns = lines.reduce((most, line) => Math.max(most, line.length), 0);
    const amounts = lines.map((line) => line.filter(([old]) => old.kind.ordered));
    const below = (those, column) =>
      those.flatMap((line, number) => column < line.length ? [[...line[column], number]] : []);
    for (let column = 0; column < columns; column += 1) {
      const those = below(lines, column);
      const ordered = below(amounts, column).map(([old, now, number]) => [amount(old.text), amount(now.text), number]);
      const pair = overtaken(ordered.sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]))
        ?? swapped(those);
      if (pair) found.push(pair);
    }
    return found;
  };
  const overtaken = (cells) => {
    let [smaller, largest] = [0, [0, -1]];
    for (const [old, now, number] of cells) {
      for (; smaller < cells.length && cells[smaller][0] * table.clear <= old; smaller += 1) {
        const [, other, where] = cells[smaller];
        if (other > largest[0] || (other === largest[0] && where > largest[1])) largest = [other, where];
      }
      if (largest[1] >= 0 && largest[0] >= now * table.clear) return [Math.min(largest[1], number),
        Math.max(largest[1], number)];
    }
    return null;
  };
  const swapped = (cells) => {
    const seen = new Map();
    for (const [{ text: old }, { text: now }, number] of cells) {
      if (!old.endsWith("B") || old === now || (old + now).replace(/\D/g, "").length < table.many.digits) continue;
      if (seen.has(`${now}\n${old}`)) return [seen.get(`${now}\n${old}`), number];
      seen.set(`${old}\n${now}`, number);
    }
    return null;
  };

  const drift = (step, kind, old = [], now = [], detail = "") => ({ step, kind, old, now, detail });

  function* changes(step, old, now, tolerance) {
    if (!old.length) yield drift(step, classes.NEW_LINE, [], now);
    else if (!now.length) yield drift(step, classes.MISSING_LINE, old);
    else if (old.length !== now.length) yield drift(step, classes.TEXT, old, now);
    else for (let at = 0; at < old.length; at += 1) yield change(step, old[at], now[at], tolerance);
  }
  const change = (step, old, now, tolerance) => {
    const [before, after] = [old, now].map((line) => tolerance.skeleton(line));
    const [was, is] = [before, after].map((line) => [...all(table.version, line)]);
    const without = (line, found) =>
      found.reduceRight((text, one) => `${text.slice(0, one.index)}\0${text.slice(one.index + one[0].length)}`, line);
    if (was.length && without(before, was) === without(after, is)) {
      const pairs = was.map((one, at) => [one[0], is[at][0]]).filter(([one, other]) => one !== other);
      return drift(step, classes.VERSION, [old], [now], pairs);
    }
    const [had, has] = [old, now].map((line) => count(tolerance.values(line).map(({ kind }) => kind.name)));
    const lost = [...had].find(([name, many]) => many > (has.get(name) ?? 0));
    return lost ? drift(step, classes.KIND, [old], [now], lost[0]) : drift(step, classes.TEXT, [old], [now]);
  };

  const differs = (old, now, twins, tolerance) => {
    const found = [];
    for (const [was, is] of tolerance.pairs(old, now)) {
      if (!twins.agree(was, is)) found.push([classes.TWIN, [was.text, is.text]]);
      else if (was.kind.bound && was.text !== is.text
        && !holds(was.kind.bound, was.text, is.text)) found.push([classes.AMOUNT, [was.text.trim(), is.text.trim()]]);
      else if (was.kind.name === "short id" && was.text !== is.text && /^\d+$/.test(was.text)
        && /^\d+$/.test(is.text)) found.push([classes.TEXT, ""]);
    }
    return found[0];
  };

  function* ofStep(number, old, now, twins, tolerance) {
    for (const [at, { prompt }] of old.lines.entries()) {
      const other = now.lines[at].prompt;
      if (tolerance.skeleton(prompt) !== tolerance.skeleton(other)) yield drift(number, classes.PROMPT, [prompt],
        [other]);
      else if (differs(prompt, other, twins, tolerance)) yield drift(number, classes.TWIN, [prompt], [other]);
    }
    if (old.status !== now.status) yield drift(number, classes.STATUS, [], [], [old.status, now.status]);
    const skeletons = (lines) => lines.map((line) => tolerance.skeleton(line));
    const hunks = aligned(old.output, now.output, skeletons(old.output), skeletons(now.output));
    const changed = hunks.filter(([equal]) => !equal);
    const [was, is] = [1, 2].map((side) => changed.flatMap((hunk) => hunk[side]));
    if (was.length && skeletons(was).sort().join("\n") === skeletons(is).sort().join("\n")) yield drift(number,
      classes.ORDER, was, is, "lines");
    else for (const [, before, after] of changed) yield* changes(number, before, after, tolerance);
    const pairs = hunks.filter(([equal]) => equal).flatMap(([, before, after]) =>
      before.map((line, at) => [line, after[at]]));
    for (const [before, after] of pairs) {
      const found = differs(before, after, twins, tolerance);
      if (found) yield drift(number, found[0], [before], [after], found[1]);
    }
    for (const [one, other] of exchanged(pairs.map((pair) => tolerance.pairs(...pair)))) {
      yield drift(number, classes.ORDER, [pairs[one][0], pairs[other][0]], [pairs[one][1], pairs[other][1]]);
    }
  }

  /** Give the drift of new steps of the same commands: `{lines: [{prompt, text}], output: [line], status}` each. */
  const compare = (old, now, twins = new Twins(), tolerance = new Tolerance()) => old.flatMap((step, number) => {
    const text = now[number].lines.map((line) => line.text).join("\n");
    return [...ofStep(number, step, now[number], twins.within(), tolerance.of(text))];
  });

  /** Give the pairs of values that differ and may, each once, of steps without drift. */
  const apart = (old, now, tolerance) => {
    const found = new Map();
    old.forEach((step, number) => {
      const own = tolerance.of(step.lines.map((line) => line.text).join("\n"));
      step.output.forEach((line, at) => own.pairs(line, now[number].output[at]).forEach(([was, is]) => {
        if (was.text !== is.text) found.set(`${key(was)}\n${key(is)}`,
          [was.kind.name, was.text.trim(), is.text.trim()]);
      }));
    });
    return [...found.values()];
  };

  return { Twins, apart, compare };
})());
