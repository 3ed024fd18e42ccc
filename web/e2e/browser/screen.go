package browser

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
)

// Screen is a screen with the system settings of its user. Width and Height are required.
type Screen struct {
	Width, Height int // CSS pixels
	Dark          bool
	Touch         bool // a touch screen, without a mouse
	Forced        bool // forced colours
	Still         bool // reduced motion
	Print         bool
}

func (s Screen) String() string {
	words := fmt.Sprintf("%d px, light", s.Width)
	if s.Dark {
		words = fmt.Sprintf("%d px, dark", s.Width)
	}
	return words
}

// On emulates another screen.
func (tab *Tab) On(s Screen) {
	tab.t.Helper()
	feature := func(name string, yes bool, on, off string) *emulation.MediaFeature {
		if yes {
			off = on
		}
		return &emulation.MediaFeature{Name: name, Value: off}
	}
	media := ""
	if s.Print {
		media = "print"
	}
	call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(s.Width), Height: int64(s.Height), DeviceScaleFactor: 1,
	})
	call(tab, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: s.Touch})
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: []*emulation.MediaFeature{
		feature("prefers-color-scheme", s.Dark, "dark", "light"),
		feature("forced-colors", s.Forced, "active", "none"),
		feature("prefers-reduced-motion", s.Still, "reduce", "no-preference"),
	}})
}

var (
	pdfPage    = regexp.MustCompile(`(?s)/Type /Page\b.*?/Contents (\d+) 0 R`)
	pdfContent = regexp.MustCompile(`(?s)\n(\d+) 0 obj\n<<[^>]*?/Length (\d+)`)
)

// Printed prints the page on paper of this height in inches, and returns for each sheet the size of its drawing commands in
// bytes: next to nothing for a blank sheet.
func (tab *Tab) Printed(height float64) (sheets []int) {
	tab.t.Helper()
	pdf := call(tab, page.PrintToPDF, page.PrintToPDFParams{PaperHeight: height}).Data
	drawn := map[string]int{}
	for _, c := range pdfContent.FindAllSubmatch(pdf, -1) {
		drawn[string(c[1])], _ = strconv.Atoi(string(c[2]))
	}
	for _, p := range pdfPage.FindAllSubmatch(pdf, -1) {
		sheets = append(sheets, drawn[string(p[1])])
	}
	return sheets
}
