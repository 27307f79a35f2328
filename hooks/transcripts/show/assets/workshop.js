/* What all scripts of a page share, and ticking off its steps. Without scripts a page lacks nothing but what they add. */
const workshop = (() => {
  const assets = new URL(".", document.currentScript.src);
  return {
    /** Give the address of another asset. */
    asset: (name) => new URL(name, assets).href,
    /** Load a script or a style when it is used: `load("script", { src })`. */
    load: (tag, attributes) => new Promise((resolve, reject) => {
      const node = Object.assign(document.createElement(tag), attributes);
      node.onload = resolve;
      node.onerror = reject;
      document.head.append(node);
    }),
    /** The blocks that were run, each with a bar `.t-tools` for what can be done with it. */
    steps: [...document.querySelectorAll(".transcript[id]")],
  };
})();

(() => {
  // The theme's search has the role of a dialog and no name.
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

  const bar = document.querySelector(".t-bar");
  if (!bar) return;
  const key = `workshop-done:${location.pathname}`;
  const { steps } = workshop;
  const read = () => { try { return new Set(JSON.parse(localStorage.getItem(key)) ?? []); } catch { return new Set(); } };
  const done = read();
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const tell = () => { count.textContent = done.size ? `${done.size} of ${steps.length} steps done` : ""; };
  for (const step of steps) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: done.has(step.id) });
    label.className = "t-done";
    label.append(box, " done");
    box.addEventListener("change", () => {
      done[box.checked ? "add" : "delete"](step.id);
      try { localStorage.setItem(key, JSON.stringify([...done])); } catch { /* private mode: for this visit only */ }
      tell();
    });
    step.querySelector(".t-note")?.append(" ", label);
  }
  for (const name of done) if (!steps.some((step) => step.id === name)) done.delete(name);
  tell();
  bar.append(" ", count);
})();
