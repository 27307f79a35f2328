/* Playing a page back and presenting it: the buttons. Nothing else is loaded before somebody asks. */
(() => {
  const play = document.querySelector(".t-play");
  if (!play) return;
  const present = document.querySelector(".t-present");
  const { cast, player } = play.dataset;
  const SCREEN = [`${player}asciinema-player.css`, `${player}asciinema-player.min.js`, ...["screen.css", "screen.js"].map(workshop.asset)];
  const STAGE = ["present.css", "slides.js", "typing.js", "notes.js", "present.js"].map(workshop.asset);

  const loaded = new Map();
  const one = (address) => loaded.get(address) ?? loaded.set(address, address.endsWith(".css")
    ? workshop.load("link", { rel: "stylesheet", href: address }) : workshop.load("script", { src: address })).get(address);
  /** Let a button, or what else asks, load what it needs and then do its work. */
  const when = async (button, addresses, work) => {
    try {
      for (const address of [cast, ...addresses]) await one(address);
    } catch {
      loaded.clear();
      button.textContent = "The session could not be loaded";
      return;
    }
    work();
  };

  play.addEventListener("click", () => when(play, SCREEN, () => workshop.play({ after: play.parentElement, button: play })));
  for (const step of workshop.steps) {
    const tools = step.querySelector(".t-tools");
    if (!tools || step.matches(".transcript-waiting")) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Play from here" });
    button.className = "t-from-here";
    button.addEventListener("click", () => when(button, SCREEN, () => workshop.play({ from: step.id, after: step, button })));
    tools.append(button);
  }

  const open = () => when(present, STAGE, () => workshop.present());
  present.addEventListener("click", open);
  addEventListener("keydown", ({ key, target, altKey, ctrlKey, metaKey, defaultPrevented }) => {
    if (key !== "t" || altKey || ctrlKey || metaKey || defaultPrevented) return;
    if (target.closest?.("input, textarea, select, [contenteditable], .ap-player, dialog")) return;
    open();
  });
})();
