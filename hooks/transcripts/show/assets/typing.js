/* A block as a terminal in which each command is typed and answered when it is asked for. */
(() => {
  const KEY = 0.04;
  const TYPING = 2.5;
  const PRESS = 0.8;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const frame = () => new Promise(requestAnimationFrame);

  /** Give the terminals of a block as one, for the engine that the reader chose. */
  const whole = (block) => {
    const engines = [...block.querySelectorAll(".t-engine")];
    const chosen = engines.find((each) => getComputedStyle(each).display !== "none") ?? engines[0] ?? block;
    const pre = document.createElement("pre");
    for (const part of chosen.querySelectorAll("pre")) {
      pre.append(...[...(part.querySelector("code") ?? part).childNodes].map((node) => node.cloneNode(true)));
    }
    pre.querySelectorAll("button, nav").forEach((node) => node.remove());
    pre.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    return pre;
  };

  /** Cut a terminal into what can appear at once: a prompt, a typed character, a line of an answer. */
  const pieces = (pre) => {
    const found = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const typed = node.parentElement.closest(".t-cmd");
        const answer = node.parentElement.closest(".t-out");
        const spans = (typed ? [...node.data] : node.data.split(/(?<=\n)/)).map((text) => {
          const span = document.createElement("span");
          span.textContent = text;
          return span;
        });
        node.replaceWith(...spans);
        found.push(...spans.map((span) => ({ span, kind: answer ? "out" : "typed" })));
      } else if (node.matches(".t-prompt")) found.push({ span: node, kind: "prompt" });
      else if (node.matches(".t-keys")) found.push({ span: node, kind: "keys" });
      else if (node.matches(".t-status")) found.push({ span: node, kind: "out" });
      else [...node.childNodes].forEach(walk);
    };
    [...pre.childNodes].forEach(walk);
    return found;
  };

  /** Give a block as a terminal; `commands` says of each how many lines are typed and how many seconds it took. */
  workshop.typist = (block, commands) => {
    const pre = whole(block);
    const steps = [];
    let prompts = 0;
    for (const { span, kind } of commands ? pieces(pre) : []) {
      if (kind === "prompt" && (!steps.length || prompts === commands[steps.length - 1]?.[0])) {
        steps.push({ typed: [], out: [], took: commands[steps.length]?.[1] ?? 0, pause: 0 });
        prompts = 0;
      }
      if (kind === "prompt") prompts += 1;
      if (kind === "keys" && steps.length) steps.at(-1).pause = PRESS;
      steps.at(-1)?.[kind === "out" ? "out" : "typed"].push(span);
      span.hidden = true;
    }
    const before = Math.max(...[...pre.querySelectorAll("[data-prompt]")].map((each) => each.dataset.prompt.length), 0);
    const longest = Math.max(...pre.textContent.split("\n").map((line) => line.length));
    let run = 0;
    let done = 0;
    let playing = false;

    const cursor = Object.assign(document.createElement("span"), { className: "p-cursor" });
    const show = (spans) => {
      spans.forEach((span) => { span.hidden = false; });
      spans.at(-1)?.after(cursor);
    };
    // What is hidden takes no room: the end of the terminal is what came last.
    const follow = (typed) => {
      const slide = pre.closest(".p-slide");
      const below = pre.getBoundingClientRect().bottom - slide.getBoundingClientRect().bottom;
      if (below > 0) slide.scrollTop += below + 12;
      pre.scrollLeft = typed ? typed.getBoundingClientRect().right - pre.getBoundingClientRect().left + pre.scrollLeft - pre.clientWidth * 0.9 : 0;
    };
    const prompt = () => show(steps[done]?.typed.slice(0, 1) ?? []);
    const reveal = async (spans, seconds, mine, typed) => {
      const begun = performance.now();
      for (let shown = 0; shown < spans.length && mine === run;) {
        const part = (performance.now() - begun) / 1000 / seconds;
        const due = part < 1 ? Math.ceil(spans.length * part) : spans.length;
        if (due > shown) {
          show(spans.slice(shown, due));
          follow(typed && spans[due - 1]);
          shown = due;
        }
        await frame();
      }
    };
    const finish = () => {
      const { typed, out } = steps[done];
      run += 1;
      done += 1;
      playing = false;
      show([...typed, ...out]);
      prompt();
      if (pre.isConnected) follow();
    };
    prompt();

    return {
      pre,
      /** The width of its longest line. */
      columns: before + longest,
      get left() { return steps.length - done; },
      get playing() { return playing; },
      /** Type the next command and show its answer, in the time that it took. */
      async next() {
        const { typed, out, took, pause } = steps[done];
        run += 1;
        playing = true;
        const mine = run;
        if (!still.matches) {
          await reveal(typed, pause || Math.min(typed.length * KEY, TYPING), mine, true);
          await reveal(out, took, mine);
        }
        if (mine === run) finish();
      },
      /** Show at once what is being played. */
      finish,
      /** Show all that is left. */
      all() { while (done < steps.length) finish(); },
      /** Stop playing; what was to come is not shown. */
      stop() { run += 1; playing = false; },
    };
  };
})();
