// Node's undici (the WebSocket of browsers) against the live endpoint: node undici.mjs URL.
import { WebSocket } from "undici";

const sizes = [0, 125, 126, 65536];

await new Promise((resolve, reject) => {
  const socket = new WebSocket(process.argv[2], ["chat", "superchat"]);
  socket.binaryType = "arraybuffer";
  let next = 0;
  const send = () => socket.send(next % 2 === 1 ? new Uint8Array(sizes[next]) : "a".repeat(sizes[next]));
  socket.onopen = () => {
    if (socket.protocol !== "chat") reject(new Error(`subprotocol "${socket.protocol}", expected chat`));
    send();
  };
  socket.onmessage = ({ data }) => {
    const size = typeof data === "string" ? data.length : data.byteLength;
    if (size !== sizes[next]) reject(new Error(`echo of ${sizes[next]} bytes: got ${size}`));
    if (++next < sizes.length) send(); else socket.close(1000, "done");
  };
  socket.onclose = (event) => event.code === 1000 && event.wasClean && next === sizes.length ? resolve() : reject(new Error(`closed with ${event.code} after ${next} echoes`));
  socket.onerror = (event) => reject(event.error ?? new Error("error event"));
});
console.log(`undici: ${sizes.join(", ")} bytes echoed, closed with 1000`);
