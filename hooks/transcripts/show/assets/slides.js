/* A page cut into what is presented one at a time. */
(() => {
  const HEADING = "h1, h2, h3, h4";
  const NOTHING = ".t-bar, .t-of-page, .md-source-file, .md-feedback, form, script, style, hr, .footnote";

  /** Give the text of a heading or a summary without the sign that links to it. */
  const words = (node) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(".headerlink").forEach((link) => link.remove());
    return copy.textContent.trim();
  };

  /** Give whether prose would push what is typed off the screen. */
  const long = (nodes) => nodes.map((node) => node.textContent).join(" ").trim().split(/\s+/).length > 70;

  /** Give the slides: a heading, the prose `before` a block, the `block`, and the prose `after` it, each as nodes. */
  workshop.slides = () => {
    const slides = [];
    let heading = "";
    let waiting = [];
    let place = document.body;

    // What stands before a heading and after a block explains the block.
    const settle = () => {
      const last = slides.at(-1);
      if (waiting.length && last?.block && last.heading === heading) last.after = waiting;
      else if (waiting.length) slides.push({ heading, place, before: waiting, after: [] });
      waiting = [];
    };
    const walk = (parent) => {
      for (const node of parent.children) {
        // Of tabs, what the reader chose.
        if (node.matches(NOTHING) || (node.matches(".tabbed-block") && !node.checkVisibility())) continue;
        if (node.matches(HEADING)) {
          settle();
          heading = words(node);
          place = node;
        } else if (node.matches(".transcript")) {
          if (waiting.length > 1 && long(waiting)) slides.push({ heading, place, before: waiting.splice(0, waiting.length - 1), after: [] });
          slides.push({ heading, place: node, before: waiting, block: node, after: [] });
          waiting = [];
        } else if (node.matches("figure, .admonition") && !node.querySelector(".transcript")) {
          settle();
          slides.push({ heading, place: node, before: [node], after: [] });
        } else if (node.matches("details")) {
          settle();
          const outside = [heading, place];
          heading = words(node.querySelector("summary"));
          place = node;
          // The room thinks first; the answer comes with the next step.
          slides.push({ heading, place, before: [], after: [], question: true });
          walk(node);
          settle();
          [heading, place] = outside;
        } else if (node.matches("summary, .admonition-title, .tabbed-set > input, .tabbed-labels")) {
          continue;
        } else if (node.querySelector(".transcript")) {
          walk(node);
        } else {
          waiting.push(node);
        }
      }
    };
    walk(document.querySelector(".md-content__inner"));
    settle();
    return slides;
  };
})();
