// What the pages can do that need no program (web/document): copy a piece of code or the address, filter a list, and
// change the theme as the others do.
(() => {
  "use strict";
  const html = document.documentElement;
  const said = document.getElementById("said"), theme = document.getElementById("theme");

  // Of lines, what is copied leaves out signs beside them, and lines that a fix removes or that the other side has alone.
  const line = (li) => [...li.childNodes].map((part) => part.nodeName === "SPAN" ? "" : part.textContent).join("") + "\n";
  const textOf = (code) => code.tagName === "OL" ? [...code.children].filter((li) => !li.matches(".minus, .gap")).map(line).join("") : code.textContent;
  // Pages that are not secure have no clipboard, but a field whose text can be copied.
  const byCommand = (text) => {
    const field = document.createElement("textarea"), { activeElement } = document;
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    activeElement.focus({ preventScroll: true });
    return copied;
  };
  const copy = async (button, text, words, otherwise) => {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false) || byCommand(text);
    delete button.dataset.asks;
    tell(button, "copied", done ? "Copied" : "", words);
    if (!done) otherwise();
  };
  // Says at a button what became of it, in words that do not reach beyond the button where it worked. What the reader has to do stays until it is done.
  const tell = (button, what, words, aloud = words) => {
    said.textContent = words && aloud;
    if (!words) return;
    button.dataset[what] = words;
    if (what === "copied") setTimeout(() => delete button.dataset.copied, 2000);
  };
  addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]"), code = button?.previousElementSibling;
    if (!code) return;
    copy(button, textOf(code), "Copied", () => {
      getSelection().selectAllChildren(code);
      tell(button, "asks", "Selected: press Ctrl + C or ⌘ + C");
      addEventListener("copy", () => {
        delete button.dataset.asks;
        tell(button, "copied", "Copied");
      }, { once: true });
    });
  });
  document.getElementById("share").addEventListener("click", ({ target }) =>
    copy(target, location.href, "Address copied", () => {
      const box = document.getElementById("address");
      box.parentElement.hidden = false;
      box.value = location.href;
      box.focus();
      box.select();
    }));

  // A sheet of paper has no links.
  for (const address of document.querySelectorAll(".address")) address.textContent = address.previousElementSibling.href;

  document.getElementById("print")?.addEventListener("click", () => print());

  // Of a list, the entries that hold each word that is typed, first those with the most of them in the name or the address; a group
  // without any is left out.
  const filter = document.querySelector("[data-filter]"), count = document.getElementById("found");
  const entries = filter ? [...document.querySelectorAll(filter.dataset.filter)] : [], groups = [...document.querySelectorAll(".group")], above = groups[0]?.previousElementSibling;
  const narrow = () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (entry) => {
      const text = (entry.textContent + " " + (entry.dataset.words ?? "")).toLowerCase();
      return wanted.every((word) => text.includes(word));
    };
    const named = (entry) => {
      const a = entry.querySelector("a"), name = (a.pathname.split("/").pop() + " " + a.textContent).toLowerCase();
      return wanted.filter((word) => name.includes(word)).length;
    };
    let found = 0;
    const ranks = new Map();
    for (const entry of entries) {
      entry.hidden = !fits(entry);
      found += !entry.hidden;
      ranks.set(entry, entry.hidden ? -1 : named(entry));
    }
    const best = (a, b) => ranks.get(b) - ranks.get(a);
    for (const entry of [...entries].sort(best)) entry.parentElement.append(entry);
    for (const group of groups) {
      const rank = Math.max(...entries.filter((entry) => group.contains(entry)).map((entry) => ranks.get(entry)));
      group.hidden = rank < 0;
      ranks.set(group, rank);
    }
    above?.after(...[...groups].sort(best));
    count.textContent = wanted.length ? found + " of " + entries.length : "";
    for (const jumps of document.querySelectorAll(".jumps")) jumps.hidden = wanted.length > 0;
    document.getElementById("no-match").hidden = found > 0;
    for (const link of document.querySelectorAll("#elsewhere li")) link.hidden = found > 0 || !fits(link);
  };
  filter?.addEventListener("input", () => {
    history.replaceState({ filter: filter.value }, "");
    narrow();
  });
  if (filter && history.state?.filter) { // on the way back
    filter.value = history.state.filter;
    narrow();
  }

  const name = () => {
    theme.title = "Theme: " + (html.dataset.theme ?? "auto");
    theme.lastElementChild.textContent = theme.title;
    theme.firstElementChild.textContent = { light: "☀", dark: "☾" }[html.dataset.theme] ?? "◐";
  };
  theme.addEventListener("click", () => {
    const [own, other] = matchMedia("(prefers-color-scheme: dark)").matches ? ["dark", "light"] : ["light", "dark"];
    const next = { auto: other, [other]: own }[html.dataset.theme ?? "auto"];
    if (next) html.dataset.theme = next;
    else delete html.dataset.theme;
    try { localStorage.setItem("upgrade101-theme", next ?? ""); } catch {} // it is full
    name();
    said.textContent = theme.title;
  });
  name();
})();
