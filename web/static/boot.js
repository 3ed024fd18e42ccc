// Runs before everything else, so that the page starts wherever it is put.
(() => {
  "use strict";

  // The program cannot read an address in which a percent sign begins no escape, as in #inspect%zz. So such a sign
  // is escaped itself, now and whenever the address changes, before the program sees it.
  const readable = () => {
    const address = location.href.replace(/%(?![0-9a-f]{2})/gi, "%25");
    if (address !== location.href) history.replaceState(history.state, "", address);
  };
  readable();
  for (const kind of ["hashchange", "popstate"]) addEventListener(kind, readable, true);

  // Where storage is blocked, as in a sandboxed iframe, reading window.localStorage throws. The
  // program cannot catch that, so it gets a storage that lives as long as the page.
  const memory = () => {
    const items = new Map();
    return {
      memory: true,
      get length() { return items.size; },
      key: (i) => [...items.keys()][i] ?? null,
      getItem: (k) => items.get(String(k)) ?? null,
      setItem: (k, v) => { items.set(String(k), String(v)); },
      removeItem: (k) => { items.delete(String(k)); },
      clear: () => { items.clear(); },
    };
  };
  const embed = document.currentScript.hasAttribute("data-embed"); // those store nothing, whichever site shows them
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      if (embed) throw embed;
      window[name].getItem("probe");
    } catch {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  }

  // The theme that the address asks for, as an embed may, or else the one that was chosen before: ahead
  // of the first paint.
  document.documentElement.classList.add("scripted");
  const theme = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("upgrade101-theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }

  // Without the script that starts the program, or that of a document, this is a page without scripts.
  addEventListener("error", ({ target }) => {
    if (/(start|document)\.js$/.test(target.src)) document.documentElement.classList.remove("scripted");
  }, true);

  // Where the address is that of predicting, the prerendered answers are hidden until the program has replaced them.
  document.documentElement.classList.toggle("covered", location.hash === "#predict" && location.pathname.includes("/lesson/"));

  // A browser shows a file, or a link, that is dropped on a page in place of the page, and all that was typed would
  // be gone. So files go to an editor, pasted ones as well, and the program reads them (app/model/filedrop.go). What
  // else is dropped is welcome where one can type.
  const typing = (e) => e.target.closest?.("textarea, input, select");
  const editorAt = (e) => {
    const field = typing(e);
    if (field && !field.closest(".editor")) return; // a field for something else
    const editor = field ?? [...document.querySelectorAll(".editor textarea")].find((one) => one.offsetParent);
    return editor?.readOnly ? undefined : editor;
  };
  let hot;
  const mark = (editor) => {
    if (hot !== editor) hot?.removeAttribute("data-hot");
    hot = editor;
    hot?.setAttribute("data-hot", "");
  };
  const give = (e, editor, files) => {
    e.preventDefault();
    window.droppedFiles = { id: editor.id, files: [...files] };
    if (document.documentElement.classList.contains("mounted")) window.takeFiles();
    else window.program.start();
  };
  addEventListener("dragover", (e) => {
    const files = e.dataTransfer.types.includes("Files"), editor = files && editorAt(e);
    mark(editor || undefined);
    if (!files && typing(e)) return;
    e.preventDefault();
    e.dataTransfer.dropEffect = editor ? "copy" : "none";
  });
  addEventListener("dragleave", (e) => e.relatedTarget || mark());
  addEventListener("drop", (e) => {
    const { files } = e.dataTransfer, editor = files.length > 0 && editorAt(e);
    mark();
    if (editor) give(e, editor, files);
    else if (files.length || !typing(e)) e.preventDefault();
  });
  // What is pasted beside the fields is for an editor, too. There, and in the example that the page opens with, it replaces
  // everything, unless a part of the example is selected.
  // Chromium takes a third of a second to paste 200 KB, and seconds for more. Written by a script a text is there at
  // once; the page takes it back (app/model/undo.go). Laying its lines out takes longer than judging them: so the verdict is
  // painted with the first of them, and the others follow.
  const long = 1 << 14;
  let rest = () => {};
  addEventListener("beforeinput", () => rest(), true);
  const isExample = (editor) => editor.closest(".paper")?.querySelector(".example") && !document.querySelector(".unchecked");
  addEventListener("paste", (e) => {
    const { files, types } = e.clipboardData, field = typing(e), editor = !e.target.closest?.("dialog") && editorAt(e);
    const text = e.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (!editor) return;
    rest();
    if (files.length && !types.includes("text/plain")) give(e, editor, files);
    const { selectionStart, selectionEnd, value } = editor, whole = !field || selectionStart === selectionEnd && isExample(editor);
    if (!text || !whole && text.length <= long) return;
    e.preventDefault();
    if (text.length > long) editor.closest(".paper")?.classList.add("long"); // as the page will (app/view/editor.go): laid out once, not twice
    const [from, to] = whole ? [0, value.length] : [selectionStart, selectionEnd];
    const event = new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" });
    if (text.length > 4 * long && document.documentElement.classList.contains("mounted")) {
      event.whole = value.slice(0, from) + text + value.slice(to); // for root.input (app/root.go)
      editor.setRangeText(text.slice(0, long), from, to, "end");
      const at = from + long, begun = editor.value;
      rest = () => {
        rest = () => {};
        const { value, selectionStart } = editor;
        if (value.length > begun.length + long || !value.startsWith(begun.slice(0, at))) return; // another text by now
        editor.setRangeText(text.slice(long), at, at, selectionStart === at ? "end" : "preserve");
        if (value !== begun) editor.dispatchEvent(new InputEvent("input", { bubbles: true })); // an edit came before the rest
      };
      requestAnimationFrame(() => setTimeout(() => rest()));
    } else {
      editor.setRangeText(text, from, to, "end");
    }
    if (!field) editor.focus();
    editor.dispatchEvent(event);
  });

  // An iframe in a page of another site leaves nothing behind there: no service worker.
  if (embed || window !== window.top || window.origin === "null") {
    delete Navigator.prototype.serviceWorker;
    return;
  }

  // The worker says which version it is. Another than this page's is newer: the page offers to reload. When the tab
  // is shown again, the page looks for an update. (Both functions are app.js's, which start.js loads.)
  const version = document.currentScript.src.split("/").at(-2);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data.upgrade101 && data.upgrade101 !== version) window.program?.scripts().then(() => goappOnUpdate());
  });
  document.addEventListener("visibilitychange", () => document.hidden || window.goappTryUpdate?.());
})();
