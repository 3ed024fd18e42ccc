package visitor

// Limit is the reason why a connection, a session or a call was refused or ended.
type Limit uint8

const (
	NoLimit Limit = iota
	AllConnections
	AddressConnections
	AllSessions
	AddressSessions
	AddressHandshakes
	MessageSize
	MessageMemory
	SessionIdle
	SessionLength
	AllTries
	AddressTries
	AllInspections
	AddressInspections
	AddressBytes
	limits
)

// limitNames are their names in the metrics.
var limitNames = [limits]string{
	AllConnections:     "connections",
	AddressConnections: "address_connections",
	AllSessions:        "sessions",
	AddressSessions:    "address_sessions",
	AddressHandshakes:  "address_handshakes",
	MessageSize:        "message_size",
	MessageMemory:      "message_memory",
	SessionIdle:        "session_idle",
	SessionLength:      "session_length",
	AllTries:           "tries",
	AddressTries:       "address_tries",
	AllInspections:     "inspections",
	AddressInspections: "address_inspections",
	AddressBytes:       "address_bytes",
}

// Refuse counts that a visitor reached a limit.
func (b *Book) Refuse(limit Limit) {
	b.refused[limit].Add(1)
}

// Refused returns how often each limit was reached, by name, including those never reached.
func (b *Book) Refused() map[string]int64 {
	refused := map[string]int64{}
	for limit := NoLimit + 1; limit < limits; limit++ {
		refused[limitNames[limit]] = b.refused[limit].Load()
	}
	return refused
}
