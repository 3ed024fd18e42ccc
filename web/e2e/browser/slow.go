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

// SlowNetwork emulates a line of this many bits a second and this latency for the tab.
func (tab *Tab) SlowNetwork(bits float64, latency time.Duration) {
	tab.t.Helper()
	call(tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{
			Latency: float64(latency.Milliseconds()), DownloadThroughput: bits / 8, UploadThroughput: bits / 8,
		}},
	})
}

// CPU returns the CPU time of the tab's main thread since the first call, in seconds and by kind: whole, script, style,
// layout. Other load on the machine affects it little.
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
