/* The terminal in which a page is played back. Loaded when it is used. */
(() => {
  const SPEEDS = [0.5, 1, 1.5, 2, 3];
  const SIZE = 14;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let close = () => {};

  const made = (tag, attributes, ...children) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(...children);
    return node;
  };

  /** Give the column of the cursor at each moment: a session goes from left to right, line by line. */
  const columns = (cast) => {
    let column = 0;
    return cast.trim().split("\n").slice(1).map(JSON.parse).filter(([, kind]) => kind === "o").map(([at, , text]) => {
      const line = text.replace(/\x1b\[\d*m/g, "").split("\n");
      column = (line.length > 1 ? 0 : column) + line.at(-1).length;
      return [at, column];
    });
  };

  /** Play the session of the page, from a snippet on if one is named. The focus goes back to the button at the end. */
  workshop.play = ({ from, after, button }) => {
    close();
    const session = workshopSession();
    const cursor = columns(session.cast);
    const width = JSON.parse(session.cast.split("\n", 1)[0]).width;
    const box = made("div", { className: "t-player" });
    const choice = made("select", {}, ...SPEEDS.map((speed) => new Option(`${speed}×`, speed, speed === 1, speed === 1)));
    const leave = made("button", { type: "button", className: "t-close", textContent: "Close" });
    const screen = made("section", { className: "t-screen" }, made("p", { className: "t-controls" }, made("label", {}, "Speed ", choice), leave), box);
    screen.setAttribute("aria-label", "Playback of this page");
    after.after(screen);

    const fits = box.clientWidth >= width * SIZE * 0.61;
    box.classList.toggle("t-narrow", !fits);
    let player;
    const start = (at, playing) => {
      player?.dispose();
      player = AsciinemaPlayer.create({ data: session.cast }, box, {
        autoPlay: playing, controls: true, fit: fits ? "width" : false, poster: `npt:${at}`, rows: fits ? undefined : 20,
        speed: Number(choice.value), startAt: at, terminalFontSize: `${SIZE}px`, theme: "asciinema",
      });
      const name = (where, label, role) => {
        const node = box.querySelector(where);
        node?.setAttribute("aria-label", label);
        if (role) node?.setAttribute("role", role);
      };
      name(".ap-wrapper", "Terminal session", "group");
      name(".ap-term-text", "What the terminal shows", "group");
      const toggle = (label) => () => name(".ap-playback-button", label);
      toggle(playing ? "Pause" : "Play")();
      player.addEventListener("play", toggle("Pause"));
      player.addEventListener("playing", toggle("Pause"));
      player.addEventListener("pause", toggle("Play"));
      player.addEventListener("ended", toggle("Play"));
    };
    let last = -1;
    const follow = setInterval(() => {
      const now = player.getCurrentTime();
      const column = cursor.findLast(([at]) => at <= now)?.[1] ?? 0;
      if (fits || column === last) return;
      last = column;
      const x = box.querySelector(".ap-term").offsetLeft + column * box.querySelector(".ap-term-text").clientWidth / width;
      box.scrollLeft = x < box.clientWidth * 0.8 ? 0 : x - box.clientWidth * 0.6;
    }, 100);

    close = () => {
      clearInterval(follow);
      player.dispose();
      screen.remove();
      close = () => {};
    };
    leave.addEventListener("click", () => { close(); button.focus(); });
    screen.addEventListener("keydown", ({ key, target }) => {
      if (key === "Escape" && target !== choice && !document.fullscreenElement) leave.click();
    });
    choice.addEventListener("change", () => start(player.getCurrentTime(), !still.matches));
    start(from ? session.steps[from]?.at ?? 0 : 0, !still.matches);
    screen.scrollIntoView({ block: "nearest" });
    box.querySelector(".ap-wrapper").focus({ preventScroll: true });
  };
})();
