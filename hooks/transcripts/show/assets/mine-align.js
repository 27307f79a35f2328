/* Check mine: which line of one output stands for which line of another one. Mirrors alignment.py and Python's
   difflib. */
Object.assign(mine, (() => {
  const { table, goOn } = mine;

  const common = (one, other) => {
    let at = 0;
    while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
    return at;
  };

  /** Give the hunks of two lists of lines, for what of each must not change: `[equal, old, new]`. */
  const aligned = (old, now, before, after) => {
    const head = common(before, after);
    const tail = common(before.slice(head).reverse(), after.slice(head).reverse());
    const ends = [old.length - tail, now.length - tail];
    const hunks = [[true, old.slice(0, head), now.slice(0, head)]];
    for (const [equal, a, b, c, d] of opcodes(before.slice(head, ends[0]), after.slice(head, ends[1]))) {
      hunks.push([equal, old.slice(head + a, head + b), now.slice(head + c, head + d)]);
    }
    hunks.push([true, old.slice(ends[0]), now.slice(ends[1])]);
    return hunks.filter(([, one, other]) => one.length || other.length);
  };
  const changedIn = (found) =>
    found.reduce((sum, [equal, a, b, c, d]) => sum + (equal ? 0 : Math.max(b - a, d - c)), 0);
  const opcodes = (before, after) => {
    const there = inPlace(before, after);
    if (there.length && changedIn(there) * 10 <= before.length) return there;
    const found = matcher(before, after, Math.max(before.length, after.length) > table.many.lines);
    return there.length && changedIn(there) < changedIn(found) ? there : found;
  };
  const inPlace = (before, after) => {
    const found = [];
    for (let at = 0; before.length === after.length && at < before.length; at += 1) {
      const equal = before[at] === after[at];
      if (found.at(-1)?.[0] === equal) found.at(-1)[2] = found.at(-1)[4] = at + 1;
      else found.push([equal, at, at + 1, at, at + 1]);
    }
    return found;
  };

  /** Give the opcodes of Python's difflib.SequenceMatcher; `many` is its autojunk. */
  const matcher = (a, b, many) => {
    const places = new Map();
    b.forEach((item, at) => places.has(item) ? places.get(item).push(at) : places.set(item, [at]));
    if (many && b.length >= 200) {
      for (const [item, where] of places) if (where.length > Math.floor(b.length / 100) + 1) places.delete(item);
    }
    const longest = (alo, ahi, blo, bhi) => {
      let [i, j, size] = [alo, blo, 0];
      let lengths = new Map();
      for (let at = alo; at < ahi; at += 1) {
        goOn();
        const next = new Map();
        for (const where of places.get(a[at]) ?? []) {
          if (where < blo) continue;
          if (where >= bhi) break;
          const long = (lengths.get(where - 1) ?? 0) + 1;
          next.set(where, long);
          if (long > size) [i, j, size] = [at - long + 1, where - long + 1, long];
        }
        lengths = next;
      }
      while (i > alo && j > blo && a[i - 1] === b[j - 1]) [i, j, size] = [i - 1, j - 1, size + 1];
      while (i + size < ahi && j + size < bhi && a[i + size] === b[j + size]) size += 1;
      return [i, j, size];
    };
    const queue = [[0, a.length, 0, b.length]];
    const blocks = [];
    while (queue.length) {
      const [alo, ahi, blo, bhi] = queue.pop();
      const [i, j, size] = longest(alo, ahi, blo, bhi);
      if (!size) continue;
      blocks.push([i, j, size]);
      if (alo < i && blo < j) queue.push([alo, i, blo, j]);
      if (i + size < ahi && j + size < bhi) queue.push([i + size, ahi, j + size, bhi]);
    }
    blocks.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    let [i, j] = [0, 0];
    const found = [];
    for (const [x, y, size] of [...blocks, [a.length, b.length, 0]]) {
      if (i < x || j < y) found.push([false, i, x, j, y]);
      const last = found.at(-1);
      if (size && last?.[0] && last[2] === x && last[4] === y) [last[2], last[4]] = [x + size, y + size];
      else if (size) found.push([true, x, x + size, y, y + size]);
      [i, j] = [x + size, y + size];
    }
    return found;
  };

  return { aligned };
})());
