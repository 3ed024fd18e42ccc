// Starts the program. The page is complete without it, so the program is fetched and compiled in the background and
// runs when the reader needs it. What the reader did before that is done again. iframe.js adds what embeds need.
(() => {
  "use strict";
  const here = self.document ? document.currentScript.src : location.href;
  const folder = here.replace(/[^/]*$/, "");

  // Compiles the program as its bytes arrive.
  const compile = (bytes) => WebAssembly.compileStreaming(new Response(bytes, { headers: { "Content-Type": "application/wasm" } }))
    .catch((failure) => { throw new Error("its program did not arrive whole (" + failure.message.replace(/\.+$/, "") + ")"); });

  // Compiling blocks the page, and so does receiving the compiled program. So this file is also a worker, which is given the
  // bytes, compiles them and keeps the program until it is asked for.
  if (!self.document) {
    let bytes;
    const program = compile(new ReadableStream({ start: (on) => { bytes = on; } }));
    program.then(() => postMessage({ done: true }), (failure) => postMessage({ failure: failure.message }));
    onmessage = async ({ data, ports }) => {
      if (data === "give") postMessage({ program: await program });
      else if (data === "share") ports[0].postMessage(await program);
      else if (data === "whole") bytes.close();
      else bytes.enqueue(data);
    };
    return;
  }
  // The HTML has asked for the program ahead of everything else (web/pages/page.html), but for an embed and where data
  // are to be saved.
  let how = "default"; // how to fetch; "reload" after a failure, because a browser may cache what arrived damaged
  const fetched = async () => {
    const asked = window.programAsked;
    delete window.programAsked;
    const answer = await (asked ?? fetch(folder + "app.wasm", { cache: how }));
    if (!answer.ok) throw new Error("the host answered " + answer.status);
    return answer.body;
  };
  // Passes bytes on, and tells how many have come.
  const counted = (arrives, bytes = 0) => new TransformStream({
    transform(part, on) {
      arrives(bytes += part.length);
      on.enqueue(part);
    },
  });
  const apart = (arrives) => new Promise((done, failed) => {
    const worker = new Worker(here);
    const fail = (failure) => failed(failure, worker.terminate());
    const given = () => new Promise((take) => {
      worker.onmessage = ({ data }) => take(data.program, worker.terminate());
      worker.postMessage("give");
    });
    worker.onerror = fail;
    worker.onmessage = ({ data }) => {
      if (!data.done) return fail(new Error(data.failure));
      done(given);
      if (!navigator.connection?.saveData) loaded.then(() => idle(() => precompile(worker), { timeout: 1000 }));
    };
    const into = new WritableStream({
      write: (part) => worker.postMessage(part, [part.buffer]),
      close: () => worker.postMessage("whole"),
    });
    fetched().then((bytes) => bytes.pipeThrough(counted(arrives)).pipeTo(into)).catch(fail);
  });

  const html = document.documentElement;
  const embedded = document.currentScript.hasAttribute("data-embed");
  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const loaded = new Promise((done) => addEventListener("load", done));
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f));
  html.classList.add("waiting"); // hides the line about loading

  // The state of the program in this page:
  //
  //   waiting ──intent──▶ starting ──drawn──▶ running ──end()──▶ resting
  //                        ▲  ▲ │                │                  │
  //                        │  │ └──▶ failed ◀────┘ fault            │
  //                        │  └─retry──┘                            │
  //                        └───────────────intent───────────────────┘
  //
  // waiting: the prerendered page. starting: the program is loaded, compiled and draws. running: it owns the page.
  // resting: iframe.js ended it; what it drew stays. failed: it could not start, or ended by a fault.
  let state = "waiting";
  const active = () => state === "starting" || state === "running";

  // Every page loads and compiles the program at most once, and runs it at most once at a time.
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
  // Resolves to a function that gives the compiled program. An embed compiles it itself, or takes what an embed beside it
  // has compiled: a worker would cost memory.
  const load = once(async () => {
    const ready = (program) => async () => program;
    if (embedded) return ready(window.program.compiled = window.program.beside() ?? await within());
    return once(await apart(progress).catch(async () => ready(await within())));
  });

  async function within() {
    let bytes;
    try {
      bytes = await fetched();
    } catch (failure) {
      if (!embedded) throw failure;
      // A sandboxed iframe is another origin, and a static host may not let that read a file. A script may be
      // loaded from any origin: this one holds the same bytes.
      await script("app.wasm.js");
      const packed = Uint8Array.from(atob(window.packedProgram), (c) => c.charCodeAt(0));
      delete window.packedProgram;
      bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    }
    return compile(bytes.pipeThrough(counted(progress)));
  }

  // Has the functions compiled that a start needs (precompile.js), until there is an intent.
  let precompiler, tell;
  const precompiled = new Promise((done) => { tell = done; }); // what went wrong, for tests
  const precompile = (compiler) => {
    if (state !== "waiting") return;
    const { port1, port2 } = new MessageChannel();
    precompiler = new Worker(folder + "precompile.js");
    precompiler.onmessage = ({ data }) => tell(data, precompiler.terminate());
    precompiler.onerror = ({ message }) => tell([message], precompiler.terminate());
    precompiler.postMessage(location.href, [port2]);
    compiler.postMessage("share", [port1]);
  };

  // Shows how much of the program has arrived. (Its size and the words are in app.js.)
  let arrived = 0;
  const progress = (bytes = arrived) => {
    arrived = bytes;
    if (state !== "starting" || !window.goappGetenv) return;
    const percent = Math.min(100, Math.round(arrived * 100 / goappWasmContentLength));
    say(percent < 100 ? goappLoadingLabel.replace("{progress}", percent) : "Starting the inspector");
    soonChecked(percent < 100 ? " – " + percent + " %" : "");
  };

  // Until the program runs, the page judges its sample. Once the editor holds something else, nothing of that is shown.
  const uncheck = () => {
    const verdict = document.getElementById("verdict");
    if (!verdict || state === "running" || html.classList.contains("rested")) return;
    html.classList.add("unchecked");
    verdict.parentElement.classList.remove("ok", "warn", "bad");
    verdict.parentElement.classList.add("info");
    soonChecked("");
  };
  const soonChecked = (how, words = "Checking starts in a moment") => {
    if (html.classList.contains("unchecked")) document.getElementById("verdict").textContent = words + how;
  };
  addEventListener("input", ({ target }) => {
    if (!target.closest(".editor")) return;
    uncheck();
    if (!embedded && state !== "running") keep();
  }, true);

  // What was typed so far is kept for a reload as the program will keep it (app/model/keep.go); the words for that are in
  // the page (app/view/editor.go).
  const kept = "upgrade101-text", most = 200 << 10;
  const keep = () => {
    const line = document.querySelector(".kept"), [request, response] = ["request", "response"].map((id) => document.getElementById(id));
    if (!line || !response) return;
    const own = request.value.trim() && touched(request) || response.value, long = new Blob([request.value, response.value]).size > most;
    let how = own ? long ? 2 : 1 : 0;
    try {
      if (how === 1) sessionStorage.setItem(kept, JSON.stringify({ request: request.value, response: response.value }));
      else sessionStorage.removeItem(kept);
      if (how === 1 && sessionStorage.memory) how = 3;
    } catch {
      how = 3;
    }
    line.firstElementChild.textContent = line.dataset.words.split("|")[how];
  };
  if (!embedded) parsed.then(() => {
    const text = sessionStorage.getItem(kept), shared = /^#v\d+\./.test(location.hash);
    if (!text && !shared) return;
    uncheck();
    if (shared) return;
    const { request, response } = JSON.parse(text);
    for (const [id, own] of Object.entries({ request, response })) {
      const editor = document.getElementById(id);
      if (editor && own) editor.value = own;
    }
  });
  // A screen reader announces it once, and not every per cent.
  const hear = () => parsed.then(() => document.querySelector(".unseen[role=status]")?.replaceChildren("Loading the inspector."));
  const say = (words) => parsed.then(() => { document.getElementById("app-wasm-loader-label").textContent = words; });

  // The program replaces every element by an equal one. An element is found again by its tag, its text (of a fold, what is
  // seen of a closed one: a static copy says other things inside), and its place among the elements that share both.
  const words = (element) => (element.tagName === "DETAILS" ? element.firstElementChild ?? element : element).textContent;
  const same = (element) => [...document.querySelectorAll(element.tagName)].filter((e) => words(e) === words(element));
  const place = (element) => element && { element, nth: same(element).indexOf(element) };
  const again = (known) => known && same(known.element)[known.nth];
  const spot = (text, at) => text.nodeType === Node.TEXT_NODE ? { parent: place(text.parentElement), nth: [...text.parentElement.childNodes].indexOf(text), at } : undefined;
  const textAt = (known) => known && again(known.parent)?.childNodes[known.nth];
  // A field is found again by its name, a choice among several also by its value.
  const fields = () => [...document.querySelectorAll("input, select, textarea")];
  const key = ({ id, dataset, type, value }) => [id, dataset.in, type === "radio" && value].join();
  const isField = (element) => element.matches("input, select, textarea");
  const successor = (known) => known && (isField(known.element) ? fields().find((f) => key(f) === key(known.element)) : again(known));
  const touched = (field) => field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.options ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((o) => o.defaultSelected)) : field.value !== field.defaultValue;

  // What the reader has done. The program has this called at the beginning of the task in which it replaces the page (app/root.go),
  // so that no key comes between. The text of the editors it takes over itself.
  let before;
  const replaces = () => {
    const { activeElement } = document, { selectionStart, selectionEnd, selectionDirection } = activeElement, selection = getSelection();
    before = {
      focused: activeElement !== document.body && place(activeElement), caret: [selectionStart, selectionEnd, selectionDirection],
      marked: selection.isCollapsed ? [] : [spot(selection.anchorNode, selection.anchorOffset), spot(selection.focusNode, selection.focusOffset)],
      open: [...document.querySelectorAll("details[open]")].map(place),
      fields: fields().filter((field) => touched(field) && !field.closest(".editor")).map((element) => ({ element })),
      scrolled: scrollY,
    };
  };
  // And again, in the same task.
  const restore = ({ focused, caret, marked, open, fields, scrolled }) => {
    for (const fold of open) again(fold)?.setAttribute("open", "");
    scrollTo({ top: scrolled, behavior: "instant" }); // for an instant the page was shorter
    const field = document.activeElement === document.body && successor(focused);
    field?.focus?.({ preventScroll: true }); // ahead of the values, because the program leaves alone what is being typed in
    for (const known of fields) {
      const { value, checked } = known.element, field = successor(known);
      if (field) Object.assign(field, { value, checked }).dispatchEvent(new Event("input", { bubbles: true }));
    }
    const [from, to] = marked.map(textAt);
    if (from && to) getSelection().setBaseAndExtent(from, marked[0].at, to, marked[1].at);
    if (field && caret[0] != null) field.setSelectionRange(...caret);
  };

  let go, last; // the running instance; the last press
  async function start() {
    if (active()) return;
    state = "starting";
    precompiler?.terminate();
    tell(["an intent came first"]);
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
    const mounted = new Promise((done) => {
      const watch = new MutationObserver(() => html.classList.contains("mounted") && done(watch.disconnect()));
      watch.observe(html, { attributes: true, attributeFilter: ["class"] });
    });
    const ended = go.run(instance).then(() => { throw new Error("the program ended"); });
    ended.catch((failure) => running === go && fail(failure));
    await Promise.race([mounted, ended]);
    state = "running";
    html.classList.remove("stated", "unchecked");
    html.classList.add("running");
    for (const kind of ["click", "keydown"]) document.removeEventListener(kind, remember, true);
    if (before) restore(before);
    before = undefined;
    if (last?.key) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", last));
    else again(last)?.click();
    last = undefined;
    window.program.started?.();
  }

  // fail reports that the program could not start, or ended by a fault of its own. What was drawn and typed stays, and the
  // reader can start it again from that.
  function fail(failure) {
    stop("failed");
    how = "reload";
    last?.element?.removeAttribute("aria-busy");
    html.classList.remove("waiting", "covered", "substitute"); // answers that show too soon are better than an empty page
    soonChecked("", "Not checked");
    say("The inspector does not run: " + failure.message + ". What is shown here stays as it is.");
    const loader = document.getElementById("app-wasm-loader");
    loader.role = "alert";
    loader.append(retry);
  }
  const retry = document.createElement("button");
  Object.assign(retry, { type: "button", className: "button", textContent: "Start it again", onclick: start });

  // end ends the program; what it drew stays. It starts again on the next intent.
  function end() {
    stop("resting");
    listen(true);
  }

  function stop(next) {
    state = next;
    if (!go) return;
    for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
    go._resume = () => {};
    go._resolveExitPromise(); // run awaits it, and holds the memory until then
    go._inst = go.mem = go._values = go._ids = go._pendingEvent = null;
    go = undefined;
    html.classList.remove("running", "mounted");
    html.classList.add("rested");
  }

  // A press is for the element where it began, so the program does not replace elements between pointerdown and the click
  // that follows. If the mouse went down between start and drawing, the browser sends no click, and this does.
  const pressed = (target) => target.closest?.("button, a[href], summary, label");
  let down = false, free = () => {};
  const released = () => down && new Promise((done) => { free = done; });
  const lift = () => { down = false; free(); };
  window.addEventListener("pointerdown", ({ target }) => { down = active() && place(pressed(target)) || true; }, true);
  window.addEventListener("pointerup", ({ pointerType, target, button, ctrlKey, metaKey, shiftKey }) => {
    const now = pressed(target);
    if (now && pointerType === "mouse" && button === 0 && down.element?.isConnected === false && again(down) === now) {
      now.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window, ctrlKey, metaKey, shiftKey }));
    }
  }, true);
  window.addEventListener("click", () => setTimeout(lift), true);
  for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => setTimeout(lift, 100), true);

  // The last press of a button, or of a key with a modifier, is kept for the program.
  const remember = (event) => {
    if (event.target === retry) return;
    if (event.type === "click") {
      last = place(event.target.closest("button, [data-do]:not(a)")) ?? last;
      last?.element?.setAttribute("aria-busy", "true"); // until the program replaces it
    }
    else if (event.ctrlKey || event.metaKey || event.altKey) last = event;
  };

  // Intent: the focus enters, a key, text that is dropped or dictated, a tap, a pointer that moves. A page that scrolls
  // under a pointer at rest is not that.
  const intent = (event) => {
    if (event.type !== "pointermove" || event.movementX || event.movementY) start();
  };
  function listen(on) {
    const change = on ? "addEventListener" : "removeEventListener";
    for (const kind of ["dragenter", "focusin", "hashchange", "input", "keydown", "pointerdown", "pointermove"]) window[change](kind, intent, true);
    if (on) for (const kind of ["click", "keydown"]) document.addEventListener(kind, remember, true);
  }

  // painted calls back when the page has been painted and the browser is idle, or after 200 ms. A call before that
  // replaces the one before.
  let call;
  const painted = (back) => {
    const mine = call = {};
    const done = () => call === mine && back(call = undefined);
    requestAnimationFrame(() => idle(done));
    setTimeout(done, 200);
  };

  // Scrolls an editor, and nothing around it, to a line. A long text scrolls in its field, where no line is folded.
  const showLine = (id, line) => {
    const field = document.getElementById(id), paper = field?.closest(".paper"), row = paper?.querySelectorAll(".row")[line];
    if (row) paper.scrollTop += row.getBoundingClientRect().top - paper.getBoundingClientRect().top - paper.clientHeight / 4;
    else if (field) field.scrollTop = line * parseFloat(getComputedStyle(field).lineHeight) - field.clientHeight / 4;
  };

  window.program = { painted, showLine, replaces, load, scripts, start, end, precompiled, get active() { return active(); }, get drawing() { return !!call; } };
  listen(true);
  if (embedded) return;

  // The program starts at once where only it can show the page: the address holds a state, or a page before this one or
  // the browser has kept a draft. For a reader who only reads it starts after a pause.
  if (location.hash || html.classList.contains("substitute") || sessionStorage.getItem("upgrade101-kept") || sessionStorage.getItem(kept)
    || /\/lessons(\/|$)/.test(location.pathname) && localStorage.getItem("upgrade101-progress")) start();
  addEventListener("pageshow", () => fields().some(touched) && start());
  const pause = 10000; // ms
  const soon = () => document.hidden ? document.addEventListener("visibilitychange", soon, { once: true }) : setTimeout(() => idle(start), pause);
  if (window.programAsked) load().catch(() => {}); // start tries again
  addEventListener("load", () => {
    scripts().catch(() => {});
    if (navigator.connection?.saveData) return;
    load().catch(() => {});
    soon();
  });
})();
