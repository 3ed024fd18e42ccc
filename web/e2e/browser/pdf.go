package browser

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/chromedp/cdproto/page"
)

var (
	pdfObject   = regexp.MustCompile(`(?s)(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj`)
	pdfStream   = regexp.MustCompile(`(?s)^(<<.*?>>)\s*stream\r?\n(.*)\r?\nendstream`)
	pdfToText   = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	pdfContents = regexp.MustCompile(`/Type /Page\b[^s](?s:.*?)/Contents (\d+) 0 R|/Contents (\d+) 0 R(?s:.*?)/Type /Page\b[^s]`)
	pdfFontName = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	pdfMapped   = regexp.MustCompile(`(?s)begin(bfchar|bfrange)(.*?)endbf`)
	pdfHex      = regexp.MustCompile(`<([0-9A-Fa-f]*)>`)
	pdfShown    = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>`)
)

// ligatures are letters that fonts draw as one glyph.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl")

// Paper is a size of sheets, in inches.
type Paper struct{ Width, Height float64 }

var (
	A4     = Paper{8.27, 11.69}
	Letter = Paper{8.5, 11}
)

// PrintedText prints the page to PDF and returns its text without white space, in drawing order.
func (tab *Tab) PrintedText() string {
	tab.t.Helper()
	return strings.Join(tab.PrintedSheets(Letter), "")
}

// PrintedSheets prints the page to PDF and returns the text of each sheet without white space, in drawing order. It reads the
// PDF files of Chromium, in which each font maps its glyphs to characters, but not every PDF.
func (tab *Tab) PrintedSheets(on Paper) (sheets []string) {
	tab.t.Helper()
	pdf := call(tab, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: on.Width, PaperHeight: on.Height}).Data
	dictionaries, streams := map[string]string{}, map[string]string{}
	for _, o := range pdfObject.FindAllSubmatch(pdf, -1) {
		number, body := string(o[1]), o[2]
		dictionaries[number] = string(body)
		s := pdfStream.FindSubmatch(body)
		if s == nil {
			continue
		}
		dictionaries[number], streams[number] = string(s[1]), string(s[2])
		if bytes.Contains(s[1], []byte("/FlateDecode")) {
			if r, err := zlib.NewReader(bytes.NewReader(s[2])); err == nil {
				plain, _ := io.ReadAll(r)
				streams[number] = string(plain)
			}
		}
	}
	fonts := map[string]map[string]string{} // by name, from glyph to characters
	for _, d := range dictionaries {
		for _, f := range pdfFontName.FindAllStringSubmatch(d, -1) {
			if m := pdfToText.FindStringSubmatch(dictionaries[f[2]]); m != nil && fonts[f[1]] == nil {
				fonts[f[1]] = glyphs(streams[m[1]])
			}
		}
	}
	for _, o := range pdfObject.FindAllSubmatch(pdf, -1) { // the pages in their order
		contents := pdfContents.FindStringSubmatch(dictionaries[string(o[1])])
		if contents == nil {
			continue
		}
		var font map[string]string
		var text strings.Builder
		for _, s := range pdfShown.FindAllStringSubmatch(streams[contents[1]+contents[2]], -1) {
			if s[1] != "" {
				font = fonts[s[1]]
				continue
			}
			for shown := strings.ToLower(s[2]); len(shown) >= 4; shown = shown[4:] {
				text.WriteString(font[shown[:4]])
			}
		}
		sheets = append(sheets, ligatures.Replace(strings.Join(strings.Fields(text.String()), "")))
	}
	return sheets
}

// glyphs reads which characters the glyphs of a font are for, both in hexadecimal digits.
func glyphs(table string) map[string]string {
	known := map[string]string{}
	for _, part := range pdfMapped.FindAllStringSubmatch(table, -1) {
		codes := pdfHex.FindAllStringSubmatch(part[2], -1)
		if part[1] == "bfchar" {
			for i := 0; i+1 < len(codes); i += 2 {
				known[strings.ToLower(codes[i][1])] = characters(codes[i+1][1], 0)
			}
			continue
		}
		for i := 0; i+2 < len(codes); i += 3 {
			from, to := number(codes[i][1]), number(codes[i+1][1])
			for g := from; g <= to; g++ {
				known[hex.EncodeToString([]byte{byte(g >> 8), byte(g)})] = characters(codes[i+2][1], g-from)
			}
		}
	}
	return known
}

func number(digits string) (n int) {
	data, _ := hex.DecodeString(digits)
	for _, b := range data {
		n = n<<8 | int(b)
	}
	return n
}

// characters reads UTF-16 in hexadecimal digits, and takes the character that is so many after it.
func characters(digits string, after int) string {
	data, _ := hex.DecodeString(digits)
	var units []uint16
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i])<<8|uint16(data[i+1]))
	}
	if len(units) > 0 {
		units[len(units)-1] += uint16(after)
	}
	return string(utf16.Decode(units))
}
