package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
)

// Memory returns the current memory of the browser's processes, in bytes: private memory and a proportional share of shared
// memory, without mapped files such as the browser itself. It reads /proc, so it works on Linux only.
func (b *Browser) Memory(t testing.TB) (bytes int64) {
	t.Helper()
	parent := map[int]int{}
	processes, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range processes {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // it has just ended
		}
		// pid (name, which may hold blanks and brackets) state ppid …
		behind := string(text[strings.LastIndexByte(string(text), ')')+1:])
		var state string
		var ppid int
		if _, err := fmt.Sscan(behind, &state, &ppid); err == nil {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			parent[pid] = ppid
		}
	}
	for pid := range parent {
		above := pid
		for above > 1 && above != os.Getpid() {
			above = parent[above]
		}
		if above != os.Getpid() || pid == os.Getpid() {
			continue
		}
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		for line := range strings.Lines(string(text)) {
			var kB int64
			for _, kind := range []string{"Pss_Anon", "Pss_Shmem", "SwapPss"} {
				if _, err := fmt.Sscanf(line, kind+": %d kB", &kB); err == nil {
					bytes += kB << 10
				}
			}
		}
	}
	if bytes == 0 {
		t.Fatal("the memory of the browser is read from /proc, which is not there")
	}
	return bytes
}

// CollectGarbage runs the page's garbage collection.
func (tab *Tab) CollectGarbage() {
	tab.t.Helper()
	call(tab, heapprofiler.CollectGarbage, cdp.Empty{})
}
