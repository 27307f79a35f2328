/* The theme's search reads a query by the rules of lunr, to which --rm is an error. Here a query is the text that it is. */
((Worker) => {
  const SETUP = 0, QUERY = 2;
  window.Worker = function (...given) {
    const worker = new Worker(...given);
    const post = worker.postMessage.bind(worker);
    let separator = /\s+/;
    // What is left of lunr's signs are hyphens before a word. The worker takes one escape off before lunr takes another.
    const escaped = (word) => word.replace(/^-+/, (hyphens) => "\\\\\\-".repeat(hyphens.length));
    // The worker looks for all that begins with a word: "in" finds "install", before what a sentence with "in" is about.
    const whole = (word, at, words) => word.length < 4 && at < words.length - 1 ? `${escaped(word)}^1` : escaped(word);
    const plain = (text) => text.split(separator).filter((word) => /[^-]/.test(word)).map(whole).join(" ");
    worker.postMessage = (message, ...more) => {
      if (message.type === SETUP) separator = new RegExp(message.data.config.separator);
      post(message.type === QUERY ? { ...message, data: plain(message.data) } : message, ...more);
    };
    return worker;
  };
})(window.Worker);
