// Export writes the site as files for a static host, below any path. The files are the site's own answers, with compressed
// versions next to them for hosts that serve those.
//
//	go run ./web/build/export -base /docs/upgrade101/ dist
package main

import (
	"flag"
	"fmt"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"

	"upgrade101/web"
)

func main() {
	log.SetFlags(0)
	var (
		static web.Static
		base   = flag.String("base", "/", "`path` on the static host that the folder is served at")
		engine = flag.String("engine", "", "`file` of the engine to run in the page, for there is no server; without: nothing can be tried")
	)
	flag.StringVar(&static.Origin, "origin", "", "`address` of the static host, https://docs.example, for previews of links elsewhere")
	flag.StringVar(&static.Echo, "echo-url", "", "wss `address` of a live endpoint to offer; none: no live endpoint; without: the visitor may name one")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: export [-base path] [-origin address] [-echo-url address] folder")
	}
	config := web.Config{Base: *base, Static: &static}
	if *engine != "" {
		var err error
		if config.Engine, err = os.ReadFile(*engine); err != nil {
			log.Fatalf("export: %v", err)
		}
	}
	if err := export(config, flag.Arg(0)); err != nil {
		log.Fatalf("export: %v", err)
	}
}

func export(config web.Config, folder string) error {
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty; a copy goes into a folder of its own", folder)
	}
	site, err := web.New(config)
	if err != nil {
		return err
	}
	files := site.Files()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := write(site, site.Base()+files[name], filepath.Join(folder, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d files of version %s, to be served at %s\n", folder, len(files), site.Version(), site.Base())
	return nil
}

// codings are the compressed versions of a file, by the suffix of their names.
var codings = map[string]string{"": "identity", ".br": "br", ".gz": "gzip"}

// write requests a path from the site in every coding, and writes the answers.
func write(site http.Handler, path, name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	for end, coding := range codings {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", coding)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if missing := filepath.Base(name) == "404.html"; w.Code != http.StatusOK && !missing {
			return fmt.Errorf("%s: the site answers %d", path, w.Code)
		}
		if end != "" && w.Header().Get("Content-Encoding") != coding {
			continue // not worth compressing
		}
		if err := os.WriteFile(name+end, w.Body.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
