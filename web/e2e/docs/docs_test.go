//go:build docs

// Package docs builds a small manual with each site generator for which the page makes snippets, and reads it in a browser.
package docs

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"upgrade101/app/lessons"
	"upgrade101/app/model"
	"upgrade101/web/e2e/browser"
)

var (
	chromium *browser.Browser
	site     string
)

func TestMain(m *testing.M) {
	os.Exit(browser.Main(m, "../../../bin/upgrade101", &site, &chromium))
}

// manual is a site in the folder of its generator. A line EMBED in a file is where the snippet goes, and
// https://HOST/ is this site.
type manual struct {
	build []string          // run in the folder; the site is written to the folder in the last argument
	files map[string]string // by name, which snippet goes in there
	pages map[string]string // by file, where it is in the site
}

// The Python of the system, isolated (-I) from the variables and packages of the user.
var manuals = map[string]manual{
	"mkdocs": {
		build: []string{"/usr/bin/python3", "-I", "-m", "mkdocs", "build", "--strict", "--site-dir"},
		files: map[string]string{"docs/index.md": "MkDocs Material"},
		pages: map[string]string{"docs/index.md": "/"},
	},
	"hugo": {
		build: []string{"hugo", "--panicOnWarning", "--destination"},
		files: map[string]string{"content/_index.md": "Hugo"},
		pages: map[string]string{"content/_index.md": "/"},
	},
	"sphinx": {
		build: []string{"/usr/bin/python3", "-I", "-m", "sphinx", "-W", "."},
		files: map[string]string{"index.rst": "Sphinx", "myst.md": "MyST"},
		pages: map[string]string{"index.rst": "/", "myst.md": "/myst.html"},
	},
	"docusaurus": {
		build: []string{"node", "node_modules/@docusaurus/core/bin/docusaurus.mjs", "build", "--out-dir"},
		files: map[string]string{"docs/index.mdx": "Docusaurus (MDX)"},
		pages: map[string]string{"docs/index.mdx": "/"},
	},
}

// packages are those of npm, for the generators that are made with it.
const packages = "../../../bin/docs/node_modules"

const slug = "nginx-strips-upgrade"

func TestGenerators(t *testing.T) {
	lesson, ok := lessons.BySlug(slug)
	if !ok {
		t.Fatalf("there is no lesson %s", slug)
	}
	for name, m := range manuals {
		if missing(t, name) {
			continue // named at the end of make test-docs
		}
		for file, language := range m.files {
			t.Run(language, func(t *testing.T) {
				address, pass, _ := browser.Between(t, site)
				e := model.Embed{Site: address + "/", Of: slug, Title: lesson.Title, Height: model.EmbedHeight}
				manual := m.make(t, name, e)
				read(t, manual+m.pages[file], e, pass)
			})
		}
	}
}

// missing tells whether install.sh could not bring it.
func missing(t *testing.T, name string) bool {
	t.Helper()
	file, err := os.Open("../../../bin/docs/missing")
	if err != nil {
		t.Fatalf("%v: run make test-docs", err)
	}
	defer file.Close()
	for in := bufio.NewScanner(file); in.Scan(); {
		if strings.HasPrefix(in.Text(), name+":") {
			return true
		}
	}
	return false
}

// make builds the manual with the embed in it, and serves it on a host of its own.
func (m manual) make(t *testing.T, name string, e model.Embed) (address string) {
	t.Helper()
	folder, out := filepath.Join(t.TempDir(), name), filepath.Join(t.TempDir(), "out")
	if err := os.CopyFS(folder, os.DirFS(name)); err != nil {
		t.Fatal(err)
	}
	snippets := map[string]string{}
	for _, s := range e.Snippets() {
		snippets[s.For] = s.Code
	}
	rewrite(t, folder, func(path, text string) string {
		if language, ok := m.files[path]; ok {
			if strings.Count(text, "\nEMBED\n") != 1 {
				t.Fatalf("%s has no line EMBED", path)
			}
			code := inPage(t, folder, snippets[language])
			text = strings.Replace(text, "\nEMBED\n", "\n"+code+"\n\n"+strings.Repeat("The manual goes on.\n\n", 60), 1)
		}
		return strings.ReplaceAll(text, "https://HOST/", e.Site)
	})
	if m.build[0] == "node" {
		modules, err := filepath.Abs(packages)
		if err := errors.Join(err, os.Symlink(modules, filepath.Join(folder, "node_modules"))); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(t.Context(), m.build[0], append(m.build[1:len(m.build):len(m.build)], out)...)
	command.Dir = folder
	command.Env = append(os.Environ(), "DOCUSAURUS_NO_PERSISTENT_CACHE=1") // it would hold an earlier run's folder
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, said)
	}
	return serve(t, out, e.Site)
}

