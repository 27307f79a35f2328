/* Check mine: lines that may come in any order, put in the order of the page. Mirrors arrangement.py. */
Object.assign(mine, (() => {
  const { Tolerance } = mine;
  const CLOSING = { "{": "}", "[": "]" };
  const indent = (line) => line.length - line.trimStart().length;
  const comma = (line) => line.replace(/,$/, "");

  /** Give lines in units: a line, or all lines from one that opens a bracket to the one that closes it. */
  const units = (lines) => {
    const closings = new Map();
    lines.forEach((line, number) => {
      const name = line.slice(0, indent(line) + 1);
      if (/[}\]]$/.test(name)) closings.set(name, [...(closings.get(name) ?? []), number]);
    });
    const found = [];
    for (let start = 0; start < lines.length;) {
      const line = lines[start];
      const closes = CLOSING[line.at(-1)] && closings.get(line.slice(0, indent(line)) + CLOSING[line.at(-1)]);
      const end = closes?.find((number) => number > start) ?? start;
      found.push(lines.slice(start, end + 1));
      start = end + 1;
    }
    return found;
  };

  const whole = (unit, tolerance) => unit.map((line) => comma(tolerance.skeleton(line))).sort().join("\n");
  const head = (unit, tolerance) => unit.length > 1 ? tolerance.skeleton(unit[0]) : unit[0];

  const matched = (old, now, twins, tolerance) => {
    const [left, found] = [new Map(now.entries()), new Map()];
    for (const alike of [whole, head]) {
      const numbers = new Map();
      for (const [number, unit] of left) {
        const name = alike(unit, tolerance);
        numbers.set(name, [...(numbers.get(name) ?? []), number]);
      }
      old.forEach((unit, place) => {
        const fitting = found.has(place) ? [] : numbers.get(alike(unit, tolerance)) ?? [];
        if (!fitting.length) return;
        const fits = fitting.length > 1
          ? fitting.findIndex((number) => mayBe(unit, left.get(number), twins, tolerance)) : 0;
        const [chosen] = fitting.splice(Math.max(0, fits), 1);
        const one = left.get(chosen);
        left.delete(chosen);
        found.set(place, inside(unit, one, twins, tolerance));
      });
    }
    return [...[...found].sort(([one], [other]) => one - other).map(([, unit]) => unit), ...left.values()];
  };

  const mayBe = (old, now, twins, tolerance) => {
    if (old.length > 1) {
      twins = twins.copy();
      now = inside(old, now, twins, tolerance);
    }
    return agree(old, now, (...pair) => twins.mayAgree(...pair), tolerance);
  };

  const agree = (old, now, ask, tolerance) => old.slice(0, now.length).every((line, at) =>
    tolerance.skeleton(line) !== tolerance.skeleton(now[at]) || tolerance.pairs(line, now[at])
      .every((pair) => ask(...pair)));

  /** Give the new one of two units with what is in it in the order of the old one; remember which is which. */
  const inside = (old, now, twins, tolerance) => {
    agree(old.slice(0, 1), now.slice(0, 1), (...pair) => twins.agree(...pair), tolerance);
    if (now.length === 1) return now;
    const parts = units(now.slice(1, -1));
    let found = matched(units(old.slice(1, -1)), parts, twins, tolerance);
    const last = parts.length - 1;
    if (parts.every((unit, number) => unit.at(-1).endsWith(",") === number < last)) {
      found = found.map((unit, number) =>
        [...unit.slice(0, -1), comma(unit.at(-1)) + (number < found.length - 1 ? "," : "")]);
    }
    return [now[0], ...found.flat(), now.at(-1)];
  };

  /** Give new steps with each output's lines and blocks in the order of the old one, new ones last. */
  const arranged = (old, now, twins, tolerance = new Tolerance()) => now.map((step, at) => {
    const own = tolerance.of(step.lines.map((line) => line.text).join("\n"));
    return { ...step, output: matched(units(old[at].output), units(step.output), twins.copy().within(), own).flat() };
  });

  return { arranged };
})());
