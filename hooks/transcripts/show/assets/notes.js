/* The teacher's window: what the room does not see. It is written by the page that presents, and so needs no server. */
workshop.notes = (pressed) => {
  const view = open("", "workshop-notes", "popup,width=960,height=720");
  if (!view) return null;
  const { document: page } = view;
  page.documentElement.lang = document.documentElement.lang;
  page.head.replaceChildren(...[...document.querySelectorAll("link[rel=stylesheet]")].map((link) => {
    const copy = page.createElement("link");
    return Object.assign(copy, { rel: "stylesheet", href: link.href });
  }));
  page.title = `Notes: ${document.title}`;
  page.body.dataset.mdColorScheme = document.body.dataset.mdColorScheme;
  page.body.className = "p-notes md-typeset";
  const parts = {};
  const main = page.createElement("main");
  page.body.replaceChildren(main);
  main.append(...["clock", "now", "before", "types", "after", "next"].map((name) => {
    parts[name] = page.createElement(name === "now" ? "h1" : "div");
    parts[name].className = `p-${name}`;
    return parts[name];
  }));
  page.addEventListener("keydown", pressed);
  addEventListener("pagehide", () => view.close());

  const copies = (nodes) => nodes.map((node) => page.importNode(node, true));
  return {
    get gone() { return view.closed; },
    front() { view.focus(); },
    close() { view.close(); },
    /** Show the notes of a slide, and what comes after it. */
    show(slide, next, typed) {
      parts.now.textContent = slide.heading;
      parts.before.replaceChildren(...copies(slide.before));
      parts.types.textContent = typed;
      parts.types.hidden = !typed;
      parts.after.replaceChildren(...copies(slide.after));
      parts.next.textContent = next;
      page.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    },
    tell(text) { parts.clock.textContent = text; },
  };
};