// inPage is what of a snippet goes into the page. The rest it says the place of: "FILE:", the text of the
// file, "in a page:".
func inPage(t *testing.T, folder, snippet string) string {
	t.Helper()
	if snippet == "" {
		t.Fatal("the page makes no such snippet")
	}
	file, code, ok := strings.Cut(snippet, "\n\nin a page:\n\n")
	if !ok {
		return snippet
	}
	path, text, ok := strings.Cut(file, ":\n\n")
	if !ok {
		t.Fatalf("the snippet does not say where its first part goes:\n%s", snippet)
	}
	path = filepath.Join(folder, path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
	return code
}

// rewrite changes every file in a folder.
func rewrite(t *testing.T, folder string, change func(path, text string) string) {
	t.Helper()
	files := os.DirFS(folder)
	if err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(folder, path), []byte(change(path, string(text))), 0o644)
	}); err != nil {
		t.Fatal(err)
	}
}

var inline = regexp.MustCompile(`(?s)<script(?: [^>]*)?>(.*?)</script>`)

// serve runs a host with a strict policy: it allows its own scripts, the generator's inline scripts by their hashes, embed.js,
// and this site's iframes. The snippet has a style attribute, like themes.
func serve(t *testing.T, folder, site string) (address string) {
	t.Helper()
	hashes := ""
	rewrite(t, folder, func(path, text string) string {
		if filepath.Ext(path) == ".html" {
			for _, script := range inline.FindAllStringSubmatch(text, -1) {
				sum := sha256.Sum256([]byte(script[1]))
				hashes += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
			}
		}
		return text
	})
	policy := "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-src " + site +
		"; script-src 'self' " + site + "web/embed.js" + hashes
	files := http.FileServerFS(os.DirFS(folder))
	address, _ = browser.Host(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		files.ServeHTTP(w, r)
	})
	return strings.Replace(address, "127.0.0.1", "localhost", 1)
}

// watch sums up the layout shifts without recent input, like CLS.
const watch = `(() => {
	let sum = 0;
	const add = (entries) => { for (const e of entries) if (!e.hadRecentInput) sum += e.value };
	const observer = new PerformanceObserver(list => add(list.getEntries()));
	observer.observe({type: "layout-shift", buffered: true});
	window.shifts = async () => {
		for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
		add(observer.takeRecords());
		return sum;
	};
})()`

