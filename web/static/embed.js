// Optional, for pages that show embeds: fits the height of their frames, and defines
//   <ws-handshake lesson="nginx-strips-upgrade" theme="dark" view="notes" readonly height="420">a link</ws-handshake>
// It asks no other site than the one it came from for anything.
(() => {
  "use strict";
  const home = document.currentScript.src.replace(/web\/([0-9a-f]{12}\/)?embed\.js.*$/, "");
  const own = new Set();

  // A frame says how high it is. It is believed if it is one of ours, and within reason. What stands in view
  // moves only after the reader has touched the frame.
  addEventListener("message", ({ source, origin, data }) => {
    if (data?.upgrade101 !== "height" || origin !== "null" && origin !== new URL(home).origin) return;
    const frame = [...document.querySelectorAll("iframe"), ...own].find((f) => f.contentWindow === source);
    if (!frame?.src.startsWith(home + "embed") || !Number.isFinite(data.height)) return;
    const height = Math.min(Math.max(Math.ceil(data.height), 120), 2000);
    const place = frame.getBoundingClientRect();
    const seen = place.bottom > 0 && place.top < innerHeight;
    if (data.touched || !seen || place.bottom >= innerHeight && height > place.height) frame.style.height = height + "px";
  });

  customElements.define("ws-handshake", class extends HTMLElement {
    static observedAttributes = ["lesson", "state", "theme", "view", "readonly", "height"];
    connectedCallback() { this.draw(); }
    attributeChangedCallback() { if (this.isConnected) this.draw(); }
    disconnectedCallback() { own.delete(this.frame); }
    draw() {
      const of = (name) => this.getAttribute(name);
      const url = new URL("embed" + (of("lesson") ? "/" + encodeURIComponent(of("lesson")) : ""), home);
      for (const name of ["theme", "view", "readonly"]) if (this.hasAttribute(name)) url.searchParams.set(name, of(name));
      url.hash = of("state") ?? "";
      if (!this.frame) {
        this.frame = document.createElement("iframe");
        this.frame.title = "WebSocket handshake: " + this.textContent.trim();
        this.frame.loading = "lazy";
        this.frame.allow = "clipboard-write";
        this.frame.referrerPolicy = "no-referrer";
        this.frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-same-origin");
        this.frame.style.cssText = "border:0;width:100%";
        this.style.display = "block";
        this.attachShadow({ mode: "open" }).append(this.frame);
      }
      own.add(this.frame);
      this.frame.style.height = (parseInt(of("height")) || 420) + "px";
      if (this.frame.src !== url.href) this.frame.src = url;
    }
  });

  // A page that allows no frame from here keeps its link.
  addEventListener("securitypolicyviolation", (event) => {
    if (!/^(frame|child|default)-src/.test(event.effectiveDirective)) return;
    for (const { shadowRoot } of document.querySelectorAll("ws-handshake")) shadowRoot?.replaceChildren(document.createElement("slot"));
  });
})();
