/* The reader's engine: known before anything is shown, chosen once for all pages, kept in the browser. */
(() => {
  const KEY = "workshop-engine";
  const ENGINES = ["ENGINE"];
  const page = document.documentElement;
  const of = (node) => node.dataset.engines.split(" ");

  const apply = (choice) => {
    page.dataset.engine = ENGINES.includes(choice) ? choice : ENGINES[0];
    for (const label of document.querySelectorAll(".t-choice")) {
      label.firstElementChild.checked = of(label).includes(page.dataset.engine);
    }
    // Browsers that know no ::details-content show what is chosen by this.
    for (const other of document.querySelectorAll(".t-other")) {
      other.open = of(other.parentElement).includes(page.dataset.engine);
    }
  };
  const kept = () => {
    try { return localStorage.getItem(KEY) ?? page.dataset.engine; } catch { return page.dataset.engine; }
  };

  apply(kept());
  addEventListener("DOMContentLoaded", () => apply(page.dataset.engine));
  addEventListener("pageshow", () => apply(kept()));
  addEventListener("storage", () => apply(kept()));
  addEventListener("change", ({ target }) => {
    if (!target.closest?.(".t-choice")) return;
    const before = target.getBoundingClientRect().top;
    try { localStorage.setItem(KEY, target.value); } catch { /* storage is off: for this page only */ }
    apply(target.value);
    // What stands above may now be longer or shorter: the choice stays under the finger.
    scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
  });
})();
