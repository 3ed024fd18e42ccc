// An embed: what its address asks for, the height for the page around it, and when its program is loaded and
// rests. start.js starts it once somebody wants it.
(() => {
  "use strict";
  const { program } = window;
  const html = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const state = /^#v\d+\./.test(location.hash); // an own exchange, which only the program can read

  html.classList.toggle("stated", state); // until it is drawn
  if (["request", "reply", "notes", "accept"].includes(asked.get("view"))) {
    html.dataset.view = asked.get("view");
  }
  const readonly = asked.has("readonly");
  html.classList.toggle("readonly", readonly);

  // Frames of one origin see one another, whatever page they stand in: what one of them has compiled, all have.
  program.beside = () => {
    for (let i = 0; i < parent.length; i++) {
      try {
        if (parent[i].program.compiled) return parent[i].program.compiled;
      } catch {} // a frame of another origin, or of something else
    }
  };

  // Left alone the program rests, soon when it is out of sight: it ends, its memory is free for others, and what
  // it drew stays, text that was typed as well. When somebody wants it again it starts again, from that. So of
  // many embeds in a page only those run that somebody is busy with.
  let inView = false, tired;
  const shows = (how) => html.classList.contains(how);
  const rest = program.started = () => {
    clearTimeout(tired);
    if (shows("running")) tired = setTimeout(() => document.hasFocus() || program.end(), inView ? 10000 : 1000);
  };
  for (const kind of ["blur", "input", "keydown", "pointerdown", "pointermove"]) addEventListener(kind, rest, true);

  // Somebody stays with it: half of it, or a good piece, is in view for a while and the browser has nothing
  // else to do. Then the program is loaded and compiled, so that it is there at once when it is wanted. It does
  // not run yet: that would cost the page around it memory and a long task. An own exchange is shown at once.
  const dwell = 3000; // ms
  const idle = window.requestIdleCallback ?? ((f) => setTimeout(f, 200));
  const watch = () => {
    let timer;
    new IntersectionObserver((entries) => {
      const seen = entries.at(-1);
      inView = seen.isIntersecting;
      rest();
      clearTimeout(timer);
      if (shows("stated") && inView) {
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
      // Whoever frames this may know how high it is; that is no secret, so any origin is told. Browsers do not
      // watch sizes in a frame out of view, so the first height is told in any case.
      const tell = () => {
        window.parent.postMessage({ upgrade101: "height", height: document.body.offsetHeight, touched: program.begun && !state }, "*");
      };
      new ResizeObserver(tell).observe(document.body);
      addEventListener("load", tell);
    }
  });
})();
