/* Check mine: what was pasted, freed of what a terminal and a copy add to it, and cut into the steps of a block. */
Object.assign(mine, (() => {
  const { table, all, timer } = mine;
  const MOST = 400000;
  const NARROWEST = 20;
  const FRAGMENTS = 8;
  const SLACK = 16;
  const SECONDS = 0.5;
  const WIDTHS = [80, 100, 120, 132];
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const SEQUENCES = new RegExp([
    /(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)/, // titles and the like
    /\x1b[PX^_][^\x1b]*\x1b\\/,
    /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/, // colours, and where the cursor goes
    /\x1b[ -/]*[0-~]/,
  ].map((each) => each.source).join("|"), "g");

  /** Give why a text cannot be what a terminal said; nothing where it can. */
  const refused = (text) => {
    if (text.length > MOST) return "long";
    if (!text.replace(SEQUENCES, "").trim()) return "empty";
    // Outside of sequences, and but for a bell and what moves the cursor.
    const strange = text.replace(SEQUENCES, "").match(/[\x00-\x06\x0e-\x1f\x7f\ufffd]/g) ?? [];
    return strange.length > 2 && strange.length * 50 > text.length ? "binary" : "";
  };

  /** Give a line as a terminal shows it that goes back and writes over what it wrote. */
  const drawn = (line) => {
    if (!/[\r\x08\t]/.test(line)) return line;
    const cells = [];
    let at = 0;
    for (const sign of line.replace(/\r+$/, "")) {
      if (sign === "\r") at = 0;
      else if (sign === "\x08") at = Math.max(0, at - 1);
      else if (sign === "\t") do { cells[at] ??= " "; at += 1; } while (at % 8);
      else { cells[at] = sign; at += 1; }
    }
    return Array.from(cells, (sign) => sign ?? " ").join("");
  };

  /* Blanks at the end of a line, and empty lines at the end of an output, are lost in copies: put aside on both sides.
     */
  const trimmed = (lines) => {
    const found = lines.map((line) => drawn(line).trimEnd());
    while (found.at(-1) === "") found.pop();
    return found;
  };
  /** Give the lines of what was pasted. */
  const lines = (text) => {
    const plain = text.replace(SEQUENCES, "").replace(/^\ufeff/, "").replace(/\r+\n/g, "\n").replaceAll("\xa0", " ");
    return trimmed(plain.split("\n")).map((line) => line.replace(/[\x00-\x1f\x7f]/g, ""));
  };

  /** Give the kind of a prompt of the table, and what stands behind it. */
  const prompt = (line) => {
    for (const kind of table.prompts) {
      const [found] = all(`(?<![\\s\\S])(?:${kind.pattern})`, `${line} `);
      if (found) return { kind, text: line.slice(found[0].length) };
    }
    return null;
  };
  const SHELL = /^(?:➜ .*|.*[$#%>❯➜»›λ✗✔])$/;
  /** Whether what stands before a command may be a prompt. */
  const before = (text) => {
    const plain = text.replace(/(?:^| )sudo$/, "").trim();
    return plain.length <= 120 && (!plain || SHELL.test(plain) || prompt(`${plain} `)?.text.trim() === "");
  };
  /** Whether it may be a prompt at which a command goes on. */
  const further = (text) => !text || /^\S{0,12}>$/.test(text) || prompt(text)?.kind.more;
  /** Whether a line is a prompt at which nothing was typed. */
  const bare = (line, prefixes) =>
    prefixes.includes(line) || /^PS [^>]*>$|^\S+@\S+.*[$#%>]$|^(?:└|╰).{0,40}[$#]$|^➜ .{0,60}$|^[$#%❯➜λ]$/.test(line)
      || (line && prompt(line)?.text.trim() === "");

  /** Whether a line begins with a prompt of the reader's shell, as seen before other commands. */
  const begins = (line, prefixes) => prefixes.some((prefix) => {
    const who = /^\S+@[^\s:]+/.exec(prefix)?.[0];
    if (who && line.startsWith(who)) return /[$#%>](?: |$)/.test(line.slice(who.length));
    if (/^PS [A-Z]:/i.test(prefix)) return /^PS [A-Z]:[^>]*>/i.test(line);
    return line === prefix || line.startsWith(`${prefix} `);
  });

  /** Give where a command ends that begins on a line, and at which prompt it is typed; null where it does not. */
  const typedAt = (pasted, at, step) => {
    let prefix = null;
    for (const [number, { text }] of step.lines.entries()) {
      const [line, typed] = [squeezed(pasted[at + number] ?? ""), squeezed(text)];
      if (!line.endsWith(typed) || (!typed && !line)) return null;
      const rest = line.slice(0, line.length - typed.length).trim();
      if (number ? !further(rest) : !before(rest)) return null;
      prefix ??= rest.replace(/(?:^| )sudo$/, "");
    }
    return { at, end: at + step.lines.length, prefix };
  };

  /** Give where each step's command stands, if it does: the last time that all come, or the first. */
  const places = (pasted, steps, last) => {
    const found = steps.map(() => null);
    const order = last ? [...steps.keys()].reverse() : [...steps.keys()];
    let from = last ? pasted.length - 1 : 0;
    for (const number of order) {
      for (let at = from; at >= 0 && at < pasted.length && !found[number]; at += last ? -1 : 1) {
        found[number] = typedAt(pasted, at, steps[number]);
      }
      if (found[number]) from = last ? found[number].at - 1 : found[number].end;
    }
    return found;
  };

  /** Give the steps as pasted: null where the command is not there. `known` says whether a line is one of the page's.
     */
  const steps = (pasted, old, known, last) => {
    const where = places(pasted, old, last);
    const prefixes = [...new Set(where.filter(Boolean).map(({ prefix }) => prefix).filter(Boolean))];
    const starts = new Set(where.filter(Boolean).map(({ at }) => at));
    return where.map((place, number) => {
      if (!place) return null;
      let end = place.end;
      while (end < pasted.length && !starts.has(end)
        && (known(pasted[end], number) || !begins(squeezed(pasted[end]), prefixes))) end += 1;
      const output = withoutPrompt(pasted.slice(place.end, end), prefixes, (line) => known(line, number),
        end === pasted.length);
      return { ...asked(old[number], place.prefix), output: trimmed(output) };
    });
  };
  /** Give the commands of a step as pasted; the prompt of a shell on the reader's own machine is nobody's but theirs.
     */
  const asked = (step, prefix) => {
    const [first, ...more] = step.lines;
    const inner = prefix && first.prompt.trim() !== "$";
    return { lines: inner ? [{ ...first, prompt: `${prefix} ` }, ...more] : unprompted(step).lines,
      status: step.status, prompted: !!prefix, inner };
  };
  /** Give a step without its prompts, which then are not compared. */
  const unprompted = (step) => ({ ...step, lines: step.lines.map(({ text }) => ({ prompt: "", text })) });

  /** Give an output without the first line of a prompt of two, and without the prompt that waits at the end. */
  const withoutPrompt = (output, prefixes, known, atEnd) => {
    const found = trimmed(output);
    if (atEnd && found.length && !known(found.at(-1))
      && bare(squeezed(found.at(-1)), prefixes)) prefixes = [...prefixes, squeezed(found.pop())];
    const opens = prefixes.some((prefix) => /^[└╰]/.test(prefix)) ? /^[┌╭]/
      : prefixes.some((prefix) => /^[❯➜λ]$/.test(prefix)) ? /^(?:\S+@\S+|~|\/)\S*(?: |$)/ : null;
    if (opens && found.length && !known(found.at(-1)) && opens.test(found.at(-1))) found.pop();
    return trimmed(found);
  };

  /**
   * Give lines that a terminal wrapped made whole again, and the width at which they broke; 0 where none was.
   * `known(line, long)` says whether the page has such a line, and has it at least as long: what is shorter than the
   * terminal was not wrapped. The longest that it has is `longest`.
   */
  const unwrapped = (pasted, known, longest) => {
    const widest = pasted.reduce((most, line) => Math.max(most, line.length), 0);
    // A line that broke at a blank has lost it.
    const widths = [...new Set([widest, widest + 1, widest + 2, ...WIDTHS])].filter((width) => width >= widest
      && width <= widest + SLACK);
    const none = { lines: pasted, width: 0, joins: 0 };
    const over = timer(SECONDS);
    const each = widest < NARROWEST ? [] : widths.filter((width) => width < longest + SLACK)
      .map((width) => wholeAt(pasted, width, known, longest, over));
    return each.reduce((best, one) => one.joins > best.joins ? one : best, none);
  };
  const wholeAt = (pasted, width, known, longest, over) => {
    const found = [];
    let joins = 0;
    for (let at = 0; at < pasted.length; at += 1) {
      if (over()) return { lines: pasted, width: 0, joins: 0 };
      let [whole, many] = [pasted[at], 0];
      const most = known(whole, 0) ? 0 : Math.min(FRAGMENTS, pasted.length - at - 1);
      for (let more = 1; more <= most && !many && width * more < longest + SLACK; more += 1) {
        const joined = pasted.slice(at, at + more).map((line) => line.padEnd(width)).join("") + pasted[at + more];
        if (known(joined, width * more - SLACK)) [whole, many] = [joined, more];
      }
      found.push(whole);
      at += many;
      joins += !!many;
    }
    return { lines: found, width: joins && width, joins };
  };

  return { lines, prompt, refused, squeezed, steps, trimmed, typedAt, unprompted, withoutPrompt, unwrapped };
})());
