// What the pages can do that need no program (web/document): copy a piece of code, and change the theme as the others do.
(() => {
  "use strict";
  const html = document.documentElement;
  const said = document.getElementById("said"), theme = document.getElementById("theme");

  // Of lines, what is copied leaves out signs beside them, and lines that a fix removes or that the other side has alone.
  const line = (li) => [...li.childNodes].map((part) => part.nodeName === "SPAN" ? "" : part.textContent).join("") + "\n";
  const textOf = (code) => code.tagName === "OL" ? [...code.children].filter((li) => !li.matches(".minus, .gap")).map(line).join("") : code.textContent;
  addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy]"), code = button?.previousElementSibling;
    if (!code) return;
    let words = "Copied";
    try {
      await navigator.clipboard.writeText(textOf(code));
    } catch { // the browser does not let the page copy
      getSelection().selectAllChildren(code);
      words = "Selected: press Ctrl + C";
    }
    said.textContent = button.dataset.copied = words;
    setTimeout(() => delete button.dataset.copied, 2000);
  });

  const name = () => {
    theme.title = "Theme: " + (html.dataset.theme ?? "auto");
    theme.lastElementChild.textContent = theme.title;
  };
  theme.addEventListener("click", () => {
    const next = { auto: "light", light: "dark" }[html.dataset.theme ?? "auto"];
    if (next) html.dataset.theme = next;
    else delete html.dataset.theme;
    try { localStorage.setItem("upgrade101-theme", next ?? ""); } catch {} // it is full
    name();
    said.textContent = theme.title;
  });
  name();
})();
