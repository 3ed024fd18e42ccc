// undici, which is Node's own WebSocket, against the live endpoint: node undici.mjs URL. It always offers
// permessage-deflate and sends uncompressed even so; the endpoint is asked to decline, then to accept.
import { createRequire } from "node:module";
import { randomBytes } from "node:crypto";

const require = createRequire(new URL("../../../bin/clients/", import.meta.url));
const { WebSocket } = require("undici");
const { version } = require("undici/package.json");

const sizes = [0, 125, 126, 65536];
const messages = sizes.flatMap((size) => ["a plain text, ".repeat(size).slice(0, size), randomBytes(size)]);
const same = (a, b) => typeof a === "string" ? a === b : typeof b !== "string" && a.equals(Buffer.from(b));

function session(url, deflate) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, ["chat", "superchat"]);
    socket.binaryType = "arraybuffer";
    let next = 0;
    const send = () => socket.send(messages[next]);
    socket.onopen = () => {
      if (socket.protocol !== "chat") reject(new Error(`subprotocol "${socket.protocol}", expected chat`));
      if (deflate !== socket.extensions.includes("permessage-deflate")) reject(new Error(`deflate ${deflate}, extensions "${socket.extensions}"`));
      send();
    };
    socket.onmessage = ({ data }) => {
      if (!same(messages[next], data)) reject(new Error(`message ${next}, ${messages[next].length} bytes: got another ${typeof data} of ${data.length ?? data.byteLength}`));
      if (++next < messages.length) send(); else socket.close(1000, "done");
    };
    socket.onclose = ({ code, wasClean }) => code === 1000 && wasClean && next === messages.length ? resolve() : reject(new Error(`closed with ${code}, clean ${wasClean}, after ${next} echoes`));
    socket.onerror = ({ error }) => reject(error ?? new Error("error event"));
  });
}

for (const deflate of [false, true]) {
  await session(process.argv[2] + (deflate ? "" : "?deflate=off"), deflate);
  console.log(`undici ${version}, deflate ${deflate}: ${sizes.join(", ")} bytes, text and binary, echoed; closed with 1000`);
}
