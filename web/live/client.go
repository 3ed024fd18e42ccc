package live

import (
	"errors"
	"net"
	"slices"
	"sync"

	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/frame/deflate"
)

// Client is a WebSocket client that behaves as a browser's: it sends the head it is given, opens if a browser would, masks,
// compresses if that was negotiated, sends pongs, and takes part in the closing handshake. It connects to an engine in
// memory; the page uses it if there is no server. The other clients: ../README.md, "Its WebSocket clients".
type Client struct {
	conn   net.Conn
	out    chan []byte // frames to write
	gone   chan struct{}
	end    func()
	hear   Hear
	reader frame.Reader
	in     frame.Inflater
	got    []byte
	begun  []byte // the incomplete message

	mu       sync.Mutex
	compress bool // messages
	deflater deflate.Deflater
	closed   bool // a Close frame was sent
}

// Hear receives the events of a Client in order. Close is the last.
type Hear interface {
	Refused(request, response string) // the reply does not open a browser's socket
	Open(protocol string)
	Text(message string)
	Binary(message []byte)
	Close(code frame.Code, reason string, clean bool)
}

// maxQueue bounds the frames that wait to be written. The connection of a page that sends more at once is closed.
const maxQueue = 256

// Connect opens a connection to the engine; head is the exact request. The last call of hear is Close.
func (e *Engine) Connect(head string, hear Hear) *Client {
	gone := make(chan struct{})
	c := &Client{conn: e.Pipe(), hear: hear, out: make(chan []byte, maxQueue), gone: gone,
		reader: frame.Reader{MaxMessage: 16 << 20, MaxFragments: 1000}}
	c.end = sync.OnceFunc(func() {
		close(gone)
		c.conn.Close()
	})
	c.out <- []byte(head)
	go c.write()
	go func() {
		code, reason, clean := c.run(head)
		c.end()
		hear.Close(code, reason, clean)
	}()
	return c
}

// Text sends a text message, Binary any bytes.
func (c *Client) Text(message string)   { c.message(frame.Text, []byte(message)) }
func (c *Client) Binary(message []byte) { c.message(frame.Binary, message) }

// Close begins the closing handshake.
func (c *Client) Close(code frame.Code, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		c.queue(frame.Header{Fin: true, Opcode: frame.Close}, frame.AppendClose(nil, code, reason))
	}
}

func (c *Client) message(kind frame.Opcode, message []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	h := frame.Header{Fin: true, Opcode: kind}
	if c.compress {
		h.RSV, message = frame.RSV1, c.deflater.Deflate(nil, message)
	}
	c.queue(h, message)
}

// queue masks a frame and passes it to the writer without waiting.
func (c *Client) queue(h frame.Header, payload []byte) {
	h.Masked, h.Key = true, newKey()
	select {
	case c.out <- frame.Append(nil, h, payload):
	default:
		c.end()
	}
}

func (c *Client) write() {
	for {
		select {
		case b := <-c.out:
			if _, err := c.conn.Write(b); err != nil {
				return
			}
		case <-c.gone:
			return
		}
	}
}

// read reads once.
func (c *Client) read() error {
	c.got = slices.Grow(c.got, middleBuffer)
	n, err := c.conn.Read(c.got[len(c.got):cap(c.got)])
	c.got = c.got[:len(c.got)+n]
	if n > 0 {
		return nil
	}
	return err
}

// run reads from the reply to the end of the connection, and returns how it ended.
func (c *Client) run(request string) (code frame.Code, reason string, clean bool) {
	var end headEnd
	for !end.in(c.got) {
		if c.read() != nil || len(c.got) > maxHead {
			c.hear.Refused(request, string(c.got))
			return frame.Abnormal, "", false
		}
	}
	report := handshake.Inspect(handshake.Exchange{Request: request, Response: string(c.got)}, handshake.Policy{})
	if o := report.Client; !o.BrowserOpens {
		for report.Response.Status.Text != "101" && c.read() == nil && len(c.got) < 2*maxHead { // the content of a refusal
		}
		c.hear.Refused(request, string(c.got))
		return frame.Abnormal, "", false
	}
	c.got = c.got[report.Response.End.End:]
	if d := handshake.NegotiatedDeflate(report.Response); d != nil {
		c.reader.Deflate, c.in.Window = true, d.Server()
		c.mu.Lock()
		c.compress, c.deflater.Window = true, d.Client()
		c.mu.Unlock()
	}
	protocol := ""
	if chosen := report.Response.List("Sec-WebSocket-Protocol"); len(chosen) > 0 {
		protocol = chosen[0].Text
	}
	c.hear.Open(protocol)
	for {
		done, code, reason, err := c.frame()
		var broken *frame.Error
		switch {
		case done:
			return code, reason, true
		case errors.As(err, &broken):
			c.Close(broken.Code(), broken.Error())
			return frame.Abnormal, "", false
		case err != nil:
			return frame.Abnormal, "", false
		}
	}
}

// frame processes the next frame; done is the end of the closing handshake.
func (c *Client) frame() (done bool, code frame.Code, reason string, err error) {
	for {
		h, n, broken := c.reader.Next(c.got)
		if broken != nil {
			return false, 0, "", broken
		}
		if size := int64(n) + h.Length; n > 0 && int64(len(c.got)) >= size {
			payload := c.got[n:size]
			if broken := c.reader.Payload(payload, payload); broken != nil {
				return false, 0, "", broken
			}
			c.got = c.got[size:]
			return c.take(h, payload)
		}
		if err := c.read(); err != nil {
			return false, 0, "", err
		}
	}
}

func (c *Client) take(h frame.Header, payload []byte) (done bool, code frame.Code, reason string, err error) {
	switch {
	case h.Opcode == frame.Ping:
		c.queue(frame.Header{Fin: true, Opcode: frame.Pong}, payload)
	case h.Opcode == frame.Close:
		code, reason, broken := frame.ParseClose(payload)
		if broken != nil {
			return false, 0, "", broken
		}
		c.Close(code, "")
		return true, code, reason, nil
	case !h.Opcode.Control():
		if c.begun = append(c.begun, payload...); c.reader.Open() {
			break
		}
		message := c.begun
		c.begun = nil
		kind, compressed := c.reader.Message()
		if compressed {
			var text []byte
			keep := func(piece []byte) { text = append(text, piece...) }
			if broken := c.in.Inflate(message, kind, c.reader.MaxMessage, keep); broken != nil {
				return false, 0, "", broken
			}
			message = text
		}
		if kind == frame.Text {
			c.hear.Text(string(message))
		} else {
			c.hear.Binary(message)
		}
	}
	return false, 0, "", nil
}
