// An embed: what its address asks for, the height for the page around it, and when its program is loaded and rests.
// start.js starts it on the first intent.
(() => {
  "use strict";
  const { program } = window;
  const html = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const state = /^#v\d+\./.test(location.hash); // an own exchange, which only the program can read

  html.classList.toggle("stated", state); // until it is drawn
  const view = asked.get("view")?.replace(/^notes$/, "findings"); // the older name
  if (["request", "reply", "findings", "accept"].includes(view)) {
    html.dataset.view = view;
  }
  const readonly = asked.has("readonly");
  html.classList.toggle("readonly", readonly);

  // Iframes of one origin can reach each other, whatever page they are in: what one has compiled, all can use.
  program.beside = () => {
    for (let i = 0; i < parent.length; i++) {
      try {
        if (parent[i].program.compiled) return parent[i].program.compiled;
      } catch {} // an iframe of another origin, or of something else
    }
  };

  // A program that is left alone rests, sooner when it is out of sight: it ends, its memory is free, and what it drew stays,
  // typed text included. On the next intent it starts again from that. So of many embeds in a page only those run that
  // the reader works with.
  let inSight = false, tired;
  const shows = (how) => html.classList.contains(how);
  const rest = program.started = () => {
    clearTimeout(tired);
    if (shows("running")) tired = setTimeout(() => document.hasFocus() || program.end(), inSight ? 10000 : 1000);
  };
  for (const kind of ["blur", "input", "keydown", "pointerdown", "pointermove"]) addEventListener(kind, rest, true);

  // When half of the embed, or 240 pixels of it, stays in sight and the browser is idle, the program is loaded and compiled, so
  // that it starts at once on intent. It does not run yet: that would cost the page around it memory and a long task. An
  // exchange in the address is shown at once.
  const dwell = 3000; // ms
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f, 200));
  const watch = () => {
    let timer;
    new IntersectionObserver((entries) => {
      const seen = entries.at(-1);
      inSight = seen.isIntersecting;
      rest();
      clearTimeout(timer);
      if (shows("stated") && inSight) {
        program.start();
      } else if (!navigator.connection?.saveData && (seen.intersectionRatio >= 0.5 || seen.intersectionRect.height >= 240)) {
        timer = setTimeout(() => idle(() => program.load().catch(() => {})), dwell);
      }
    }, { threshold: [0, 0.25, 0.5] }).observe(document.body);
  };

  document.addEventListener("DOMContentLoaded", () => {
    watch();
    for (const field of document.querySelectorAll("textarea")) field.readOnly = readonly;
    if (window !== window.parent) {
      // The height is no secret, so the page around the iframe is told it, whatever its origin. Browsers do not observe sizes
      // in an iframe out of sight, so the first height is sent in any case.
      const tell = () => {
        window.parent.postMessage({ upgrade101: "height", height: document.body.offsetHeight, touched: program.active && !state }, "*");
      };
      new ResizeObserver(tell).observe(document.body);
      addEventListener("load", tell);
    }
  });
})();
