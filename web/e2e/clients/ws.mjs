// npm ws against the live endpoint: node ws.mjs URL. Prints a line per session, ends with 1 at the first fault.
import { createRequire } from "node:module";
import { randomBytes } from "node:crypto";

const require = createRequire(new URL("../../../bin/clients/", import.meta.url));
const { WebSocket } = require("ws");
const { version } = require("ws/package.json");

const sizes = [0, 125, 126, 65536];
const messages = sizes.flatMap((size) => [Buffer.alloc(size, "a plain text, "), randomBytes(size)]);
const binary = (i) => i % 2 === 1;

function session(url, deflate) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: deflate && { threshold: 0 } });
    let next = 0;
    const send = () => socket.send(messages[next], { binary: binary(next) });
    socket.on("open", () => {
      if (deflate !== socket.extensions.includes("permessage-deflate")) reject(new Error(`deflate ${deflate}, extensions "${socket.extensions}"`));
      send();
    });
    socket.on("message", (data, isBinary) => {
      if (isBinary !== binary(next) || !data.equals(messages[next])) reject(new Error(`message ${next}, ${messages[next].length} bytes: got ${data.length} others, binary ${isBinary}`));
      if (++next < messages.length) send(); else socket.close(1000, "done");
    });
    socket.on("close", (code, reason) => code === 1000 && next === messages.length ? resolve() : reject(new Error(`closed with ${code} ${reason} after ${next} echoes`)));
    socket.on("error", reject);
  });
}

for (const deflate of [false, true]) {
  await session(process.argv[2], deflate);
  console.log(`ws ${version}, deflate ${deflate}: ${sizes.join(", ")} bytes, text and binary, echoed; closed with 1000`);
}
