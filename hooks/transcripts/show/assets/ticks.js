/* Ticking off steps: a box in each bar, and how far one is, on the page, in the navigation and in the whole workshop. */
(() => {
  const { steps } = workshop;
  const root = new URL("../", workshop.asset("")).pathname;
  const keyOf = (path) => `workshop-done:${path.replace(/index\.html$/, "")}`;
  const read = (path) => {
    try { return new Set(JSON.parse(localStorage.getItem(keyOf(path))) ?? []); } catch { return new Set(); }
  };
  const here = location.pathname;
  const boxes = new Map();
  let done = read(here);
  // A step in a question may be left out, so it does not count.
  const counted = steps.filter((step) => !("optional" in step.dataset)).map((step) => step.id);

  const button = (text, work) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.addEventListener("click", work);
    return made;
  };
  const progress = Object.assign(document.createElement("p"), { className: "t-progress", hidden: true });
  const bar = Object.assign(document.createElement("progress"), { max: counted.length || 1 });
  bar.setAttribute("aria-label", "Steps done on this page");
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const all = document.createElement("span");

  let undone = null;
  const write = (path, names) => {
    try {
      if (names.size) localStorage.setItem(keyOf(path), JSON.stringify([...names])); else localStorage.removeItem(keyOf(path));
    } catch { /* storage is off or full: for this visit only */ }
  };
  const pages = () => Object.entries(window.workshopSteps ?? {}).map(([page, names]) => [root + page, names]);
  const ofPage = (path) => (keyOf(path) === keyOf(here) ? done : read(path));

  const resets = [
    button("reset", () => reset([here])),
    button("reset all", () => reset([here, ...pages().map(([path]) => path)])),
  ];
  /** Take the ticks of these pages away, of this one first; or put back what was taken last. */
  const reset = (paths) => {
    const before = undone;
    undone = before ? null : paths.map((path) => [path, ofPage(path)]);
    for (const [path, names] of before ?? paths.map((path) => [path, new Set()])) write(path, names);
    done = before ? before[0][1] : new Set();
    tell();
  };

  const overall = () => {
    const found = pages().map(([path, names]) => [path, names.filter((name) => ofPage(path).has(name)).length, names.length]);
    const sum = (at) => found.reduce((total, each) => total + each[at], 0);
    all.textContent = sum(2) ? `${sum(1)} of ${sum(2)} in the whole workshop` : "";
    for (const place of document.querySelectorAll("[data-progress]")) place.textContent = `${sum(1)} of ${sum(2)} steps done`;
    const parts = new Map(found.map(([path, some, total]) => [keyOf(path), [some, total]]));
    for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link[href]:not([href^='#'])")) {
      const [some, total] = parts.get(keyOf(new URL(link.href).pathname)) ?? [0, 0];
      link.querySelector(".t-count")?.remove();
      if (!some) continue;
      const mark = Object.assign(document.createElement("span"), { className: "t-count", title: `${some} of ${total} steps done` });
      mark.textContent = some === total ? "\u2713" : `${some}/${total}`;
      link.append(mark);
    }
  };

  let loading = null;
  const tell = () => {
    for (const [name, box] of boxes) box.checked = done.has(name);
    const some = counted.filter((name) => done.has(name)).length;
    count.textContent = done.size || undone ? `${some} of ${counted.length} steps done` : "";
    bar.value = some;
    resets[0].textContent = undone ? "undo" : "reset";
    resets[1].hidden = Boolean(undone);
    progress.hidden = !(done.size || undone);
    // How many steps other pages have is loaded when something is done.
    if (ticked()) loading ??= workshop.load("script", { src: workshop.asset("steps.js") }).catch(() => null);
    loading?.then(overall);
  };
  const ticked = () => {
    try { return Boolean(done.size) || Object.keys(localStorage).some((key) => key.startsWith(keyOf(root))); } catch { return Boolean(done.size); }
  };

  for (const step of steps) {
    const label = Object.assign(document.createElement("label"), { className: "t-done" });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", autocomplete: "off" });
    box.setAttribute("aria-label", `${step.id} done`);
    box.addEventListener("change", () => {
      undone = null;
      done[box.checked ? "add" : "delete"](step.id);
      write(here, done);
      tell();
    });
    boxes.set(step.id, box);
    label.append(box, "done");
    step.querySelector(":scope > .t-tools > .t-copy-all")?.after(label);
  }
  progress.append(bar, count, resets[0], all, resets[1]);
  document.querySelector(".t-about")?.after(progress);
  tell();
  const again = () => { done = read(here); tell(); };
  addEventListener("storage", again);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) again(); });
})();
