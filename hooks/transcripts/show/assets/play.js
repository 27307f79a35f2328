/* Playing a page back. Nothing of the player is loaded before somebody asks. */
(() => {
  const button = document.querySelector(".t-play");
  if (!button) return;
  const bar = button.parentElement;
  const { cast, player } = button.dataset;

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await workshop.load("link", { rel: "stylesheet", href: `${player}asciinema-player.css` });
      await workshop.load("script", { src: `${player}asciinema-player.min.js` });
      await workshop.load("script", { src: cast });
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
})();
