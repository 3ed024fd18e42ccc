// The live engine in the page: a worker that is started when a reader starts it.
"use strict";

importScripts("wasm_exec.js");

const started = (async () => {
  const go = new Go();
  const file = await fetch("engine.wasm");
  if (!file.ok) throw new Error("engine.wasm: " + file.status);
  const { instance } = await WebAssembly.instantiate(await file.arrayBuffer(), go.importObject);
  go.run(instance); // it defines take, and then waits for messages
})();

self.addEventListener("message", async ({ data }) => {
  try {
    await started;
    self.take(data);
  } catch (fault) {
    self.postMessage({ is: "close", code: 1006, clean: false, reason: "The engine cannot be started: " + fault.message + "." });
  }
});
