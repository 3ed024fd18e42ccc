// Compiles what the program needs to start. A browser compiles a function of WebAssembly when it is first called, which is most of
// what a start takes, and a page that runs the same program finds it compiled. So this worker runs it ahead of the first intent: it
// draws, and something is typed. There is no DOM, and nothing is fetched, stored or shown.
"use strict";
const folder = location.href.replace(/[^/]*$/, "");
importScripts(folder + "wasm_exec.js", folder + "app.js");

// What the program prints is about faults.
const said = [];
console.log = console.warn = console.error = (...words) => { said.push(words.join(" ")); };

// Whatever the program asks the browser for: its properties and results are the same thing again, but for these.
const listeners = {};
let mounted, painted;
const known = {
  addEventListener: (kind, listener) => { listeners[kind] = listener; },
  add: (name) => name === "mounted" && mounted(),
  painted: (back) => { painted = back; },
  contains: () => false,
  getItem: () => null,
  matches: false,
  [Symbol.toPrimitive]: () => "",
};
const anything = new Proxy(function () {}, {
  get: (_, name) => name in known ? known[name] : anything,
  set: () => true,
  apply: () => anything,
  construct: () => anything,
});

// What is typed: a request, and then a mistake in it.
const typed = (i) => "GET /chat HTTP/1.1\nHost: a.example\nUpgrade: websocket\nConnection: " + ["Upgrade", "close"][i % 2] + "\n\n";

async function run(page, port) {
  const program = await new Promise((given) => { port.onmessage = ({ data }) => given(data); });
  const own = {
    Array, Error, Object, Uint8Array, fs, process, goappGetenv, location: new URL(page),
    setTimeout: (...after) => setTimeout(...after), clearTimeout: (timer) => clearTimeout(timer),
  };
  const world = new Proxy(self, { get: (_, name) => own[name] ?? anything, set: () => true });
  const go = new Go();
  let values;
  Object.defineProperty(go, "_values", { get: () => values, set: (all) => { values = all.map((v) => v === globalThis ? world : v); } });
  const instance = await WebAssembly.instantiate(program, go.importObject);
  const drawn = new Promise((done) => { mounted = done; });
  const ended = go.run(instance);
  await Promise.race([drawn, ended]);
  for (let i = 0; i < 2; i++) {
    const target = { id: "request", value: typed(i) };
    listeners.input({ target, clientX: 0, clientY: 0, preventDefault() {} });
    for (let draw; draw = painted; draw()) painted = undefined; // stage by stage (app/stages.go)
  }
}

onmessage = ({ data, ports }) => run(data, ports[0]).catch((failure) => { said.push(failure.message); }).then(() => postMessage(said));
