package app

// go-app's state.go without states: this page keeps its own (app/model). The originals read every entry of the browser's
// storage at each start, and bring the reading and writing of dates along.

// State would be a value that components observe.
type State struct{}

// Observer would observe a state.
type Observer struct{}

type stateManager struct{}

const noStates = "web/build/slim leaves out states"

func (*stateManager) Observe(Context, string, any) Observer { panic(noStates) }
func (*stateManager) Get(Context, string, any)              { panic(noStates) }
func (*stateManager) Set(Context, string, any) State        { panic(noStates) }
func (*stateManager) Delete(Context, string)                { panic(noStates) }
func (*stateManager) Cleanup()                              {}
func (*stateManager) CleanupExpiredPersistedStates(Context) {}
