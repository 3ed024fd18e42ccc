// An embed before its program: what the address asks for, the height for the page around it, and the
// program itself, once somebody wants it.
(() => {
  "use strict";
  const html = document.documentElement;
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const asked = new URLSearchParams(location.search);
  const state = /^#v\d+\./.test(location.hash); // an own exchange, which only the program can read

  html.classList.add("waiting");
  html.classList.toggle("stated", state);
  if (["request", "reply", "notes", "accept"].includes(asked.get("view"))) {
    html.dataset.view = asked.get("view");
  }
  const readonly = asked.has("readonly");
  html.classList.toggle("readonly", readonly);

  // Every document loads and compiles the program at most once, and runs it at most once.
  let compiled, begun = false;
  const load = () => compiled ??= fetched().then((answer) => WebAssembly.compileStreaming(answer));

  async function fetched() {
    let answer;
    try {
      answer = await fetch(folder + "app.wasm");
    } catch {
      // A static host that lets no other origin read, asked from a sandbox, which is another origin. A
      // script may come from anywhere: this one holds the same bytes.
      await script("app.wasm.js");
      const bytes = Uint8Array.from(atob(window.packedProgram), (c) => c.charCodeAt(0));
      delete window.packedProgram;
      answer = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
    }
    if (!answer.ok) throw new Error("the host answered " + answer.status);
    if (answer.headers.get("Content-Type") === "application/wasm") return answer;
    return new Response(answer.body, { headers: { "Content-Type": "application/wasm" } });
  }

  const script = (name) => new Promise((done, failed) => {
    const element = document.createElement("script");
    Object.assign(element, { src: folder + name, onload: done, onerror: () => failed(new Error(name + " did not load")) });
    document.head.append(element);
  });

  // The program draws everything anew, as it was drawn before. What the reader did meanwhile is done again:
  // the press, the focus, what was unfolded. An element is known again by its kind, its text, and which of
  // these it is.
  const same = (element) => [...document.querySelectorAll(element.tagName)].filter((e) => e.textContent === element.textContent);
  const place = (element) => element && { element, nth: same(element).indexOf(element) };
  const again = (known) => known && same(known.element)[known.nth];
  let pressed;

  async function start() {
    if (begun) return;
    begun = true;
    listen(false);
    html.classList.remove("waiting");
    const label = document.getElementById("app-wasm-loader-label");
    label.textContent = "Loading the inspector …";
    try {
      window.startsItself = true;
      window.Go || await Promise.all([load(), script("wasm_exec.js"), script("app.js")]);
      go = new Go();
      const program = await WebAssembly.instantiate(await load(), go.importObject);
      const before = document.body.firstElementChild;
      const focused = place(document.activeElement);
      const open = [...document.querySelectorAll("details[open]")].map(place);
      go.run(program);
      while (document.body.firstElementChild === before) await new Promise((next) => setTimeout(next, 5));
      document.removeEventListener("click", remember, true);
      html.classList.remove("stated");
      html.classList.add("waiting", "running");
      if (!state) {
        for (const fold of open) again(fold)?.setAttribute("open", "");
        if (document.activeElement === document.body) again(focused)?.focus({ preventScroll: true });
        again(pressed)?.click();
      }
      rest();
    } catch (failure) {
      label.textContent = "The inspector did not start: " + failure.message + ". What is shown here stays as it is.";
    }
  }

  // Out of sight the program rests: it ends, its memory is free for others, and what it drew stays, text that
  // was typed as well. When somebody wants it again it starts again, from that text. So of many embeds in a
  // page only those in view run.
  let go, inView = false, tired;
  const rest = () => {
    clearTimeout(tired);
    if (html.classList.contains("running") && !inView) tired = setTimeout(() => {
      if (document.hasFocus()) return;
      for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
      go._resume = () => {};
      go._inst = go.mem = go._values = go._ids = null;
      go = pressed = undefined;
      begun = false;
      html.classList.remove("running");
      listen(true);
    }, 2000);
  };

  const remember = (event) => {
    pressed = place(event.target.closest("button")) ?? pressed;
  };

  // Somebody wants it: the focus comes in, a key, text that is dropped or spoken, a tap, a pointer that moves. A
  // page that scrolls under a pointer at rest is not that.
  const intent = (event) => {
    if (event.type !== "pointermove" || event.movementX || event.movementY) start();
  };
  const listen = (on) => {
    const change = on ? "addEventListener" : "removeEventListener";
    for (const name of ["focusin", "input", "keydown", "pointerdown", "pointermove"]) document[change](name, intent, true);
    if (on) document.addEventListener("click", remember, true);
  };
  listen(true);

  // Somebody stays with it: half of it, or a good piece, is in view for a while and the browser has nothing
  // else to do. Then the program is loaded and compiled, so that it is there at once when it is wanted. It does
  // not run yet: that would cost the page around it memory and a long task. An own exchange is shown at once.
  const dwell = 3000; // ms
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f, 200));
  const watch = () => {
    let timer;
    new IntersectionObserver((entries) => {
      const seen = entries.at(-1);
      inView = seen.isIntersecting;
      rest();
      clearTimeout(timer);
      if (state && inView) {
        start();
      } else if (!navigator.connection?.saveData && (seen.intersectionRatio >= 0.5 || seen.intersectionRect.height >= 240)) {
        timer = setTimeout(() => idle(() => load().catch(() => { compiled = undefined; })), dwell);
      }
    }, { threshold: [0, 0.25, 0.5] }).observe(document.body);
  };

  document.addEventListener("DOMContentLoaded", () => {
    watch();
    for (const field of document.querySelectorAll("textarea")) field.readOnly = readonly;
    if (window !== window.parent) {
      // Whoever frames this may know how high it is; that is no secret, so any origin is told. Browsers do not
      // watch sizes in a frame out of view, so the first height is told in any case.
      const tell = () => {
        window.parent.postMessage({ upgrade101: "height", height: document.body.offsetHeight, touched: begun && !state }, "*");
      };
      new ResizeObserver(tell).observe(document.body);
      addEventListener("load", tell);
    }
  });
})();
