package command

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"upgrade101/app/model"
	"upgrade101/handshake"
	"upgrade101/handshake/frame"
	"upgrade101/handshake/paste"
	"upgrade101/handshake/report"
	"upgrade101/web/probe"
)

// probeCommand makes an opening handshake from this machine and reports the result.
func probeCommand(args []string, s *Streams) int {
	f := flags("probe", s)
	var o probe.Options
	f.Func("header", "a field line to send, `\"Name: value\"`; may be repeated", func(line string) error {
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || !isToken(name) || strings.ContainsAny(value, "\r\n\x00") {
			return fmt.Errorf("expected a field line such as \"Origin: https://a.example\"")
		}
		o.Fields = append(o.Fields, probe.Field{Name: name, Value: value})
		return nil
	})
	f.Func("protocol", "a subprotocol to offer; may be repeated, the preferred one first: `name`", func(name string) error {
		if !isToken(name) {
			return fmt.Errorf("a subprotocol is a token (RFC 6455 §4.1)")
		}
		o.Protocols = append(o.Protocols, name)
		return nil
	})
	f.Func("message", "a `text` message to send when the connection is open", func(text string) error {
		o.Message = &text
		return nil
	})
	f.BoolVar(&o.Insecure, "insecure", false, "go on with a certificate that does not verify")
	f.DurationVar(&o.Timeout, "timeout", probe.DefaultTimeout, "how long each step may take")
	page := f.String("page", "http://127.0.0.1:8000/", "`address` of the page that the link opens")
	asJSON := f.Bool("json", false, "print steps and report as JSON")
	operands, status, ok := parse(f, args, s)
	if !ok {
		return status
	}
	if len(operands) != 1 {
		return misuse(f, "name one address, ws://host/path or wss://host/path, behind the flags")
	}
	address, err := probe.ParseAddress(operands[0])
	if err != nil {
		return misuse(f, "%v", err)
	}
	if o.Timeout <= 0 || o.Timeout > 5*time.Minute {
		return misuse(f, "-timeout is %v; it takes more than nothing and at most 5m", o.Timeout)
	}
	if !strings.HasPrefix(*page, "http://") && !strings.HasPrefix(*page, "https://") {
		return misuse(f, "-page is %q; it takes an address such as http://127.0.0.1:8000/", *page)
	}
	o.URL = address
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	result := probe.Do(ctx, o)
	j := judgeProbe(result)
	if *asJSON {
		e := json.NewEncoder(s.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		out := probeReport(result, &j.Report)
		out.IgnoredProxy = probe.IgnoredProxy(address)
		if err := e.Encode(out); err != nil {
			fmt.Fprintf(s.Err, "upgrade101 probe: %v\n", err)
			return exitUnknown
		}
		return exitOfProbe(result)
	}
	w := &writer{plain: !s.Terminal}
	if variable := probe.IgnoredProxy(address); variable != "" {
		w.WriteString("The environment names a proxy in " + variable + "; a probe connects directly and does not use it.\n\n")
	}
	w.probe(result)
	w.WriteString("\n")
	w.judged(&j)
	if link := model.LinkTo(*page, result.Request, result.Response); link != "" {
		w.WriteString("\nInspect it: " + link + "\n")
	}
	return s.wrote("probe", w.String(), exitOfProbe(result))
}

func exitOfProbe(p *probe.Result) int {
	if p.Opened && p.Fault == nil {
		return exitOK
	}
	return exitFails
}

// judgeProbe explains a probe, from what crossed the wire and the errors of the network.
func judgeProbe(p *probe.Result) judged {
	x := handshake.Exchange{Request: p.Request, Response: p.Response}
	if p.Request == "" { // it failed before a request could be sent
		x.Context |= handshake.ContextNothing
	}
	text := ""
	if p.Fault != nil {
		if text = p.Fault.Error(); !p.Opened {
			x.Response = "" // what arrived cannot be judged as an answer
		}
	}
	r := handshake.Inspect(x, handshake.Policy{})
	return newJudged(&r, report.ReadFrom{Format: paste.FormatRaw, Text: text})
}

// probe writes the steps and what crossed the wire.
func (w *writer) probe(p *probe.Result) {
	for _, s := range p.Steps {
		sign, detail := w.colour(green, "✓"), s.Detail
		switch {
		case s.Err != nil:
			sign, detail = w.colour(red, "✕"), s.Err.Error()
		case s.Name == "TLS" && p.Distrust != nil:
			sign = w.colour(yellow, "▲")
		}
		fmt.Fprintf(w, "%s %-9s %8s  %s\n", sign, s.Name, s.Took.Round(10*time.Microsecond), safe(detail))
		if s.Name == "TLS" && p.Certificate != "" {
			fmt.Fprintf(w, "%21s  certificate %s\n", "", safe(p.Certificate))
		}
	}
	w.bytes("> ", p.Request)
	w.bytes("< ", p.Response)
	if len(p.Frames) > 0 {
		w.WriteString("\n")
	}
	for i := range p.Frames {
		w.frame(&p.Frames[i])
	}
}

// frame writes a line about a frame.
func (w *writer) frame(r *frame.Record) {
	sign, opcode := "<", frame.Opcode(r.Opcode)
	if r.From == "client" {
		sign = ">"
	}
	fmt.Fprintf(w, "%s %s frame of %d bytes", sign, opcode, r.Length)
	if !r.Fin {
		w.WriteString(", not the last of its message")
	}
	text := string(r.Payload)
	switch {
	case len(r.Payload) == 0:
	case opcode == frame.Close:
		code, reason, _ := frame.ParseClose(r.Payload)
		text = code.String()
		if reason != "" {
			text += " " + strconv.Quote(reason)
		}
	case opcode == frame.Binary, !utf8.Valid(r.Payload) && !r.Cut:
		text = hex.EncodeToString(r.Payload[:min(len(r.Payload), maxShownHex)])
		if len(r.Payload) > maxShownHex {
			text += "…"
		}
	case r.Cut:
		text += "…"
	}
	if text != "" {
		w.WriteString(": " + safe(text))
	}
	w.WriteString("\n")
}

// Bounds on the output of a head and its content.
const (
	maxHeadLines    = 60
	maxContentLines = 5
	maxShownLine    = 200 // bytes
	maxShownHex     = 32  // bytes
)

// bytes writes a complete head and the beginning of its content.
func (w *writer) bytes(prefix, raw string) {
	if raw == "" {
		return
	}
	w.WriteString("\n")
	head, content, _ := strings.Cut(raw, "\r\n\r\n")
	w.lines(prefix, head, maxHeadLines)
	if content != "" {
		w.WriteString(strings.TrimSpace(prefix) + "\n")
		w.lines(prefix, content, maxContentLines)
		fmt.Fprintf(w, "%s(%d bytes of content)\n", prefix, len(content))
	}
}

func (w *writer) lines(prefix, text string, limit int) {
	n := 0
	for line := range strings.Lines(text) {
		if n++; n > limit {
			w.WriteString(prefix + "…\n")
			return
		}
		if line = strings.TrimRight(line, "\r\n"); len(line) > maxShownLine {
			line = line[:maxShownLine] + "…"
		}
		w.WriteString(strings.TrimRight(prefix+safe(line), " ") + "\n")
	}
}

// probeJSON is what -json prints.
type probeJSON struct {
	IgnoredProxy string         `json:"ignored_proxy,omitempty"` // the variable that names a proxy
	Steps        []stepJSON     `json:"steps"`
	Certificate  string         `json:"certificate,omitempty"`
	Distrust     string         `json:"distrust,omitempty"` // why the certificate does not verify
	ALPN         string         `json:"alpn,omitempty"`
	RequestB64   []byte         `json:"request_b64,omitempty"`
	ResponseB64  []byte         `json:"response_b64,omitempty"`
	Opened       bool           `json:"opened"`
	Frames       []frame.Record `json:"frames,omitempty"` // in both directions, the first ones and Close
	Close        string         `json:"close,omitempty"`
	Fault        string         `json:"fault,omitempty"`
	Report       *report.Report `json:"report"`
}

type stepJSON struct {
	Name         string `json:"name"`
	Detail       string `json:"detail,omitempty"`
	Microseconds int64  `json:"us"`
	Error        string `json:"error,omitempty"`
}

func probeReport(p *probe.Result, r *report.Report) probeJSON {
	out := probeJSON{Certificate: p.Certificate, ALPN: p.ALPN, RequestB64: []byte(p.Request), ResponseB64: []byte(p.Response),
		Opened: p.Opened, Frames: p.Frames, Close: p.Close, Report: r, Steps: []stepJSON{}}
	if p.Distrust != nil {
		out.Distrust = p.Distrust.Error()
	}
	if p.Fault != nil {
		out.Fault = p.Fault.Error()
	}
	for _, s := range p.Steps {
		step := stepJSON{Name: s.Name, Detail: s.Detail, Microseconds: s.Took.Microseconds()}
		if s.Err != nil {
			step.Error = s.Err.Error()
		}
		out.Steps = append(out.Steps, step)
	}
	return out
}

// isToken is token of RFC 9110 §5.6.2.
func isToken(s string) bool {
	const marks = "!#$%&'*+-.^_`|~"
	for i := range len(s) {
		c := s[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte(marks, c) >= 0) {
			return false
		}
	}
	return s != ""
}
