/* Playing a page back, and ticking off its steps. Without this script a page lacks nothing but these two. */
(() => {
  const load = (tag, attributes) => new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.onload = resolve;
    node.onerror = reject;
    document.head.append(node);
  });

  // The theme's search has the role of a dialog and no name.
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

  const button = document.querySelector(".t-play");
  if (!button) return;
  const bar = button.parentElement;
  const { cast, player } = button.dataset;

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await load("link", { rel: "stylesheet", href: `${player}asciinema-player.css` });
      await load("script", { src: `${player}asciinema-player.min.js` });
      await load("script", { src: cast });
      const screen = document.createElement("div");
      screen.className = "t-screen";
      bar.after(screen);
      const wide = matchMedia("(min-width: 45em)").matches;
      AsciinemaPlayer.create({ data: workshopCast }, screen, {
        autoPlay: true, fit: wide ? "width" : false, idleTimeLimit: 2, terminalFontSize: "12px",
      });
      button.remove();
      screen.querySelector("[tabindex]")?.focus();
    } catch {
      button.textContent = "The session could not be loaded";
    }
  });

  const key = `workshop-done:${location.pathname}`;
  const steps = [...document.querySelectorAll(".transcript[id]")];
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
