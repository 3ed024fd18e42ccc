// Optional, for pages that show embeds: fits the height of their iframes, and defines
//   <ws-handshake lesson="nginx-strips-upgrade" theme="dark" view="findings" readonly height="420">a link</ws-handshake>
// With data-code on the script, code blocks that show an upgrade get a button that inspects them.
(() => {
  "use strict";
  const script = document.currentScript;
  const home = script.src.replace(/web\/([0-9a-f]{12}\/)?embed\.js.*$/, "");
  const own = new Set();

  // An iframe says how high it is. In sight it changes only after the reader has touched it.
  addEventListener("message", ({ source, origin, data }) => {
    if (data?.upgrade101 !== "height" || origin !== "null" && origin !== new URL(home).origin) return;
    const iframe = [...document.querySelectorAll("iframe"), ...own].find((f) => f.contentWindow === source);
    if (!iframe?.src.startsWith(home + "embed") || !Number.isFinite(data.height)) return;
    const height = Math.min(Math.max(Math.ceil(data.height), 120), 2000);
    const place = iframe.getBoundingClientRect();
    const seen = place.bottom > 0 && place.top < innerHeight;
    if (data.touched || !seen || place.bottom >= innerHeight && height > place.height) iframe.style.height = height + "px";
  });

  customElements.define("ws-handshake", class extends HTMLElement {
    static observedAttributes = ["lesson", "state", "theme", "view", "readonly", "height"];
    connectedCallback() { this.draw(); }
    attributeChangedCallback() { if (this.isConnected) this.draw(); }
    disconnectedCallback() { own.delete(this.iframe); }
    draw() {
      const of = (name) => this.getAttribute(name);
      const url = new URL("embed" + (of("lesson") ? "/" + encodeURIComponent(of("lesson")) : ""), home);
      for (const name of ["theme", "view", "readonly"]) if (this.hasAttribute(name)) url.searchParams.set(name, of(name));
      url.hash = of("state") ?? "";
      if (!this.iframe) {
        this.iframe = document.createElement("iframe");
        this.iframe.title = "WebSocket handshake: " + this.textContent.trim();
        this.iframe.loading = "lazy";
        this.iframe.allow = "clipboard-write";
        this.iframe.referrerPolicy = "no-referrer";
        this.iframe.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-same-origin");
        this.iframe.style.cssText = "border:0;width:100%";
        this.style.display = "block";
        this.attachShadow({ mode: "open" }).append(this.iframe);
      }
      own.add(this.iframe);
      this.iframe.style.height = (parseInt(of("height")) || 420) + "px";
      if (this.iframe.src !== url.href) this.iframe.src = url;
    }
  });

  // The text of a code block, without line numbers; some sites draw line ends with <br>.
  const textOf = (block) => {
    const copy = block.cloneNode(true);
    for (const e of copy.querySelectorAll(".linenos, .lineno, .ln, button")) e.remove();
    for (const e of copy.querySelectorAll("br")) e.replaceWith("\n");
    return copy.textContent;
  };

  // What counts is written in web/command/block.go.
  const start = /^[ \t$#%<>*]*([A-Z]{3,8} (\/|\w+:\/\/)|HTTP\/[\d.]+ \d{3}|curl(\.exe)? )/m;
  const upgrade = /^[ \t<>*]*upgrade:|['"]upgrade:|connection:.*upgrade|sec-websocket-|^[ \t<>*]*HTTP\/[\d.]+ (101|426)/im;

  // The state of a link, as in app/model/share.go.
  const stateOf = async (text) => {
    const packed = new Blob([JSON.stringify({ request: text, subprotocols: null, origins: null })]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    return "v1." + btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };

  const offer = (block) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "upgrade101-inspect";
    button.textContent = "Inspect";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", "Inspect this handshake");
    block.after(button);
    let shown;
    button.onclick = async () => {
      const open = button.getAttribute("aria-expanded") === "false";
      button.setAttribute("aria-expanded", String(open));
      shown?.remove();
      if (!open) return;
      shown = document.createElement("ws-handshake");
      const made = shown;
      made.textContent = "the code block above";
      made.setAttribute("state", await stateOf(textOf(block)));
      if (made === shown && button.getAttribute("aria-expanded") === "true") button.after(made); // it was not pressed again
    };
  };

  if (script.hasAttribute("data-code") && "CompressionStream" in window) {
    const search = () => {
      if (document.documentElement.dataset.hasHydrated === "false") return later(); // React would draw all of it anew
      for (const block of document.querySelectorAll("pre")) {
        if (block.nextSibling?.className === "upgrade101-inspect" || block.textContent.length > 16384) continue;
        const text = textOf(block);
        if (start.test(text) && upgrade.test(text)) offer(block);
      }
    };
    // Some sites draw their pages themselves.
    let waiting = false;
    const later = () => {
      if (waiting) return;
      waiting = true;
      setTimeout(() => { waiting = false; search(); }, 200);
    };
    addEventListener("load", () => {
      search();
      new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
    });
  }

  // A page that allows no iframe from here keeps its link.
  addEventListener("securitypolicyviolation", (event) => {
    if (!/^(frame|child|default)-src/.test(event.effectiveDirective)) return;
    for (const { shadowRoot } of document.querySelectorAll("ws-handshake")) shadowRoot?.replaceChildren(document.createElement("slot"));
  });
})();
