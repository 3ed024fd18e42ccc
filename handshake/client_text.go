package handshake

import (
	"slices"
	"strings"
)

// ConsoleLine is a line that a client prints when it fails a connection; {} is the place of a status, a name or a value. The texts
// are from the programs' source code.
type ConsoleLine string

// With returns the line with a value in place of {}.
func (t ConsoleLine) With(value string) string { return strings.Replace(string(t), "{}", value, 1) }

// Chromium: net/websockets/websocket_basic_handshake_stream.cc, websocket_stream.cc
const (
	ChromeStatus             ConsoleLine = "Error during WebSocket handshake: Unexpected response code: {}"
	ChromeStatusLine         ConsoleLine = "Error during WebSocket handshake: Invalid status line"
	ChromeMissing            ConsoleLine = "Error during WebSocket handshake: '{}' header is missing"
	ChromeRepeated           ConsoleLine = "Error during WebSocket handshake: '{}' header must not appear more than once in a response"
	ChromeUpgrade            ConsoleLine = "Error during WebSocket handshake: 'Upgrade' header value is not 'WebSocket': {}"
	ChromeConnection         ConsoleLine = "Error during WebSocket handshake: 'Connection' header value must contain 'Upgrade'"
	ChromeAccept             ConsoleLine = "Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value"
	ChromeProtocolUnoffered  ConsoleLine = "Error during WebSocket handshake: Response must not include 'Sec-WebSocket-Protocol' header if not present in request: {}"
	ChromeProtocolOther      ConsoleLine = "Error during WebSocket handshake: 'Sec-WebSocket-Protocol' header value '{}' in response does not match any of sent values"
	ChromeProtocolUnanswered ConsoleLine = "Error during WebSocket handshake: Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received"
	ChromeExtensionSyntax    ConsoleLine = "Error during WebSocket handshake: 'Sec-WebSocket-Extensions' header value is rejected by the parser: {}"
	ChromeExtensionUnknown   ConsoleLine = "Error during WebSocket handshake: Found an unsupported extension '{}' in 'Sec-WebSocket-Extensions' header"
	ChromeExtensionRepeated  ConsoleLine = "Error during WebSocket handshake: Received duplicate permessage-deflate response"
	ChromeDeflateRepeated    ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: Received duplicate permessage-deflate extension parameter {}"
	ChromeDeflate            ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid {} parameter"
	ChromeDeflateUnknown     ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: Received an unexpected permessage-deflate extension parameter"
	ChromeDeflateBits        ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: client_max_window_bits must have value"
	ChromeClientBits         ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid client_max_window_bits parameter"
	ChromeServerBits         ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid server_max_window_bits parameter"
	ChromeServerTakeover     ConsoleLine = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid server_no_context_takeover parameter"
	Chrome401                ConsoleLine = "HTTP Authentication failed; no valid credentials available"
	Chrome407Server          ConsoleLine = "Error in connection establishment: net::ERR_UNEXPECTED_PROXY_AUTH"
	ChromeResponse           ConsoleLine = "Error during WebSocket handshake: net::ERR_INVALID_HTTP_RESPONSE"
	ChromeEmpty              ConsoleLine = "Connection closed before receiving a handshake response"
	ChromeStream             ConsoleLine = "Stream closed with error: net::{}"
	ChromeNetAnswer          ConsoleLine = "Error during WebSocket handshake: net::{}"
)

// Firefox: dom/locales/appstrings.properties
const (
	FirefoxFails ConsoleLine = "Firefox can’t establish a connection to the server at {}."
)

// Node: undici, lib/web/websocket
const (
	NodeStatus             ConsoleLine = "Received network error or non-101 status code."
	NodeHTTP2              ConsoleLine = "Received network error or non-200 status code."
	NodeProtocolUnanswered ConsoleLine = "Server did not respond with sent protocols."
	NodeUpgrade            ConsoleLine = `Server did not set Upgrade header to "websocket".`
	NodeConnection         ConsoleLine = `Server did not set Connection header to "upgrade".`
	NodeAccept             ConsoleLine = "Incorrect hash received in Sec-WebSocket-Accept header."
	NodeExtension          ConsoleLine = "Sec-WebSocket-Extensions header does not match."
	NodeProtocolOther      ConsoleLine = "Protocol was not set in the opening handshake."
)

// The npm package ws, lib/websocket.js, and the errors of Node that it passes on
const (
	WSStatus             ConsoleLine = "Unexpected server response: {}"
	WSUpgrade            ConsoleLine = "Invalid Upgrade header"
	WSAccept             ConsoleLine = "Invalid Sec-WebSocket-Accept header"
	WSProtocolUnoffered  ConsoleLine = "Server sent a subprotocol but none was requested"
	WSProtocolOther      ConsoleLine = "Server sent an invalid subprotocol"
	WSProtocolUnanswered ConsoleLine = "Server sent no subprotocol"
	WSExtensionUnoffered ConsoleLine = "Server sent a Sec-WebSocket-Extensions header but no extension was requested"
	WSExtensionOther     ConsoleLine = "Server indicated an extension that was not requested"
	WSExtension          ConsoleLine = "Invalid Sec-WebSocket-Extensions header"
	WSHangUp             ConsoleLine = "socket hang up"
	WSParse              ConsoleLine = "Parse Error: {}"
)

func chromePrefix(url string) string { return "WebSocket connection to '" + url + "' failed: " }

var clientNames = strings.Split("Chrome,Firefox,WebKitGTK,Node 20,Node 22,Node 24,Node 26,ws (npm)", ",")

// texts are in the order of clientNames.
func (c *ConsoleText) texts() []string {
	return []string{c.Chrome, c.Firefox, c.WebKitGTK, c.Node20, c.Node, c.Node24, c.Node26, c.WS}
}

// ownOffers are the extensions that each client offers by itself, without spaces, in the order of clientNames; "" for one that can
// be told what to offer.
var ownOffers = strings.Split("permessage-deflate;client_max_window_bits,permessage-deflate,"+strings.Repeat("permessage-deflate;client_max_window_bits,", 5), ",")

// opening returns the names of the clients whose socket opens; "" if all do, or none. Of an answer with extensions, only a client
// that makes the offer of the request is recorded.
func (c *client) opening(v *ClientVerdict) string {
	var open []string
	fails := false
	for i, text := range v.Console.texts() {
		switch {
		case text != "":
			fails = true
		case c.req != nil && c.resp.count[nameExtensions] > 0 && ownOffers[i] != "" && strings.ReplaceAll(c.req.value(nameExtensions), " ", "") != ownOffers[i]:
		case !slices.ContainsFunc(v.Undetermined, func(name string) bool { return equalFold(name, clientNames[i]) }):
			open = append(open, clientNames[i])
		}
	}
	if !fails {
		return ""
	}
	return strings.Join(open, ", ")
}

// Lines returns what the clients print, as pairs of names and line. Clients that print the same share a pair.
func (v *ClientVerdict) Lines() (lines [][2]string) {
	for i, text := range v.Console.texts() {
		switch last := len(lines) - 1; {
		case text == "":
		case last >= 0 && lines[last][1] == text:
			lines[last][0] += ", " + clientNames[i]
		default:
			lines = append(lines, [2]string{clientNames[i], text})
		}
	}
	for _, name := range v.Undetermined {
		switch name {
		case Firefox:
			lines = append(lines, [2]string{"Firefox", "no fixed reaction: opens at times, fails at times"})
		case WebKitGTK:
			lines = append(lines, [2]string{"WebKitGTK", "asks again, and another response decides"})
		}
	}
	return lines
}
