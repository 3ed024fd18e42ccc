// Slides of a lesson, or with ?short the few that a question and its answer take: one at a time, moved by keys, by buttons and by the
// number in the address. Without this script
// the page shows them all, one below the other.
(() => {
  "use strict";
  const deck = document.querySelector(".slides"), { searchParams } = new URL(location);
  if (searchParams.has("short")) for (const slide of deck.querySelectorAll(":scope > :not([data-short])")) slide.remove();
  const slides = [...deck.children];
  const number = document.getElementById("slide-number");
  const asked = () => Math.min(Math.max(parseInt(location.hash.slice(1)) || 1, 1), slides.length);
  const end = document.getElementById("deck-end");
  const back = searchParams.has("plan") ? deck.dataset.plan : deck.dataset.back; // where it was opened
  document.getElementById("exit").href = back;
  let now = 0;
  // Code is as large as fits; of what is taller than the screen all gets smaller type.
  const fit = (slide) => {
    const page = document.scrollingElement;
    slide.style.minHeight = 0;
    const fits = (size, code) => {
      slide.style.setProperty("--fit", size);
      slide.style.setProperty("--code", code);
      return page.scrollHeight <= page.clientHeight;
    };
    let code = 18, size = 20;
    while (code > 10 && !fits(1, code / 10)) code--;
    while (code === 10 && size > 9 && !fits(size / 20, 1)) size--;
    slide.style.minHeight = "";
  };
  const show = (n) => {
    now = n;
    slides.forEach((s, i) => { s.hidden = i !== n - 1; });
    end.hidden = n < slides.length;
    number.textContent = n + " / " + slides.length;
    for (const b of document.querySelectorAll("[data-move]")) b.disabled = n + Number(b.dataset.move) < 1 || n + Number(b.dataset.move) > slides.length;
    fit(slides[n - 1]);
    scrollTo(0, 0);
  };
  const move = (by) => {
    const n = Math.min(Math.max(now + by, 1), slides.length);
    if (n === now) return;
    history.replaceState(null, "", "#" + n);
    show(n);
  };
  document.documentElement.classList.add("projecting");
  const keys = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
  addEventListener("keydown", (e) => {
    if (e.altKey || e.ctrlKey || e.metaKey || e.target.closest("a, button") && (e.key === " " || e.key === "Enter")) return;
    if (e.key === "Escape") location.href = back;
    if (!(e.key in keys)) return;
    e.preventDefault();
    move(e.key === " " && e.shiftKey ? -1 : keys[e.key]);
  });
  addEventListener("click", (e) => {
    const button = e.target.closest("[data-move]");
    if (button) move(Number(button.dataset.move));
  });
  addEventListener("hashchange", () => show(asked()));
  addEventListener("resize", () => fit(slides[now - 1]));
  show(asked());
})();
