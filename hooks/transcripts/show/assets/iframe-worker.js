/* The theme searches in a worker, and a browser starts none for a page opened from a disk. There, a hidden frame does it. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = Object.assign(document.createElement("iframe"), { hidden: true });
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      const script = Object.assign(inside.document.createElement("script"), { src: url });
      const ready = new Promise((resolve) => { script.onload = resolve; });
      this.postMessage = async (data) => {
        await ready;
        inside.dispatchEvent(new MessageEvent("message", { data }));
      };
      inside.document.body.append(script);
    }

    terminate() {}
  };
}
