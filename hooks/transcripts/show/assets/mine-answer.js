/* Check mine: what is to be said of a text, for a block and the other blocks of its page. Pure: no page, no words. */
Object.assign(mine, (() => {
  const { TooMuch, Tolerance, aligned, apart, arranged, begin, compare, lines, prompt, refused, squeezed, steps,
    trimmed, typedAt, unprompted, unwrapped, withoutPrompt } = mine;
  const PROMPT = " ".repeat(40);
  const ALIKE = 0.5;
  const LIKE_ANOTHER = 0.7;

  /* In a terminal no line tells of a key: what came after it stands below what came before. */
  const unkeyed = (shown) => shown.reduce((found, step) => {
    if (!step.keys) return [...found, step];
    const last = found.pop();
    const ours = last && !step.lines[0].prompt;
    return last ? [...found, ours ? { ...last, output: [...last.output, ...step.output] } : last] : found;
  }, []);
  /** Give lines without the ^C that a terminal shows for a key. */
  const unechoed = (pasted) => pasted.filter((line) => !/^\^[@-_]$/.test(line))
    .map((line) => line.replace(/^\^[@-_]/, ""));

  /** Give a block: what it shows on each engine, and what its author said. */
  const block = (id, variants, rules) => {
    const said = rules.steps[id] ?? {};
    const plain = variants.map(({ label, steps: shown }) =>
      ({ label, steps: unkeyed(shown).map((step) => ({ ...step, output: trimmed(step.output) })) }));
    const keyed = variants.some(({ steps: shown }) => shown.some(({ keys }) => keys));
    return { id, keyed, variants: plain, said, tolerance: new Tolerance(said, rules.typed.slice(0, said.typed).join("\n")) };
  };

  const word = (line, last) => line.trim().split(/\s+/).at(-last);

  /** Give what is known of the lines of a variant: how long the longest of each kind is, in each step's output. */
  const knowing = (variant, tolerance) => {
    const each = variant.steps.map((step) => {
      const own = tolerance.of(step.lines.map((line) => line.text).join("\n"));
      const longest = new Map();
      for (const line of step.output) {
        const skeleton = own.skeleton(line);
        longest.set(skeleton, Math.max(longest.get(skeleton) ?? 0, line.length));
      }
      return { longest, skeleton: (line) => own.skeleton(line), values: (line) => own.values(line) };
    });
    const inStep = (line, number, long = 0) => (each[number].longest.get(each[number].skeleton(line)) ?? -1) >= long;
    // Asked first, since to look for values takes time: does it begin and end as some line, or might it by a value?
    const constant = (line, number, last) => {
      const found = word(line, last);
      const touched = ({ start, end }) => last ? end > line.length - found.length : start < found.length;
      return each[number].values(line).some(touched) ? null : found;
    };
    const ends = [0, 1].map((last) => new Set(variant.steps.flatMap((step, number) =>
      step.output.map((line) => constant(line, number, last)))));
    const likely = (line) => ends.every((words, last) => words.has(null) || words.has(word(line, last)));
    const anywhere = (line, long) => (likely(line) && each.some((_, number) => inStep(line, number, long))) ||
      variant.steps.some((step) => step.lines.some((_, at) => typedAt([line], 0, { lines: [step.lines[at]] })));
    const all = variant.steps.flatMap((step) =>
      [...step.output, ...step.lines.map(({ prompt: at, text }) => PROMPT + at + text)]);
    const longest = all.reduce((most, line) => Math.max(most, line.length), 0);
    return { inStep, anywhere, longest, skeletons: each.map(({ skeleton }) => skeleton) };
  };

  /** Give the outputs of all steps, found by their lines where no command was pasted. */
  const divided = (pasted, { steps: old }, { skeletons }) => {
    const all = old.flatMap((step, number) => step.output.map((line) => ({ line, number })));
    const keys = [all.map(({ line, number }) => skeletons[number](line)), pasted.map((line) => skeletons[0](line))];
    const now = old.map((step) => ({ ...step, output: [] }));
    let number = all[0]?.number ?? 0;
    for (const [equal, was, is] of aligned(all, pasted, ...keys)) {
      is.forEach((line, at) => {
        number = (equal ? was[at] : was[Math.min(at, was.length - 1)])?.number ?? number;
        now[number].output.push(line);
      });
    }
    return now.map((step) => ({ ...step, output: trimmed(step.output) }));
  };

  /** Give what comes of comparing steps, of which those that are null were not pasted. */
  const judged = (now, variant, { said, tolerance }, commands, width) => {
    const numbers = [...now.keys()].filter((number) => now[number]);
    const old = numbers.map((number) => now[number].inner ? variant.steps[number] : unprompted(variant.steps[number]));
    let is = numbers.map((number) => now[number].inner ? now[number] : unprompted(now[number]));
    if (said.unordered) is = arranged(old, is, new mine.Twins(), tolerance);
    const drifts = compare(old, is, undefined, tolerance).map((drift) => {
      const at = drift.now.length
        ? is[drift.step].output.indexOf(drift.now[0]) : old[drift.step].output.indexOf(drift.old[0]);
      const parted = drift.detail === "lines" ? whole(old[drift.step].output, is[drift.step].output) : {};
      return { ...drift, at, ...parted, step: numbers[drift.step] };
    }).sort((one, other) => one.step - other.step || one.at - other.at);
    const [most, off] = old.reduce(([sum, missing], step, at) => [
      sum + Math.max(step.output.length, is[at].output.length),
      missing + Math.abs(step.output.length - is[at].output.length),
    ], [0, 0]);
    const lost = drifts.reduce((sum, drift) => sum + Math.max(drift.old.length, drift.now.length), 0);
    const alike = most ? Math.max(0, 1 - Math.max(lost, off) / most) : 0;
    const prompted = is.filter((step) => step.prompted).length;
    const values = drifts.length ? [] : apart(old, is, tolerance);
    return { variant, drifts, numbers, commands, prompted, width, alike, values };
  };

  /** Give two orders of lines from where they part. */
  const whole = (old, now) => {
    const at = old.findIndex((line, number) => line !== now[number]);
    return { old: old.slice(at), now: now.slice(at), at };
  };

  const better = (one, other) =>
    other.prompted - one.prompted || !!one.drifts.length - !!other.drifts.length ||
    other.numbers.length * !other.drifts.length - one.numbers.length * !one.drifts.length ||
    other.alike - one.alike || one.drifts.length - other.drifts.length || one.width - other.width;

  /** Give lines with what is empty before the first one, which marking it with a mouse leaves out. */
  const indented = ([first = "", ...more], { steps: old }) => {
    for (const { output } of old) {
      const at = output.findIndex(Boolean);
      if (first && output[at]?.trimStart() === first) return [...output.slice(0, at + 1), ...more];
    }
    return [first, ...more];
  };

  function* attempts(pasted, variant, own, whole) {
    const known = knowing(variant, own.tolerance);
    whole = whole ? unwrapped(pasted, known.anywhere, known.longest) : { lines: pasted, width: 0 };
    for (const { lines: text, width } of whole.width ? [{ lines: pasted, width: 0 }, whole] : [whole]) {
      const found = [true, false].map((last) => steps(text, variant.steps, known.inStep, last))
        .filter((now) => now.some(Boolean));
      for (const now of found) yield judged(now, variant, own, now.filter(Boolean).length, width);
      // A command without its prompt may be a line of an output as well: `exit` is both.
      if (found.some((now) => now.some((step) => step?.prompted))) continue;
      const output = indented(withoutPrompt(text, [], (line) => known.anywhere(line, 0), true), variant);
      if (variant.steps.filter((step) => step.output.length).length > 1) {
        yield judged(divided(output, variant, known), variant, own, 0, width);
      }
      for (const [at, step] of variant.steps.entries()) {
        const alone = variant.steps.map((one, number) => number === at ? { ...one, output } : null);
        if (step.output.length) yield judged(alone, variant, own, 0, width);
      }
    }
  }

  /** Give the best that can be said of lines for a block: on which engine it is like them, and how it differs. */
  const best = (pasted, own, whole) => {
    const each = own.variants.map((variant) => [...attempts(pasted, variant, own, whole)].sort(better)[0])
      .filter(Boolean);
    const [first] = [...each].sort(better);
    const same = each.filter((one) => !one.drifts.length && !better(one, first)).map((one) => one.variant.label);
    return first && { ...first, same };
  };

  const about = (found) => found && (found.commands || found.alike >= ALIKE);
  /** Give what is to be said of a text: `{kind}` and what belongs to it. */
  const answer = (text, own, others) => {
    const why = refused(text);
    if (why) return { kind: why };
    begin();
    try {
      const pasted = own.keyed ? unechoed(lines(text)) : lines(text);
      const found = best(pasted, own, true);
      if (about(found) && !found.drifts.length) return { kind: "same", ...found };
      const [id, other] = nearest(pasted, others);
      const same = other && !other.drifts.length;
      if (!about(found)) return id ? { kind: "other", id, same } : { kind: "nothing" };
      return { kind: "differs", ...found, ...(same ? { id } : {}) };
    } catch (error) {
      if (error instanceof TooMuch) return { kind: "much" };
      throw error;
    }
  };
  /** Give which of the other blocks of the page a text is most like, if it is like one. */
  const nearest = (pasted, others) => {
    try {
      const each = others.map((other) => [other.id, best(pasted, other)])
        .filter(([, one]) => one && (one.prompted || one.alike >= LIKE_ANOTHER));
      return each.sort(([, one], [, other]) => better(one, other))[0] ?? [];
    } catch (error) {
      if (error instanceof TooMuch) return [];
      throw error;
    }
  };

  /** Give the steps that elements of a terminal show, as `[class, text]` in their order. */
  const shown = (parts) => {
    const found = [];
    let open = false;
    for (const [name, text] of parts) {
      const last = found.at(-1);
      if (name === "t-prompt") {
        const more = open && prompt(text)?.kind.more;
        if (more) last.lines.push({ prompt: text, text: "" });
        else found.push({ lines: [{ prompt: text, text: "" }], output: [], status: 0 });
        open = true;
      } else if (name === "t-keys") last.keys = true;
      else if (name === "t-cmd") last.lines.at(-1).text = text;
      else if (name === "t-status") last.status = Number(text.match(/\d+/));
      else { last.output.push(...text.replace(/\n$/, "").split("\n")); open = false; }
    }
    return found;
  };

  return { answer, block, shown, squeezed };
})());
