// Pack writes x.br and x.gz next to every file x that is worth compressing, so that the server never compresses unchanging
// files. A pair that already unpacks to its file is kept. The best compression takes half a minute; with -quick, outdated
// pairs are removed instead, and the server sends plain bytes.
//
//	go run ./web/build/pack [-quick] web/static
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

func main() {
	log.SetFlags(0)
	quick := flag.Bool("quick", false, "remove outdated files instead of renewing them")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: pack [-quick] folder")
	}
	err := filepath.WalkDir(flag.Arg(0), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || done(name) {
			return err
		}
		return pack(name, *quick)
	})
	if err != nil {
		log.Fatalf("pack: %v", err)
	}
}

// done reports whether a file is compressed by its format.
func done(name string) bool {
	switch filepath.Ext(name) {
	case ".br", ".gz", ".png":
		return true
	}
	return false
}

// coding is one way to compress, and back.
type coding struct {
	ext    string
	writer func(io.Writer) io.WriteCloser
	reader func(io.Reader) (io.Reader, error)
}

var codings = []coding{
	{".br",
		func(w io.Writer) io.WriteCloser {
			// The largest window that browsers must support (RFC 7932 §9.1): the program is larger than the usual 4 MB.
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		},
		func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }},
	{".gz",
		func(w io.Writer) io.WriteCloser { z, _ := gzip.NewWriterLevel(w, gzip.BestCompression); return z },
		func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
}

func pack(name string, quick bool) error {
	body, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	sizes := make([]string, len(codings))
	errs := make([]error, len(codings))
	var wg sync.WaitGroup
	for i, c := range codings {
		wg.Go(func() {
			switch to := name + c.ext; {
			case c.holds(to, body):
			case quick:
				if err := os.Remove(to); !errors.Is(err, fs.ErrNotExist) {
					errs[i] = err
				}
			default:
				sizes[i], errs[i] = c.write(to, body)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if s := strings.Join(sizes, ""); s != "" {
		fmt.Printf("%s: %d bytes%s\n", name, len(body), s)
	}
	return nil
}

// holds reports whether a file unpacks to body.
func (c coding) holds(name string, body []byte) bool {
	file, err := os.Open(name)
	if err != nil {
		return false
	}
	defer file.Close()
	r, err := c.reader(file)
	if err != nil {
		return false
	}
	held, err := io.ReadAll(io.LimitReader(r, int64(len(body))+1))
	return err == nil && bytes.Equal(held, body)
}

// write compresses body to a file and reports its size.
func (c coding) write(name string, body []byte) (size string, err error) {
	var out bytes.Buffer
	w := c.writer(&out)
	if _, err := w.Write(body); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return fmt.Sprintf(", %d as %s", out.Len(), c.ext[1:]), os.WriteFile(name, out.Bytes(), 0o644)
}
