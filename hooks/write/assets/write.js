/* The page as it is being written: what changed of it is put in its place, where the reader's eye is. */
(() => {
  const EVENTS = "/write-events";
  const CONTENT = ".md-content__inner";
  const bar = Object.assign(document.createElement("div"), { className: "write-bar", role: "status" });
  document.body.append(bar);
  const here = () => location.pathname.replace(/index\.html$/, "");
  const mine = (address) => new URL(address, `${location.origin}/`).pathname.replace(/index\.html$/, "") === here();
  const told = new Map();
  let source = null;
  let [save, following] = [0, false];

  // The page goes to what changed, until its author goes elsewhere.
  for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(moved, () => { following = false; }, { passive: true });
  }
  const follow = (nodes) => {
    const node = nodes.findLast((each) => each.nodeType === Node.ELEMENT_NODE);
    if (following && node) node.scrollIntoView({ block: node.offsetHeight < innerHeight * .8 ? "center" : "end", behavior: "instant" });
  };

  const content = async () => {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(CONTENT);
  };
  const html = (node) => [...node.children].map((child) => child.outerHTML);

  /** Put what is new in its place; what is as it was stays, with all that scripts made of it. */
  const put = async () => {
    const fresh = await content();
    const shown = document.querySelector(CONTENT);
    if (!fresh || !shown) return;
    const [before, after] = [source, html(fresh)];
    source = after;
    if (before && before.length === shown.children.length) {
      let head = 0;
      while (head < before.length && before[head] === after[head]) head += 1;
      let tail = 0;
      while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
      const old = [...shown.children].slice(head, shown.children.length - tail);
      const next = shown.children[shown.children.length - tail] ?? null;
      const put = [...fresh.children].slice(head, fresh.children.length - tail);
      for (const node of put) shown.insertBefore(node, next);
      for (const node of old) node.remove();
      follow(put);
    } else {
      const at = before ? after.findLastIndex((each, number) => each !== before[number]) : -1;
      shown.replaceChildren(...fresh.childNodes);
      follow([...shown.children].slice(at, at + 1));
    }
  };

  let putting = Promise.resolve();
  const tell = () => {
    const all = [...told.values()];
    bar.dataset.state = all.some((each) => each.trouble) ? "trouble" : all.some((each) => each.busy) ? "busy" : "still";
    bar.replaceChildren(...all.flatMap(({ page, address, said, trouble }, number) => {
      const link = Object.assign(document.createElement("a"), { href: `/${address}`, textContent: page });
      const name = document.createElement("b");
      name.append(link);
      return [...(number ? ["\n"] : []), name, ` ${said}`, trouble ? `\n${trouble}` : ""];
    }));
  };

  const events = new EventSource(EVENTS);
  events.onmessage = ({ data }) => {
    const news = JSON.parse(data);
    if (news.said) told.set(news.page, news);
    tell();
    if (news.save > save && news.address && mine(news.address)) [save, following] = [news.save, true];
    if (news.address && mine(news.address)) putting = putting.then(put, put);
  };
  events.onerror = () => {
    bar.dataset.state = "trouble";
    bar.textContent = "make write has ended.\nRun it again; this page comes back by itself.";
  };
  addEventListener("pagehide", () => events.close());
  putting = content().then((fresh) => { source = fresh && html(fresh); }, () => {});
})();
