/* One step a screen, to be taught from. Loaded when it is used. */
(() => {
  const made = (tag, attributes, ...children) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(...children.filter(Boolean));
    return node;
  };
  const clone = (node) => {
    const copy = node.cloneNode(true);
    for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
    copy.querySelectorAll("button, .md-code__nav, .headerlink").forEach((each) => each.remove());
    return copy;
  };
  const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const copied = (slide) => slide.block?.dataset.copy ?? "";

  const HEADER = 80;
  let begun = 0;
  let skipped = 0;

  workshop.present = () => {
    if (document.querySelector(".p-stage")) return;
    const slides = workshop.slides();
    const session = workshopSession();
    // A slide without commands is due with the step before it.
    let due = 0;
    for (const slide of slides) slide.due = due = session.steps[slide.block?.id]?.due ?? due;
    slides.at(-1).due = session.due;

    const back = document.activeElement;
    const scrolled = scrollY;
    const reading = slides.findIndex(({ place }) => place.getBoundingClientRect().bottom > HEADER);
    const first = scrolled && reading > 0 ? reading : 0;
    let at = first;
    let typist;
    let notes;

    const slot = made("div", { className: "p-slide", tabIndex: 0 });
    const count = made("span", { className: "p-count" });
    const coming = made("span", { className: "p-coming" });
    const clock = made("button", { type: "button", className: "p-clock", title: "Start the clock anew, at this step" });
    const button = (text, title, work) => {
      const node = made("button", { type: "button", textContent: text, title });
      node.addEventListener("click", () => { work(); slot.focus({ preventScroll: true }); });
      return node;
    };
    const stage = made("dialog", { className: "p-stage" },
      slot,
      made("div", { className: "p-strip" },
        button("Back", "The step before: left arrow, page up", () => go(at - 1)),
        button("Go on", "Type the next command, or the next step: space, page down", () => advance()),
        count, coming, clock,
        button("Notes", "A window for the teacher: n", () => tell()),
        button("Full screen", "Full screen: f", () => fill()),
        button("Close", "Back to the page: escape", () => stage.close())));
    stage.setAttribute("aria-label", `Present: ${document.title}`);
    count.setAttribute("role", "status");

    const time = () => {
      const passed = skipped + (Date.now() - begun) / 1000;
      const early = (slides[at - 1]?.due ?? 0) - passed;
      const late = passed - slides[at].due;
      const said = late >= 60 ? `${Math.floor(late / 60)} min behind` : early >= 60 ? `${Math.floor(early / 60)} min ahead` : "on time";
      clock.textContent = `${minutes(passed)} of ${minutes(session.due)} · ${said}`;
      clock.classList.toggle("p-late", late >= 60);
      notes?.tell(`Step ${at + 1} of ${slides.length} · ${clock.textContent}`);
    };
    const anew = () => {
      begun = Date.now();
      skipped = slides[at - 1]?.due ?? 0;
      time();
    };
    clock.addEventListener("click", anew);

    const next = () => {
      const slide = slides[at + 1];
      if (!slide) return "Next: the end";
      const titled = slide.before[0]?.querySelector(".admonition-title, figcaption")?.textContent.trim();
      const said = [slide.heading === slides[at].heading ? "" : slide.heading, copied(slide).split("\n")[0] || titled];
      return `Next: ${said.filter(Boolean).join(": ") || slide.heading}`;
    };
    const body = (slide) => {
      if (!slide.block) return [];
      typist = workshop.typist(slide.block, session.steps[slide.block.id]?.commands);
      const machine = slide.block.querySelector(".t-machine");
      const note = slide.block.matches(".transcript-static, .transcript-waiting") && slide.block.querySelector(".t-note");
      const terminal = made("div", { className: "transcript p-terminal" }, machine && clone(machine), typist.pre, note && clone(note));
      terminal.style.setProperty("--p-columns", Math.max(typist.columns, 56));
      return [terminal];
    };
    /** Go to a slide; one that was left is shown whole when it comes back. */
    const go = (to) => {
      if (to < 0 || to >= slides.length) return;
      typist?.stop();
      typist = null;
      if (to !== at) slides[at].seen = true;
      at = to;
      const slide = slides[at];
      const level = slide.place.matches("h1, body") ? "p-first" : slide.question ? "p-question" : "";
      slot.className = `p-slide md-typeset ${level}`;
      slot.replaceChildren(
        made("h2", { textContent: slide.heading }),
        made("div", { className: "p-prose" }, ...slide.before.map(clone)),
        ...body(slide),
        made("div", { className: "p-prose p-after", hidden: true }, ...slide.after.map(clone)),
      );
      slot.scrollTop = 0;
      if (slide.seen) typist?.all();
      after();
      count.textContent = `${at + 1} of ${slides.length}`;
      coming.textContent = next();
      notes?.show(slide, coming.textContent, copied(slide));
      time();
    };
    const after = () => {
      if (typist?.left) return;
      slot.querySelector(".p-after").hidden = false;
    };
    const advance = async () => {
      if (typist?.playing) typist.finish();
      else if (typist?.left) await typist.next();
      else return go(at + 1);
      after();
    };
    const tell = () => {
      if (!notes || notes.gone) notes = workshop.notes(pressed);
      else notes.front();
      if (!notes) { coming.textContent = "The browser blocked the window for notes: allow it for this page"; return; }
      notes.show(slides[at], next(), copied(slides[at]));
      time();
    };
    // Browsers refuse where the key was pressed in the other window.
    const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
      .catch(() => {});

    const keys = {
      " ": advance, PageDown: advance, Enter: advance, ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1),
      PageUp: () => go(at - 1), Home: () => go(0), End: () => go(slides.length - 1), n: tell, f: fill,
    };
    const pressed = (event) => {
      const { key, target, altKey, ctrlKey, metaKey } = event;
      // The theme has single keys of its own, which would leave the page.
      event.stopPropagation();
      if (altKey || ctrlKey || metaKey || !Object.hasOwn(keys, key)) return;
      if (target.closest?.("button, a, summary") && [" ", "Enter"].includes(key)) return;
      event.preventDefault();
      keys[key]();
    };
    addEventListener("keydown", pressed, true);

    const ticking = setInterval(time, 1000);
    stage.addEventListener("close", () => {
      removeEventListener("keydown", pressed, true);
      clearInterval(ticking);
      typist?.stop();
      notes?.close();
      stage.remove();
      back?.focus({ preventScroll: true });
      if (at === first) scrollTo({ top: scrolled, behavior: "instant" });
      else slides[at].place.scrollIntoView({ behavior: "instant" });
    });

    document.body.append(stage);
    stage.showModal();
    slot.focus({ preventScroll: true });
    if (!begun) {
      begun = Date.now();
      skipped = slides[first - 1]?.due ?? 0;
    }
    go(first);
  };
})();
