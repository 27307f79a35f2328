/* Check mine: the panel below a step, and the answer in words. */
Object.assign(mine, (() => {
  const { table, answer, block, shown } = mine;
  const { classes } = table;
  const SHOWN = 6;
  const PAUSE = 250;

  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const code = (text) => make("code", {}, text);
  const many = (count, one, several = `${one}s`) => `${count === 1 ? "one" : count} ${count === 1 ? one : several}`;
  const cut = (text) => text.length > 32 ? `${text.slice(0, 20)}…` : text;
  const listed = (names) => names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];

  const part = (node) => {
    const name = ["t-prompt", "t-cmd", "t-keys", "t-out", "t-status"].find((each) => node.classList.contains(each));
    return [name, name === "t-prompt" ? node.dataset.prompt : node.textContent];
  };
  const PARTS = ".t-prompt, .t-cmd, .t-keys, .t-out, .t-status";
  let all = null;
  /** Give the blocks of the page as data, read from it once. */
  const blocks = () =>
    all ??= new Map(workshop.steps.filter((step) => !step.matches(".transcript-waiting")).map((step) => {
    const engines = [...step.querySelectorAll(".t-engine")];
    const variants = (engines.length ? engines : [step]).map((node) => ({
      label: node.querySelector(".t-whose, summary")?.textContent.trim() ?? "",
      steps: shown([...node.querySelectorAll(PARTS)].map(part)),
    }));
    return [step.id, block(step.id, variants, mine.rules)];
  }));

  const REFUSED = {
    empty: "Paste what your terminal said: the command with its output, or the output alone.",
    binary: "This is no text of a terminal.",
    long: "This is more than a terminal shows in a step. Paste this step alone.",
    much: "This is too much to compare here. Paste this step alone.",
    nothing: "None of this is like this step: neither a command of it nor its output.",
  };
  /* What kind of difference it is, by the words of the table. */
  const SAID = {
    [classes.NEW_LINE]: ({ now }) => `yours has ${many(now.length, "line")} that the page has not.`,
    [classes.MISSING_LINE]: ({ old }) => `the page has ${many(old.length, "line")} that yours has not.`,
    [classes.TEXT]: () => "yours says something else.",
    [classes.VERSION]: ({ detail }) =>
      `the same with another version: ${listed(detail.map(([was, is]) => `${was} on the page is ${is} in yours`))}.`,
    [classes.ORDER]: () => "yours has the same in another order.",
    [classes.KIND]: ({ detail }) =>
      `the page shows a value that may differ (${detail}), yours shows something else there.`,
    [classes.AMOUNT]: ({ detail }) =>
      `yours shows ${detail[1]}, the page ${detail[0]}: further apart than such amounts are from run to run.`,
    [classes.TWIN]: () =>
      "these were one and the same on the page, or different ones; in yours it is the other way round.",
    [classes.PROMPT]: () => "yours is typed at another prompt.",
  };

  /** Give a line with the part marked that differs from another one. */
  const marked = (line, other) => {
    if (other === undefined) return [line];
    let [start, end] = [0, 0];
    const room = Math.min(line.length, other.length);
    while (start < room && line[start] === other[start]) start += 1;
    while (end < room - start && line.at(-1 - end) === other.at(-1 - end)) end += 1;
    return [line.slice(0, start), make("mark", {}, line.slice(start, line.length - end)),
      line.slice(line.length - end)];
  };
  const side = (title, lines, others) => {
    const rows = lines.slice(0, SHOWN).map((line, at) =>
      make("span", { class: "t-mine-line" }, ...marked(line, lines.length === others.length ? others[at] : undefined),
        "\n"));
    const rest = lines.length > SHOWN ? [`and ${many(lines.length - SHOWN, "more line")}\n`] : [];
    return [make("dt", {}, title),
      make("dd", {}, lines.length ? make("pre", { tabindex: "0" }, ...rows, ...rest) : make("em", {}, "nothing here"))];
  };

  const command = (found, number) => code(found.variant.steps[number].lines[0].text);
  const link = (id) => make("a", { href: `#${id}` }, id);
  /** Give what else is to be known: which part it is, which engine, and what was put aside. */
  function* beside(found, own) {
    const all = found.variant.steps;
    // Without commands, those that say nothing are not missed.
    if (all.some(({ output }, number) => !found.numbers.includes(number) && (found.commands || output.length))) {
      const names = found.numbers.slice(0, 3).flatMap((number, at) => [at ? ", " : "", command(found, number)]);
      const what = found.commands ? "" : "the output of ";
      yield [`You pasted ${what}${found.numbers.length} of ${all.length} commands: `, ...names,
        found.numbers.length > 3 ? " and more." : "."];
    }
    if (own.variants.length > 1 && found.same.length === own.variants.length) {
      yield ["It is the same on all engines of this page."];
    } else if (own.variants.length > 1 && found.same.length) yield [`Yours is like ${listed(found.same)}.`];
    else if (own.variants.length > 1) yield [`It is nearest to ${found.variant.label}.`];
    if (found.width) yield [`Lines that your terminal broke after ${found.width} characters were put together.`];
    if (found.kind === "same") {
      yield ["Not compared: exit statuses, which no terminal shows, and whether ids are those of other steps."];
    }
    if (found.id) yield ["It is the same as in the step ", link(found.id), "."];
  }

  const told = (found, own) => {
    const more = [...beside(found, own)].map((parts) => make("p", { class: "t-mine-aside" }, ...parts));
    if (found.kind === "same") {
      const values = found.values.slice(0, 12).map(([kind, was, is]) =>
        make("li", {}, `${kind}: `, code(cut(was)), " on the page, ", code(cut(is)), " in yours"));
      const rest = found.values.length - values.length;
      const list = make("details", {}, make("summary", {}, found.values.length === 1 ? "Which one" : "Which ones"),
        make("ul", {}, ...values, ...(rest > 0 ? [make("li", {}, `and ${rest} more`)] : [])));
      const differ = found.values.length === 1 ? "differs" : "differ";
      const apart = `The same, apart from ${many(found.values.length, "value")} that ${differ} for everybody.`;
      return [make("p", { class: "t-mine-head" }, found.values.length ? apart : "The same."),
        ...(values.length ? [list] : []), ...more];
    }
    const [first, ...others] = found.drifts;
    const kinds = [...new Set(others.map(({ kind }) => kind))];
    const where = first.at >= 0 ? `, line ${first.at + 1} of its output: ` : ": ";
    return [
      make("p", { class: "t-mine-head" }, first.kind[0].toUpperCase() + first.kind.slice(1)),
      make("p", {}, command(found, first.step), where, SAID[first.kind](first)),
      make("dl", {}, ...side("The page", first.old, first.now), ...side("Yours", first.now, first.old)),
      ...(others.length ? [make("p", {}, `Behind it ${many(others.length, "more difference")}: ${listed(kinds)}.`)]
        : []),
      ...more,
    ];
  };

  /** Give the answer to a text as nodes, and what it is. */
  const say = (text, id) => {
    const own = blocks().get(id);
    const found = answer(text, own, [...blocks().values()].filter((other) => other !== own));
    if (found.kind === "other") {
      const end = found.same ? ", and is the same there." : ".";
      return [found.kind, [make("p", { class: "t-mine-head" }, "This looks like the step ", link(found.id), end)]];
    }
    if (REFUSED[found.kind]) return [found.kind, [make("p", { class: "t-mine-head" }, REFUSED[found.kind])]];
    return [found.kind, told(found, own)];
  };

  const panel = (step, button) => {
    const name = `mine-${step.id}`;
    const label = make("label", { for: `${name}-text` },
      "Paste what your own terminal said. Nothing leaves this page.");
    const text = make("textarea",
      { id: `${name}-text`, rows: 5, spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
    const said = make("div", { class: "t-mine-answer", role: "status" });
    const close = Object.assign(make("button", { type: "button" }, "Close"), { onclick: () => toggle(step, button) });
    const node = make("section", { class: "t-mine", id: name, "aria-label": "Check mine", "data-search-exclude": "" },
      label, text, said, close);
    let waiting = 0;
    const now = (pasted = text.value) => {
      const [kind, parts] = pasted ? say(pasted, step.id) : ["", []];
      said.dataset.kind = kind;
      said.replaceChildren(...parts);
    };
    text.addEventListener("input", ({ inputType }) => {
      clearTimeout(waiting);
      waiting = setTimeout(now, inputType === "insertFromPaste" ? 0 : PAUSE);
    });
    // What is too long for a step is too long for a field as well.
    text.addEventListener("paste", (event) => {
      const pasted = event.clipboardData?.getData("text") ?? "";
      if (mine.refused(pasted) !== "long") return;
      event.preventDefault();
      now(pasted);
    });
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      toggle(step, button);
    });
    return node;
  };

  /** Open the panel of a step, or close it; what was pasted stays. */
  const toggle = (step, button) => {
    let node = document.getElementById(`mine-${step.id}`);
    if (!node) {
      node = panel(step, button);
      node.hidden = true;
      step.querySelector(".t-tools").after(node);
    }
    node.hidden = !node.hidden;
    button.setAttribute("aria-expanded", String(!node.hidden));
    button.setAttribute("aria-controls", node.id);
    (node.hidden ? button : node.querySelector("textarea")).focus();
    // What is prepared now need not be when somebody waits.
    if (!node.hidden) setTimeout(() => say("-", step.id));
  };

  return { blocks, say, toggle };
})());