// read acts as a reader of the manual and checks the embed. pass lets the program through.
func read(t *testing.T, address string, e model.Embed, pass func()) {
	tab := chromium.Open(t)
	tab.BeforeEachPage(watch)
	tab.Go(address)
	manual, iframe := tab.Page(), tab.IFrame()

	type element struct{ Src, Title, Sandbox, Loading, Width string }
	want := element{e.Address(), "WebSocket handshake: " + e.Title, model.Sandbox, "lazy", "100%"}
	if got := browser.Eval[element](manual, `(({src, title, sandbox, loading, width}) => ({src, title, sandbox: sandbox.value, loading, width}))
		(document.querySelector("iframe"))`); got != want {
		t.Errorf("the generator made the iframe %+v, want %+v", got, want)
	}

	// The lesson is readable before the program runs.
	iframe.See(e.Title, "Connection: close", "The whole story")
	iframe.Find("heading", "Fails")
	barriers(t, iframe)

	// The focus comes in, the program is let through and takes over. The reader, who has scrolled a little,
	// sees nothing move; what the theme moved by itself before that is not the embed's.
	shifts := func() float64 { return browser.Eval[float64](manual, "shifts()") }
	scrolled := func() float64 { return browser.Eval[float64](manual, "scrollY") }
	height := func() float64 {
		return browser.Eval[float64](manual, `document.querySelector("iframe").getBoundingClientRect().height`)
	}
	running := func() (bool, string) {
		return browser.Eval[bool](iframe, "document.documentElement.classList.contains('running')"), "the lesson without it"
	}
	const place = 30 // px
	browser.Eval[bool](manual, fmt.Sprintf("(scrollTo({top: %d, behavior: 'instant'}), true)", place))
	before := shifts()
	iframe.Find("button", "Break it").Focus()
	if ok, _ := running(); ok {
		t.Error("the program runs, although it is held back")
	}
	pass()
	iframe.Wait("the program", running)
	if moved := shifts() - before; moved != 0 {
		t.Errorf("the embed shifted the layout of the page around it by %v while it started", moved)
	}
	if y := scrolled(); y != place {
		t.Errorf("the page was scrolled from %d to %v while the embed started", place, y)
	}
	if h := height(); h != float64(e.Height) {
		t.Errorf("the iframe is %v high before the reader changed anything, want %d", h, e.Height)
	}

	// The reader's actions change the height; embed.js adapts the iframe.
	manual.Keys(kb.Enter)
	iframe.Find("button", "Reset")
	manual.Wait("the iframe as high as what it shows", func() (bool, string) {
		h, shows := height(), browser.Eval[float64](iframe, "document.body.offsetHeight")
		return h == shows && h > float64(e.Height), fmt.Sprintf("%v, it shows %v", h, shows)
	})
	if y := scrolled(); y != place {
		t.Errorf("the page was scrolled from %d to %v when the iframe grew", place, y)
	}
	barriers(t, iframe)
	inspectCode(t, tab)
	for claimed, want := range map[string]float64{"1e9": 2000, "-5": 120} {
		browser.Eval[bool](manual, `(dispatchEvent(new MessageEvent("message", {origin: "null",
			source: document.querySelector("iframe").contentWindow, data: {upgrade101: "height", height: `+claimed+`, touched: true}})), true)`)
		if h := height(); h != want {
			t.Errorf("an iframe that claims to be %s high is made %v high, want %v", claimed, h, want)
		}
	}
}

// inspectCode opens, by keyboard, the embed below the only code block that shows an upgrade. Nothing is loaded before.
func inspectCode(t *testing.T, tab *browser.Tab) {
	t.Helper()
	manual := tab.Page()
	button := manual.Find("button", "Inspect this handshake") // fails where there are several
	if n := browser.Eval[int](manual, `document.querySelectorAll("ws-handshake").length`); n != 0 {
		t.Errorf("%d embeds of code blocks are there before a press", n)
	}
	expanded := func() string {
		return browser.Eval[string](manual, `document.querySelector(".upgrade101-inspect").getAttribute("aria-expanded")`)
	}
	button.Focus()
	manual.Keys(kb.Enter)
	iframes := tab.IFrames(2)
	iframes[1].See("Connection does not contain upgrade")
	if v := iframes[1].Find("textbox", "Request").Value(); !strings.Contains(v, "Host: docs.example") {
		t.Errorf("the embed of the code block holds %q", v)
	}
	if got := expanded(); got != "true" {
		t.Errorf("the button says expanded=%s of an open embed", got)
	}
	manual.Keys(kb.Enter) // the focus is where it was
	tab.IFrames(1)
	if got := expanded(); got != "false" {
		t.Errorf("the button says expanded=%s of a closed embed", got)
	}
}

// barriers is what axe-core finds in the iframe. In a sandbox the style sheets come from another origin, and
// axe-core would copy them into the page, against its policy: so preload is off, which takes from it one rule
// (css-orientation-lock) that the journeys have looked at without an iframe.
func barriers(t *testing.T, iframe browser.Page) {
	t.Helper()
	axe, err := os.ReadFile("../../../bin/axe/node_modules/axe-core/axe.min.js")
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("axe-core is not installed: not searched for barriers")
		return
	} else if err != nil {
		t.Fatal(err)
	}
	browser.Apart[bool](iframe, string(axe)+";true")
	violated := browser.Apart[string](iframe, `axe.run(document, {preload: false, resultTypes: ["violations"], rules: {"target-size": {enabled: true}}})
	.then(r => JSON.stringify(r.violations))`)
	var violations []struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
	if err := json.Unmarshal([]byte(violated), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		for _, n := range v.Nodes {
			t.Errorf("%s (%s): %s\n%s", v.ID, v.Help, n.HTML, n.FailureSummary)
		}
	}
}
