/* The bar of each block: copying, and one tab stop for all that can be done with a step. Arrow keys go on from there. */
(() => {
  const ITEMS = ".t-copy, .t-tools :is(button, input, a[href])";
  const blocks = [...document.querySelectorAll(".transcript:has(> .t-tools)")];
  const barOf = (block) => block.querySelector(":scope > .t-tools");
  const items = (block) => [...block.querySelectorAll(ITEMS)];

  /** Make one of a block's items its tab stop: that which has or last had the focus, or that which copies all. */
  const settle = (block, chosen) => {
    const all = items(block);
    const stop = chosen ?? all.find((item) => item.dataset.stop) ?? block.querySelector(".t-copy-all") ?? all[0];
    for (const item of all) {
      item.tabIndex = item === stop ? 0 : -1;
      if (item === stop) item.dataset.stop = "here"; else delete item.dataset.stop;
    }
  };

  /** Give the items that can be reached, as they stand: by rows, from left to right. */
  const inOrder = (block) => items(block)
    .filter((item) => !item.disabled && item.checkVisibility())
    .map((item) => ({ item, at: item.getBoundingClientRect() }))
    .sort((a, b) => (Math.abs(a.at.top - b.at.top) > 12 ? a.at.top - b.at.top : a.at.left - b.at.left))
    .map(({ item }) => item);

  const STEPS = {
    ArrowRight: (here, all) => all[(here + 1) % all.length],
    ArrowLeft: (here, all) => all.at(here - 1),
    Home: (_, all) => all[0],
    End: (_, all) => all.at(-1),
  };
  STEPS.ArrowDown = STEPS.ArrowRight;
  STEPS.ArrowUp = STEPS.ArrowLeft;

  for (const block of blocks) {
    const bar = barOf(block);
    if (block.dataset.copy) {
      const label = block.id ? `Copy the commands of ${block.id}` : "Copy";
      const copy = Object.assign(document.createElement("button"), { type: "button", className: "t-copy-all", title: label });
      copy.dataset.clipboardText = block.dataset.copy.trimEnd();
      const link = bar.querySelector(".t-link");
      if (link) link.after(copy); else bar.prepend(copy);
    }
    if (block.id) {
      bar.setAttribute("role", "toolbar");
      bar.setAttribute("aria-label", block.id);
    }
    settle(block);
    new MutationObserver(() => settle(block)).observe(bar, { childList: true, subtree: true });
    block.addEventListener("focusin", ({ target }) => { if (target.matches(ITEMS)) settle(block, target); });
    block.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !STEPS[event.key]) return;
      if (!event.target.matches(ITEMS) || event.target.matches("input:not([type=checkbox])")) return;
      const all = inOrder(block);
      event.preventDefault();
      STEPS[event.key](all.indexOf(event.target), all).focus();
    });
  }

  // What scrolls sideways is reached by keyboard; what does not is no tab stop.
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0; else target.removeAttribute("tabindex");
    }
  });
  for (const pane of document.querySelectorAll(".transcript pre > code, .t-more")) watch.observe(pane);
})();
