// npm ws against the live endpoint: node ws.mjs URL. Prints one line per round, exits 1 at the first fault.
import WebSocket from "ws";

const sizes = [0, 125, 126, 65536];

function round(url, deflate) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: deflate });
    let next = 0, opened = false;
    const send = () => socket.send(Buffer.alloc(sizes[next], 0x61), { binary: next % 2 === 1 });
    socket.on("open", () => {
      opened = true;
      if (deflate !== (socket.extensions !== "")) reject(new Error(`deflate ${deflate}, extensions "${socket.extensions}"`));
      send();
    });
    socket.on("message", (data, binary) => {
      if (data.length !== sizes[next] || binary !== (next % 2 === 1)) reject(new Error(`echo of ${sizes[next]} bytes: got ${data.length}, binary ${binary}`));
      if (++next < sizes.length) send(); else socket.close(1000, "done");
    });
    socket.on("close", (code, reason) => opened && code === 1000 && next === sizes.length ? resolve() : reject(new Error(`closed with ${code} ${reason} after ${next} echoes`)));
    socket.on("error", reject);
  });
}

for (const deflate of [false, true]) {
  await round(process.argv[2], deflate);
  console.log(`ws, deflate ${deflate}: ${sizes.join(", ")} bytes echoed, closed with 1000`);
}
