package web

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"sync"

	scale "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"upgrade101/app"
)

// The picture that chats and social networks show with a link: title and verdict of the page, drawn on first request.

const socialWidth, socialHeight = 1200, 630 // pixels, as they expect

// pictures are drawn once each, and are the same for every site.
type pictures struct {
	of   map[string]app.Preview // by name
	mu   sync.Mutex
	done map[string]*asset
}

var allPictures = sync.OnceValue(func() *pictures {
	return &pictures{of: app.Previews(), done: map[string]*asset{}}
})

// picture returns "social/<name>.png"; nil if there is none.
func (p *pictures) picture(file string) *asset {
	name, social := strings.CutPrefix(file, "social/")
	preview, ok := p.of[strings.TrimSuffix(name, ".png")]
	if !social || !ok || !strings.HasSuffix(name, ".png") {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done[file] == nil {
		p.done[file] = newAsset(file, drawSocial(preview))
	}
	return p.done[file]
}

// names returns the file names of all pictures.
func (p *pictures) names() []string {
	var names []string
	for name := range p.of {
		names = append(names, "social/"+name+".png")
	}
	return names
}

// The colours of the style sheet's light theme.
var socialColours = map[string]color.RGBA{
	"bg": {0xFB, 0xFA, 0xF7, 0xFF}, "text": {0x1B, 0x1E, 0x23, 0xFF}, "muted": {0x56, 0x5C, 0x66, 0xFF}, "accent": {0x0B, 0x5C, 0xAD, 0xFF},
	"ok": {0x0F, 0x6B, 0x3A, 0xFF}, "warn": {0x8A, 0x4B, 0x00, 0xFF}, "bad": {0xB3, 0x20, 0x1B, 0xFF}, "info": {0x5A, 0x3E, 0x9B, 0xFF},
}

var socialFonts = sync.OnceValue(func() (fonts struct{ bold, regular *opentype.Font }) {
	fonts.bold, _ = opentype.Parse(gobold.TTF) // fonts of a pinned module: they parse
	fonts.regular, _ = opentype.Parse(goregular.TTF)
	return fonts
})

// socialMark is the site's logo.
var socialMark = sync.OnceValue(func() image.Image {
	data, _ := embedded.ReadFile("static/icon-192.png")
	mark, _ := png.Decode(bytes.NewReader(data)) // nil without the file: a picture without a logo
	return mark
})

func drawSocial(p app.Preview) []byte {
	const left, right = 80, socialWidth - 80
	picture := image.NewRGBA(image.Rect(0, 0, socialWidth, socialHeight))
	fill := func(r image.Rectangle, colour string) {
		draw.Draw(picture, r, image.NewUniform(socialColours[colour]), image.Point{}, draw.Src)
	}
	fonts := socialFonts()
	from := left
	write := func(f *opentype.Font, size float64, colour, text string, y, lines int) (next int) {
		face, _ := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
		d := font.Drawer{Dst: picture, Src: image.NewUniform(socialColours[colour]), Face: face}
		for _, line := range wrap(text, lines, func(s string) bool { return d.MeasureString(s) <= fixed.I(right-from) }) {
			y += int(size * 1.3)
			d.Dot = fixed.P(from, y)
			d.DrawString(line)
		}
		return y
	}
	class := p.Class
	if class == "" {
		class = "accent"
	}
	fill(picture.Bounds(), "bg")
	fill(image.Rect(0, 0, 24, socialHeight), class)
	if mark := socialMark(); mark != nil {
		scale.CatmullRom.Scale(picture, image.Rect(left, 46, left+56, 102), mark, mark.Bounds(), draw.Over, nil)
		from = left + 76
	}
	write(fonts.bold, 36, "text", "Upgrade 101", 40, 1)
	from = left
	y := write(fonts.bold, 68, "text", p.Title, 130, 3)
	write(fonts.regular, 34, "muted", p.About, y+30, 3)
	if p.Verdict != "" {
		write(fonts.bold, 44, class, p.Verdict, socialHeight-120, 1)
	}
	var b bytes.Buffer
	_ = png.Encode(&b, picture) // into memory
	return b.Bytes()
}

// wrap breaks a text into at most so many lines that fit, and ends it with an ellipsis if it is too long.
func wrap(text string, limit int, fits func(string) bool) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line == "" || fits(longer) {
			line = longer
			continue
		}
		if len(lines) == limit-1 {
			return append(lines, line+" …")
		}
		lines, line = append(lines, line), word
	}
	return append(lines, line)
}
