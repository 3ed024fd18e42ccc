package browser

import (
	"encoding/json"

	"github.com/chromedp/cdproto/input"
)

// Tap taps the middle of the element; the screen must be a touch screen (Screen.Touch).
func (e Element) Tap() {
	e.page.t.Helper()
	c, ok := e.page.driver.(*chromium)
	if !ok {
		e.page.t.Skip("only Chromium can be touched")
	}
	var x, y float64
	e.press("touched", func() (err error) {
		x, y, err = c.middle(e.element)
		return err
	})
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		call(e.page.Tab, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)})
	}
	touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: x, Y: y})
	touch(input.DispatchTouchEventTypeTouchEnd)
}

// InSight reports whether the element is on the screen and nothing covers its middle.
func (e Element) InSight() (yes bool) {
	e.page.t.Helper()
	_ = json.Unmarshal(e.do(`function() {
		const {left, right, top, bottom} = this.getBoundingClientRect();
		return top >= 0 && bottom <= innerHeight && this.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
	}`), &yes)
	return yes
}
