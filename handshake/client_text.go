package handshake

import "strings"

// ConsoleText is a line that a client prints when it fails a connection; {} is where a status, a name or a value
// goes. The texts are those of the programs' sources.
type ConsoleText string

// With is the line with a value.
func (t ConsoleText) With(value string) string { return strings.Replace(string(t), "{}", value, 1) }

// Chromium: net/websockets/websocket_basic_handshake_stream.cc, websocket_stream.cc
const (
	ChromeStatus             ConsoleText = "Error during WebSocket handshake: Unexpected response code: {}"
	ChromeStatusLine         ConsoleText = "Error during WebSocket handshake: Invalid status line"
	ChromeMissing            ConsoleText = "Error during WebSocket handshake: '{}' header is missing"
	ChromeRepeated           ConsoleText = "Error during WebSocket handshake: '{}' header must not appear more than once in a response"
	ChromeUpgrade            ConsoleText = "Error during WebSocket handshake: 'Upgrade' header value is not 'WebSocket': {}"
	ChromeConnection         ConsoleText = "Error during WebSocket handshake: 'Connection' header value must contain 'Upgrade'"
	ChromeAccept             ConsoleText = "Error during WebSocket handshake: Incorrect 'Sec-WebSocket-Accept' header value"
	ChromeProtocolUnoffered  ConsoleText = "Error during WebSocket handshake: Response must not include 'Sec-WebSocket-Protocol' header if not present in request: {}"
	ChromeProtocolOther      ConsoleText = "Error during WebSocket handshake: 'Sec-WebSocket-Protocol' header value '{}' in response does not match any of sent values"
	ChromeProtocolUnanswered ConsoleText = "Error during WebSocket handshake: Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received"
	ChromeExtensionSyntax    ConsoleText = "Error during WebSocket handshake: 'Sec-WebSocket-Extensions' header value is rejected by the parser: {}"
	ChromeExtensionUnknown   ConsoleText = "Error during WebSocket handshake: Found an unsupported extension '{}' in 'Sec-WebSocket-Extensions' header"
	ChromeExtensionRepeated  ConsoleText = "Error during WebSocket handshake: Received duplicate permessage-deflate response"
	ChromeDeflateRepeated    ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: Received duplicate permessage-deflate extension parameter {}"
	ChromeDeflate            ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid {} parameter"
	ChromeDeflateUnknown     ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: Received an unexpected permessage-deflate extension parameter"
	ChromeDeflateBits        ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: client_max_window_bits must have value"
	ChromeClientBits         ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid client_max_window_bits parameter"
	ChromeServerBits         ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid server_max_window_bits parameter"
	ChromeServerTakeover     ConsoleText = "Error during WebSocket handshake: Error in permessage-deflate: Received invalid server_no_context_takeover parameter"
	Chrome401                ConsoleText = "HTTP Authentication failed; no valid credentials available"
	Chrome407Server          ConsoleText = "Error in connection establishment: net::ERR_UNEXPECTED_PROXY_AUTH"
	ChromeResponse           ConsoleText = "Error during WebSocket handshake: net::ERR_INVALID_HTTP_RESPONSE"
	ChromeStream             ConsoleText = "Stream closed with error: net::{}"
	ChromeNetAnswer          ConsoleText = "Error during WebSocket handshake: net::{}"
)

// Firefox: dom/locales/appstrings.properties
const (
	FirefoxFails ConsoleText = "Firefox can’t establish a connection to the server at {}."
)

// Node: undici, lib/web/websocket
const (
	NodeStatus             ConsoleText = "Received network error or non-101 status code."
	NodeHTTP2              ConsoleText = "Received network error or non-200 status code."
	NodeProtocolUnanswered ConsoleText = "Server did not respond with sent protocols."
	NodeUpgrade            ConsoleText = `Server did not set Upgrade header to "websocket".`
	NodeConnection         ConsoleText = `Server did not set Connection header to "upgrade".`
	NodeAccept             ConsoleText = "Incorrect hash received in Sec-WebSocket-Accept header."
	NodeExtension          ConsoleText = "Sec-WebSocket-Extensions header does not match."
	NodeProtocolOther      ConsoleText = "Protocol was not set in the opening handshake."
)

// The package ws of npm, lib/websocket.js, and what Node itself reports there
const (
	WSStatus             ConsoleText = "Unexpected server response: {}"
	WSUpgrade            ConsoleText = "Invalid Upgrade header"
	WSAccept             ConsoleText = "Invalid Sec-WebSocket-Accept header"
	WSProtocolUnoffered  ConsoleText = "Server sent a subprotocol but none was requested"
	WSProtocolOther      ConsoleText = "Server sent an invalid subprotocol"
	WSProtocolUnanswered ConsoleText = "Server sent no subprotocol"
	WSExtensionUnoffered ConsoleText = "Server sent a Sec-WebSocket-Extensions header but no extension was requested"
	WSExtensionOther     ConsoleText = "Server indicated an extension that was not requested"
	WSExtension          ConsoleText = "Invalid Sec-WebSocket-Extensions header"
	WSHangUp             ConsoleText = "socket hang up"
	WSParse              ConsoleText = "Parse Error: {}"
)

func chromePrefix(url string) string { return "WebSocket connection to '" + url + "' failed: " }
