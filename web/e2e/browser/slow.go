package browser

import (
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/performance"
)

// SlowCPU makes the tab's processor this many times slower.
func (tab *Tab) SlowCPU(times float64) {
	tab.t.Helper()
	call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: times})
}

// SlowNetwork puts a line of this many bits a second and this latency between the tab and every server.
func (tab *Tab) SlowNetwork(bits float64, latency time.Duration) {
	tab.t.Helper()
	call(tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{
			Latency: float64(latency.Milliseconds()), DownloadThroughput: bits / 8, UploadThroughput: bits / 8,
		}},
	})
}

// CPU counts what the tab's main thread computes for, in seconds since the first call and by kind: whole,
// script, style, layout. It counts the time of the processor, not of the clock, so other programs on the
// machine matter little.
func (tab *Tab) CPU() map[string]float64 {
	tab.t.Helper()
	call(tab, performance.Enable, performance.EnableParams{TimeDomain: "threadTicks"})
	seconds := map[string]float64{}
	for _, m := range call(tab, performance.GetMetrics, struct{}{}).Metrics {
		switch m.Name {
		case "TaskDuration":
			seconds["whole"] = m.Value
		case "ScriptDuration":
			seconds["script"] = m.Value
		case "RecalcStyleDuration":
			seconds["style"] = m.Value
		case "LayoutDuration":
			seconds["layout"] = m.Value
		}
	}
	return seconds
}
