/* What all scripts of a page share. Without scripts a page lacks nothing but what they add. */
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

// The theme's search has the role of a dialog and no name.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
