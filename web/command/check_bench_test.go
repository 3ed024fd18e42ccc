package command

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkCheck checks 10,000 files of 10 kB, of which one in ten shows a handshake and one in five mentions an
// upgrade, and searches the same files with grep -r. "linear" is the time of a file among 10,000 as a multiple of
// that among 1,000.
func BenchmarkCheck(b *testing.B) {
	grep, err := exec.LookPath("grep")
	if err != nil {
		b.Skip("there is no grep to compare with")
	}
	few, many := b.TempDir(), b.TempDir()
	const some, all = 1000, 10_000
	for dir, n := range map[string]int{few: some, many: all} {
		for i := range n {
			name := filepath.Join(dir, fmt.Sprint(i/100), fmt.Sprint(i, ".md"))
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(file10k(i)), 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	timed := func(work func()) float64 {
		begin := time.Now()
		work()
		return time.Since(begin).Seconds()
	}
	checked := func(dir string, n int) float64 {
		return timed(func() {
			if status, out, errs := run("check", dir); status != exitFails || strings.Count(out, "\n") != n/100 {
				b.Fatalf("status %d, %d problems, %s", status, strings.Count(out, "\n"), errs)
			}
		})
	}
	var own, less, theirs float64
	for b.Loop() {
		less += checked(few, some)
		own += checked(many, all)
		theirs += timed(func() {
			if out, err := exec.Command(grep, "-rci", "upgrade", many).Output(); err != nil {
				b.Fatalf("%v, %.100s", err, out)
			}
		})
	}
	b.ReportMetric(own/float64(b.N), "s/10000-files")
	b.ReportMetric(theirs/float64(b.N), "s/grep-r")
	b.ReportMetric(own/all/(less/some), "linear")
	b.ReportMetric(0, "ns/op")
}

// file10k is Markdown of 10 kB: prose with code blocks, and one in a hundred shows a handshake that fails.
func file10k(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# File %d\n\n", i)
	for n := 0; b.Len() < 9000; n++ {
		fmt.Fprintf(&b, "## Section %d\n\nA paragraph about *servers* and [links](https://a.example/%d), with `code` in it.\n\n- an entry\n- and another\n\n", n, n)
		b.WriteString("```go\nfunc main() {\n\thttp.ListenAndServe(\":8000\", nil)\n}\n```\n\n")
	}
	switch {
	case i%100 == 0:
		b.WriteString("```http\n" + badHead + "```\n\n")
	case i%10 == 0:
		b.WriteString("```http\n" + goodHead + "```\n\n")
	case i%5 == 0:
		b.WriteString("How to upgrade: see the manual.\n\n")
	}
	return b.String() + strings.Repeat("The end of it. ", (10_000-b.Len())/15)
}
