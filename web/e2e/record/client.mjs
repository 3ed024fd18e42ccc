// Opens a socket for each answer that the server at argv[2] has to show, with the WebSocket of Node or the package ws, and
// tells what became of it. node client.mjs BASE [ws]
const [base, program] = process.argv.slice(2);
const Socket = program === "ws" ? (await import("ws")).default : WebSocket;
let told = () => {};
process.on("uncaughtException", (e) => told(e.message, true));

const version = program === "ws" ? `ws 8.23 on Node ${process.versions.node}` : `Node ${process.versions.node} (undici ${process.versions.undici})`;
for (;;) {
  const work = await (await fetch(`${base}/next?version=${encodeURIComponent(version)}`)).json();
  if (!work.url) break;
  const says = await new Promise((done) => {
    told = done;
    const socket = new Socket(work.url, work.protocols);
    const ended = (s) => {
      done(s);
      socket.onerror = socket.onclose = socket.onopen = () => {};
      try {
        socket.terminate ? socket.terminate() : socket.close();
      } catch {} // it is closed
    };
    socket.onopen = () => ended("");
    socket.onerror = (e) => ended(e.message || String(e.error) || "error");
    socket.onclose = (e) => ended(`close ${e.code}`);
  });
  await fetch(`${base}/result`, { method: "POST", body: JSON.stringify({ id: work.id, says }) });
}
process.exit(0);
