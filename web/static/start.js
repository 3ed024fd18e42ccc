// Starts the program. The page is whole before it, so the program is fetched and compiled in the background, and
// runs once somebody wants it. What the reader did until then is done again. frame.js adds what embeds need.
(() => {
  "use strict";
  const here = self.document ? document.currentScript.src : location.href;
  const folder = here.replace(/[^/]*$/, "");

  // A program from a host's answer; arrives is told how many bytes of it are there.
  const compile = async (answer, arrives) => {
    if (!answer.ok) throw new Error("the host answered " + answer.status);
    let bytes = 0;
    const counted = new TransformStream({
      transform(part, on) {
        arrives(bytes += part.length);
        on.enqueue(part);
      },
    });
    return WebAssembly.compileStreaming(new Response(answer.body.pipeThrough(counted), { headers: { "Content-Type": "application/wasm" } }))
      .catch((failure) => { throw new Error("its program did not arrive whole (" + failure.message.replace(/\.+$/, "") + ")"); });
  };

  // Compiling would keep the page from its reader, and so would taking over what was compiled. So this file is
  // a worker, too, which does the one and keeps the other until it is asked for.
  if (!self.document) {
    const program = fetch(folder + "app.wasm", { cache: location.hash.slice(1) }).then((answer) => compile(answer, (bytes) => postMessage({ bytes })));
    program.then(() => postMessage({ done: true }), (failure) => postMessage({ failure: failure.message }));
    onmessage = async () => postMessage({ program: await program });
    return;
  }
  let how = "default"; // a browser may keep what arrived damaged, so after a failure all is asked for anew
  const apart = (arrives) => new Promise((done, failed) => {
    const worker = new Worker(here + "#" + how);
    const given = () => new Promise((take) => {
      worker.onmessage = ({ data }) => take(data.program, worker.terminate());
      worker.postMessage("give");
    });
    worker.onerror = failed;
    worker.onmessage = ({ data }) => {
      if (data.bytes) arrives(data.bytes);
      else if (data.done) done(given);
      else failed(new Error(data.failure));
    };
  });

  const html = document.documentElement;
  const embedded = document.currentScript.hasAttribute("data-embed");
  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  html.classList.add("waiting"); // nobody waits for it yet, so nothing is said about loading

  // Every document loads and compiles the program at most once, and runs it at most once at a time.
  const once = (make) => {
    let made;
    return () => made ??= make().catch((failure) => { made = undefined; throw failure; });
  };
  const script = (name) => new Promise((done, failed) => {
    const element = document.createElement("script");
    Object.assign(element, { src: folder + name, onload: done, onerror: () => failed(new Error(name + " did not load")) });
    document.head.append(element);
  });
  const scripts = once(() => Promise.all([script("wasm_exec.js"), script("app.js")]));
  // What it promises gives the program. An embed compiles it itself, or takes what an embed beside it has
  // compiled: a worker would cost memory.
  const load = once(async () => {
    const ready = (program) => async () => program;
    if (embedded) return ready(window.program.compiled = window.program.beside() ?? await within());
    return once(await apart(progress).catch(async () => ready(await within())));
  });

  async function within() {
    let answer;
    try {
      answer = await fetch(folder + "app.wasm", { cache: how });
    } catch (failure) {
      if (!embedded) throw failure;
      // A static host that lets no other origin read, asked from a sandbox, which is another origin. A
      // script may come from anywhere: this one holds the same bytes.
      await script("app.wasm.js");
      const bytes = Uint8Array.from(atob(window.packedProgram), (c) => c.charCodeAt(0));
      delete window.packedProgram;
      answer = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
    }
    return compile(answer, progress);
  }

  // How much of the program is there, for those who wait for it. (Its size and the words are app.js's.)
  let arrived = 0, failed = false;
  const progress = (bytes = arrived) => {
    arrived = bytes;
    if (!begun || failed || !window.goappGetenv) return;
    say(goappLoadingLabel.replace("{progress}", Math.min(100, Math.round(arrived * 100 / goappWasmContentLength))));
  };
  // Those who listen hear of it once, and not of every per cent.
  const hear = () => parsed.then(() => document.querySelector(".unseen[role=status]")?.replaceChildren("Loading the inspector."));
  const say = (words) => parsed.then(() => { document.getElementById("app-wasm-loader-label").textContent = words; });

  // The program draws everything anew, as it was drawn before. An element is known again by its kind, its text,
  // and which of these it is.
  const same = (element) => [...document.querySelectorAll(element.tagName)].filter((e) => e.textContent === element.textContent);
  const place = (element) => element && { element, nth: same(element).indexOf(element) };
  const again = (known) => known && same(known.element)[known.nth];
  const spot = (text, at) => text.nodeType === Node.TEXT_NODE ? { parent: place(text.parentElement), nth: [...text.parentElement.childNodes].indexOf(text), at } : undefined;
  const textAt = (known) => known && again(known.parent)?.childNodes[known.nth];
  const touched = (field) => field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

  let begun = false, go, last;
  async function start() {
    if (begun) return;
    begun = true;
    failed = false;
    listen(false);
    retry.remove();
    document.getElementById("app-wasm-loader")?.removeAttribute("role");
    const late = setTimeout(() => { html.classList.remove("waiting"); progress(); hear(); }, 300);
    try {
      if (!window.WebAssembly) throw new Error("WebAssembly is turned off in this browser");
      const [program] = await Promise.all([load(), scripts(), parsed]);
      if (goappCanLoadWebAssembly()) await run(await program());
      html.classList.add("waiting");
    } catch (failure) {
      fail(failure);
    }
    clearTimeout(late);
  }

  async function run(program) {
    const running = go = new Go();
    if (embedded) go.env.GOGC = "100"; // less speed and less memory than in a page of its own, see app/wasm
    const instance = await WebAssembly.instantiate(program, go.importObject);
    await new Promise((next) => setTimeout(next)); // each a task of its own
    await released();
    const focused = place(document.activeElement), { selectionStart, selectionEnd } = document.activeElement;
    const selection = getSelection();
    const marked = selection.isCollapsed ? [] : [spot(selection.anchorNode, selection.anchorOffset), spot(selection.focusNode, selection.focusOffset)];
    const open = [...document.querySelectorAll("details[open]")].map(place);
    const fields = [...document.querySelectorAll("[data-in]")].filter(touched);
    const mounted = new Promise((done) => {
      const watch = new MutationObserver(() => html.classList.contains("mounted") && done(watch.disconnect()));
      watch.observe(html, { attributes: true, attributeFilter: ["class"] });
    });
    const ended = go.run(instance).then(() => { throw new Error("the program ended"); });
    ended.catch((failure) => running === go && fail(failure));
    await Promise.race([mounted, ended]);
    html.classList.remove("stated");
    html.classList.add("running");
    for (const kind of ["click", "keydown"]) document.removeEventListener(kind, remember, true);
    for (const fold of open) again(fold)?.setAttribute("open", "");
    for (const { dataset, value, checked } of fields) {
      const field = document.querySelector(`[data-in="${dataset.in}"]`);
      if (field) Object.assign(field, { value, checked }).dispatchEvent(new Event("input", { bubbles: true }));
    }
    const [from, to] = marked.map(textAt);
    if (from && to) selection.setBaseAndExtent(from, marked[0].at, to, marked[1].at);
    const field = again(focused);
    if (field && document.activeElement === document.body) {
      field.focus({ preventScroll: true });
      if (selectionStart != null) field.setSelectionRange(selectionStart, selectionEnd);
    }
    if (last?.key) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", last));
    else again(last)?.click();
    last = undefined;
    window.program.started?.();
  }

  // fail says that the program could not start, or ended by a fault of its own: what was drawn and typed stays,
  // and it starts again from that when the reader says so.
  function fail(failure) {
    stop();
    failed = true;
    how = "reload";
    html.classList.remove("waiting", "covered", "elsewhere"); // better answers too soon than nothing
    say("The inspector does not run: " + failure.message + ". What is shown here stays as it is.");
    const loader = document.getElementById("app-wasm-loader");
    loader.role = "alert";
    loader.append(retry);
  }
  const retry = document.createElement("button");
  Object.assign(retry, { type: "button", className: "button", textContent: "Start it again", onclick: start });

  // end takes the program away; what it drew stays. It starts again when somebody wants it.
  function end() {
    stop();
    listen(true);
  }

  function stop() {
    begun = false;
    if (!go) return;
    for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
    go._resume = () => {};
    go._resolveExitPromise(); // run waits for it, and holds the memory as long
    go._inst = go.mem = go._values = go._ids = go._pendingEvent = null;
    go = undefined;
    html.classList.remove("running", "mounted");
    html.classList.add("rested");
  }

  // A press counts where it was made, so nothing is drawn anew while a button of the mouse or a finger is down,
  // and until the click that follows. Where the mouse went down between start and drawing, there is no click.
  let down = false, free = () => {};
  const released = () => down && new Promise((done) => { free = done; });
  const lift = () => { down = false; free(); };
  window.addEventListener("pointerdown", ({ target }) => { down = begun && place(target.closest("button")) || true; }, true);
  window.addEventListener("pointerup", ({ pointerType, target }) => {
    const button = target.closest("button");
    if (button && pointerType === "mouse" && down.element?.isConnected === false && again(down) === button) button.click();
  }, true);
  window.addEventListener("click", () => setTimeout(lift), true);
  for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => setTimeout(lift, 100), true);

  // The last press of a button or of a key that is a command is kept for the program.
  const remember = (event) => {
    if (event.target === retry) return;
    if (event.type === "click") last = place(event.target.closest("button, [data-do]:not(a)")) ?? last;
    else if (event.ctrlKey || event.metaKey || event.altKey) last = event;
  };

  // Somebody wants it: the focus comes in, a key, text that is dropped or spoken, a tap, a pointer that moves. A
  // page that scrolls under a pointer at rest is not that.
  const intent = (event) => {
    if (event.type !== "pointermove" || event.movementX || event.movementY) start();
  };
  function listen(on) {
    const change = on ? "addEventListener" : "removeEventListener";
    for (const kind of ["dragenter", "focusin", "hashchange", "input", "keydown", "pointerdown", "pointermove"]) window[change](kind, intent, true);
    if (on) for (const kind of ["click", "keydown"]) document.addEventListener(kind, remember, true);
  }

  // painted calls back once what stands in the document now has been painted and nothing else is to be done, as
  // the next key, or when that does not come about. Whoever calls again before that, is called once.
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f));
  let call;
  const painted = (back) => {
    const mine = call = {};
    const done = () => call === mine && back(call = undefined);
    requestAnimationFrame(() => idle(done));
    setTimeout(done, 200);
  };

  window.program = { painted, load, scripts, start, end, get begun() { return begun; }, get drawing() { return !!call; } };
  listen(true);
  if (embedded) return;

  // An address that says what to show, and what a page before this one or the browser has kept, are for the
  // program at once. Whoever only reads has it ready after a while.
  if (location.hash || html.classList.contains("elsewhere") || sessionStorage.getItem("upgrade101-kept")) start();
  addEventListener("pageshow", () => [...document.querySelectorAll("textarea, input")].some(touched) && start());
  const pause = 10000; // ms
  const soon = () => document.hidden ? document.addEventListener("visibilitychange", soon, { once: true }) : setTimeout(() => idle(start), pause);
  addEventListener("load", () => {
    scripts().catch(() => {});
    if (navigator.connection?.saveData) return;
    load().catch(() => {}); // whoever wants it tries again
    soon();
  });
})();
