//go:build citations

// Package citations compares every citation of the project with the text of the RFC it names. The texts come
// from packages of Debian (install.sh).
package citations

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// texts are the sections of RFCs by number; a number without text is in none of the packages.
type texts map[string]map[string]string

// readTexts extracts the texts of these RFCs from the packages in a folder, where they stay.
func readTexts(folder string, numbers map[string]bool) (texts, error) {
	missing := map[string]bool{}
	for number := range numbers {
		if _, err := os.Stat(filepath.Join(folder, "rfc"+number+".txt")); err != nil {
			missing[number] = true
		}
	}
	packages, err := filepath.Glob(filepath.Join(folder, "*.deb"))
	if err != nil {
		return nil, err
	}
	for _, p := range packages {
		if err := unpack(p, folder, missing); err != nil {
			return nil, fmt.Errorf("%s: %w", p, err)
		}
	}
	out := texts{}
	for number := range numbers {
		raw, err := os.ReadFile(filepath.Join(folder, "rfc"+number+".txt"))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[number] = sections(string(raw))
	}
	return out, nil
}

// unpack writes the texts that are still missing and in this package.
func unpack(deb, folder string, missing map[string]bool) error {
	if len(missing) == 0 {
		return nil
	}
	command := exec.Command("dpkg-deb", "--fsys-tarfile", deb)
	pipe, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	archive := tar.NewReader(pipe)
	for {
		h, err := archive.Next()
		if err == io.EOF {
			return command.Wait()
		}
		if err != nil {
			return err
		}
		name, ok := strings.CutSuffix(path.Base(h.Name), ".txt.gz")
		number, rfc := strings.CutPrefix(name, "rfc")
		if h.Typeflag != tar.TypeReg || !ok || !rfc || !missing[number] {
			continue
		}
		text, err := gzip.NewReader(archive)
		if err != nil {
			return err
		}
		raw, err := io.ReadAll(text)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name+".txt"), raw, 0o644); err != nil {
			return err
		}
		delete(missing, number)
	}
}

var (
	pageBreak = regexp.MustCompile(`\n[^\n]*\[Page \d+\]\n+\f?\n?[^\n]*RFC \d+[^\n]*\n`)
	heading   = regexp.MustCompile(`^(?:Appendix )?((?:\d+|[A-Z])(?:\.\d+)*)\.? +\S`)
	inner     = regexp.MustCompile(`(?m)^\d+\.\d+\.? +\S`)        // a heading below the first level
	indented  = regexp.MustCompile(`^ +(\d+(?:\.\d+)+)\. +[A-Z]`) // the same in RFCs of the nineties
)

// sections splits an RFC at its headings, which begin in the first column (in an old RFC, only those of the first level). A
// line of the table of contents looks the same but has no text below it, so the longest of several sections counts.
func sections(rfc string) map[string]string {
	rfc = pageBreak.ReplaceAllString(strings.ReplaceAll(rfc, "\r", ""), "\n")
	found := map[string]string{}
	old := !inner.MatchString(rfc)
	number, body := "", ""
	end := func() {
		if _, seen := found[number]; number != "" && (!seen || len(body) > len(found[number])) {
			found[number] = strings.TrimSpace(body)
		}
	}
	for line := range strings.Lines(rfc) {
		m := heading.FindStringSubmatch(line)
		if m == nil && old {
			m = indented.FindStringSubmatch(line)
		}
		if m != nil {
			end()
			number, body = m[1], ""
			continue
		}
		body += line
	}
	end()
	return found
}
