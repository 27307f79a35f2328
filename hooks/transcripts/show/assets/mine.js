/* Check mine: a button at each step. What compares is loaded when it is asked for. */
(() => {
  const rules = document.querySelector(".t-rules")?.dataset.rules;
  if (!rules) return;
  const PARTS = ["kinds", "values", "align", "compare", "arrange", "paste", "answer", "panel"].map((name) =>
    workshop.asset(`mine-${name}.js`));
  let loaded = null;
  const load = () => loaded ??= Promise.all([
    workshop.load("link", { rel: "stylesheet", href: workshop.asset("mine.css") }),
    ...[...PARTS, rules].map((src) => workshop.load("script", { src, async: false })),
  ]);

  for (const step of workshop.steps) {
    const bar = step.querySelector(".t-tools");
    if (!bar || !step.querySelector(".t-cmd") || step.matches(".transcript-waiting")) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Check mine" });
    button.title = "Compare what your own terminal said";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", async () => {
      try {
        await load();
        mine.toggle(step, button);
      } catch {
        loaded = null;
        button.textContent = "Check mine could not be loaded";
      }
    });
    bar.append(button);
  }
})();
