//go:build !wasm

package journeys

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"upgrade101/web/e2e/browser"
)

const lighthouse = "../../../bin/lighthouse/node_modules/lighthouse/cli/index.js"

// BenchmarkLighthouse reports the scores that Lighthouse gives, out of 100, each beside the least it should
// be: for a telephone, its default (a processor four times slower), and for a desk. Performance is what this
// machine makes of it: a busy one lowers it. Lighthouse is brought by web/e2e/lighthouse/install.sh.
func BenchmarkLighthouse(b *testing.B) {
	if _, err := os.Stat(lighthouse); errors.Is(err, fs.ErrNotExist) {
		b.Skip("Lighthouse is not installed: sh web/e2e/lighthouse/install.sh brings it, where npm is there")
	}
	chrome, err := browser.Path()
	if err != nil {
		b.Fatal(err)
	}
	for _, screen := range []string{"telephone", "desk"} {
		for _, path := range []string{"/", "/lesson/nginx-strips-upgrade", "/rule/conn-missing", "/hops"} {
			b.Run(strings.ReplaceAll(strings.Trim(path, "/")+".page", "/", "-")+"-"+screen, func(b *testing.B) {
				out := filepath.Join(b.TempDir(), "report.json")
				args := []string{lighthouse, site + path, "--quiet", "--no-enable-error-reporting", "--output=json", "--output-path=" + out,
					"--only-categories=performance,accessibility,best-practices,seo", "--chrome-flags=--headless=new --no-sandbox"}
				if screen == "desk" {
					args = append(args, "--preset=desktop")
				}
				if words, err := scored(chrome, args); err != nil {
					b.Fatalf("lighthouse: %v\n%s", err, words)
				}
				for b.Loop() {
				}
				report(b, out)
			})
		}
	}
}

// scored runs Lighthouse: again, at most twice, where it lost its own recording and asks for that.
func scored(chrome string, args []string) (words []byte, err error) {
	for range 3 {
		run := exec.Command("node", args...)
		run.Env = append(os.Environ(), "CHROME_PATH="+chrome)
		if words, err = run.CombinedOutput(); err == nil || !bytes.Contains(words, []byte("run Lighthouse again")) {
			break
		}
	}
	return words, err
}

// report prints the scores of a report of Lighthouse, and what keeps a category from its 100.
func report(b *testing.B, name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	var r struct {
		Categories map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Score               *float64
			Title, DisplayValue string
		}
	}
	if err := json.Unmarshal(text, &r); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		least float64
	}{{"performance", 95}, {"accessibility", 100}, {"best-practices", 100}, {"seo", 100}} {
		category := r.Categories[c.name]
		if category.Score == nil {
			b.Errorf("%s has no score", c.name)
			continue
		}
		b.ReportMetric(*category.Score*100, c.name)
		b.ReportMetric(c.least, c.name+"-least")
		if *category.Score*100 >= c.least {
			continue
		}
		for _, ref := range category.AuditRefs {
			if a := r.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 0.9 {
				b.Logf("%s: %s %s", c.name, a.Title, a.DisplayValue)
			}
		}
	}
	b.ReportMetric(0, "ns/op")
}
