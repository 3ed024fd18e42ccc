package accept

import (
	"strings"
	"unicode/utf8"

	"upgrade101/handshake/head"
)

// Mistake is a known way to get Sec-WebSocket-Accept wrong.
type Mistake struct {
	_ head.Uncompared

	ID   string // kebab case, stable
	Name string // what the code does, one sentence
	Why  string // how the mistake happens, and its effect
	Fix  string // what to do
}

type mistakeID uint8

const (
	accGUIDWrong mistakeID = iota
	accKeyDecoded
	accNoGUID
	accGUIDLower
	accGUIDFirst
	accGUIDOnly
	accGUIDNoHyphen
	accGUIDBraces
	accGUIDBinary
	accHexB64
	accHexB64Upper
	accHex
	accSHA256
	accMD5
	accNoHash
	accBase64URL
	accUnpadded
	accKeyCRLF
	accKeyLF
	accKeyCR
	accKeySpaceBefore
	accKeySpaceAfter
	accNewlineAfter
	accKeyQuoted
	accKeyUnpadded
	accKeyLower
	accNUL
	accUTF16
	accFieldLine
	accHMAC
	accDoubleB64
	accDoubleHash
	accTruncated
	accEcho
	accEscaped
	accPlusSpace
	accCase
	accStaticSample
	accOtherKey
	accWrongField
	accKeyDecodedText
	accShape
	mistakeCount
)

// Mistakes is every mistake that Diagnose finds. If two explain a value, the first one counts.
var Mistakes = [mistakeCount]*Mistake{
	accGUIDWrong: {ID: "acc-guid-wrong",
		Name: "The text after the key is not the GUID of RFC 6455.",
		Why: "All 36 characters count. From memory, or from a generated answer, the first four groups usually come out right and the " +
			"last one is made up; a client written at the same sitting makes the same mistake, so the pair passes its own tests.",
		Fix: "Copy the GUID from RFC 6455 §1.3; it ends in C5AB0DC85B11."},
	accKeyDecoded: {ID: "acc-key-decoded",
		Name: "The key was base64-decoded, and its 16 bytes were hashed.",
		Why:  "The key looks like something to decode first. The server hashes its 24 characters exactly as they are in the field.",
		Fix:  "Leave out the decoding; hash the text."},
	accNoGUID: {ID: "acc-no-guid",
		Name: "The key was hashed without the GUID.",
		Why:  "The GUID is what tells a WebSocket server from any other program that can hash a field.",
		Fix:  "Append the GUID to the key before hashing."},
	accGUIDLower: {ID: "acc-guid-lower",
		Name: "The GUID was written in lower case.",
		Why: "To a hash “a” and “A” are different bytes. Libraries for GUIDs parse either case and print lower case, so a GUID that " +
			"went through one comes out changed.",
		Fix: "Keep the GUID as a plain string constant in upper case."},
	accGUIDFirst: {ID: "acc-guid-first",
		Name: "The GUID was put before the key.",
		Why:  "The order decides: key first, GUID after it.",
		Fix:  "Swap the two."},
	accGUIDOnly: {ID: "acc-guid-only",
		Name: "The GUID was hashed without a key.",
		Why: "The lookup of Sec-WebSocket-Key found nothing, and the code did not check: a misspelt name, or a map that holds the names in " +
			"another case. This answer is the same for every client.",
		Fix: "Look the field up in the way your library spells names, and refuse the request with 400 if it is not there."},
	accGUIDNoHyphen: {ID: "acc-guid-nohyphen",
		Name: "The hyphens of the GUID were left out.",
		Why:  "The GUID counts as text here, and its four hyphens are part of the text.",
		Fix:  "Use the 36 characters with hyphens."},
	accGUIDBraces: {ID: "acc-guid-braces",
		Name: "The GUID was hashed with braces around it.",
		Why:  "Windows tools write GUIDs as {…}. The braces are no part of the text that is hashed.",
		Fix:  "Remove the braces."},
	accGUIDBinary: {ID: "acc-guid-binary",
		Name: "The GUID was turned into its 16 bytes before it was appended.",
		Why:  "For once a GUID is only a string of 36 characters; the number it represents plays no part.",
		Fix:  "Append the text of the GUID."},
	accHexB64: {ID: "acc-hex-b64",
		Name: "The digest was written in hexadecimal, and the hexadecimal digits were put into base64.",
		Why: "Many functions return a digest as 40 hexadecimal digits unless they are asked for bytes. Base64 of the digits has 56 " +
			"characters; base64 of the 20 bytes has 28.",
		Fix: "Ask the hash for bytes and encode those."},
	accHexB64Upper: {ID: "acc-hex-b64-upper",
		Name: "The digest was written in upper-case hexadecimal, and the digits were put into base64.",
		Why:  "A hex helper of the library ran between hash and base64. Base64 wants the 20 bytes, not 40 digits.",
		Fix:  "Give the bytes of the digest to base64."},
	accHex: {ID: "acc-hex",
		Name: "The digest was sent in hexadecimal.",
		Why:  "Hexadecimal is how digests are printed; the field carries base64 of the same bytes.",
		Fix:  "Encode the bytes of the digest in base64."},
	accSHA256: {ID: "acc-sha256",
		Name: "SHA-256 was used.",
		Why: "SHA-1 is no longer good enough for signatures, and linters say so; here it signs nothing, and RFC 6455 names no other. " +
			"SHA-256 yields 32 bytes, 44 characters.",
		Fix: "Use SHA-1, and tell the linter why."},
	accMD5: {ID: "acc-md5",
		Name: "MD5 was used.",
		Why:  "The drafts of 2010 had MD5. RFC 6455 has SHA-1; MD5 yields 16 bytes, 24 characters.",
		Fix:  "Use SHA-1."},
	accNoHash: {ID: "acc-no-hash",
		Name: "The text was put into base64 without hashing it.",
		Why:  "Base64 is only a way to write bytes. The step between, SHA-1, is missing.",
		Fix:  "Hash first, then encode the 20 bytes."},
	accBase64URL: {ID: "acc-base64url",
		Name: "The digest was written in the URL-safe alphabet.",
		Why: "The field uses the standard alphabet with “+” and “/”; the URL-safe one has “-” and “_” in their place. Digests without " +
			"these characters look the same in both, so it works for some connections and fails for others.",
		Fix: "Use the standard base64 encoder."},
	accUnpadded: {ID: "acc-unpadded",
		Name: "The “=” at the end is missing.",
		Why:  "Base64 of 20 bytes always ends in one “=”. Clients compare the whole text.",
		Fix:  "Use the encoder that pads, and trim nothing."},
	accKeyCRLF: {ID: "acc-key-crlf",
		Name: "The key was hashed with the line end (CR LF) of its field.",
		Why:  "A function that reads a line often returns its end with it.",
		Fix:  "Trim the value before hashing."},
	accKeyLF: {ID: "acc-key-lf",
		Name: "The key was hashed with a line feed after it.",
		Why:  "The key came from a file, a pipe or a line reader, and the end of the line came with it.",
		Fix:  "Trim the value before hashing."},
	accKeyCR: {ID: "acc-key-cr",
		Name: "The key was hashed with a carriage return after it.",
		Why:  "HTTP ends lines with CR LF. Code that splits the head at LF keeps a CR at the end of each line, where no log shows it.",
		Fix:  "Split at CR LF, or trim each value."},
	accKeySpaceBefore: {ID: "acc-key-space-before",
		Name: "The key was hashed with the space before it.",
		Why:  "The space after the colon separates name and value and belongs to neither.",
		Fix:  "Trim blanks around the value."},
	accKeySpaceAfter: {ID: "acc-key-space-after",
		Name: "The key was hashed with a space after it.",
		Why:  "Blanks at the end of a field line are legal, and are no part of the value.",
		Fix:  "Trim blanks on both sides of the value."},
	accNewlineAfter: {ID: "acc-newline-after",
		Name: "A line end was hashed after the GUID.",
		Why:  "Functions that print add a line end; so does echo in a shell without -n.",
		Fix:  "Hash the joined text and not one byte more."},
	accKeyQuoted: {ID: "acc-key-quoted",
		Name: "The key was hashed with quotation marks around it.",
		Why:  "The key went through JSON or a log format, which put it in quotes.",
		Fix:  "Take the bare value of the field."},
	accKeyUnpadded: {ID: "acc-key-unpadded",
		Name: "The key was hashed without the “==” at its end.",
		Why:  "The padding is part of the text that the client sent. It gets lost where code cuts at “=” or matches letters and digits only.",
		Fix:  "Hash all 24 characters."},
	accKeyLower: {ID: "acc-key-lower",
		Name: "The key was hashed in lower case.",
		Why: "Field names may be lower-cased to compare them; values may not. Lower-casing the whole head in one go makes another key " +
			"of this one.",
		Fix: "Lower-case names only."},
	accNUL: {ID: "acc-nul",
		Name: "A NUL byte was hashed after the text.",
		Why:  "Strings of C end in a NUL, and a buffer sized for it is one byte too long for the hash.",
		Fix:  "Hash exactly the 60 characters of key and GUID."},
	accUTF16: {ID: "acc-utf16",
		Name: "The text was hashed in UTF-16.",
		Why:  "Strings of Windows, .NET, Java and JavaScript have two bytes per character inside; the hash has to see one.",
		Fix:  "Convert to ASCII or UTF-8 before hashing; for these characters the two are the same."},
	accFieldLine: {ID: "acc-header-line",
		Name: "The whole field line was hashed, name and all.",
		Why:  "Only the value is the key; the name and the colon are not.",
		Fix:  "Cut the line at the first colon, and trim."},
	accHMAC: {ID: "acc-hmac",
		Name: "HMAC-SHA-1 was used.",
		Why:  "“Key” suggests a secret, but there is none: the computation is a plain SHA-1 over key and GUID, one after the other.",
		Fix:  "Use SHA-1 itself."},
	accDoubleB64: {ID: "acc-double-b64",
		Name: "The right value was put into base64 a second time.",
		Why:  "The hash function had returned base64 already.",
		Fix:  "Encode once."},
	accDoubleHash: {ID: "acc-double-hash",
		Name: "SHA-1 was applied twice.",
		Why:  "Two helpers each hash, and the input of the second is already a digest.",
		Fix:  "Hash once."},
	accTruncated: {ID: "acc-truncated",
		Name: "Only the first 16 bytes of the digest were encoded.",
		Why:  "The key has 16 bytes, the digest has 20; a buffer made for the one cuts off the other.",
		Fix:  "Encode all 20 bytes."},
	accEcho: {ID: "acc-echo",
		Name: "The key was sent back as it came.",
		Why:  "An echo proves nothing: any server that repeats what it gets could do it. The answer has to be computed.",
		Fix:  "Send base64 of SHA-1 over key and GUID."},
	accEscaped: {ID: "acc-escaped",
		Name: "The right value was escaped.",
		Why:  "Fields know no escapes: “%2B” is three characters here, and “&#43;” five. The value went through a function made for another format.",
		Fix:  "Write the base64 text as it is."},
	accPlusSpace: {ID: "acc-plus-space",
		Name: "Each “+” of the right value became a space.",
		Why:  "Form decoding reads “+” as a space. Values without “+” pass, so it fails only now and then.",
		Fix:  "Keep the value away from URL and form decoders."},
	accCase: {ID: "acc-case",
		Name: "The letters are right, their case is not.",
		Why:  "In base64 “a” and “A” are different values. Something changed the case of the whole value or head.",
		Fix:  "Leave the case of values alone."},
	accStaticSample: {ID: "acc-static-sample",
		Name: "The answer to a published example key was sent.",
		Why:  "The value is a constant in the code, copied from a text; it fits the one key of that text.",
		Fix:  "Compute the value from the key of each request."},
	accOtherKey: {ID: "acc-other-key",
		Name: "This is the right answer to another key.",
		Why: "Two handshakes got mixed up: a variable that connections share, a proxy that sends a key of its own, a cached answer, or a " +
			"client whose key was overwritten after it had stored it.",
		Fix: "Keep the key with its own request, and do not set Sec-WebSocket-Key by hand where a library makes one."},
	accWrongField: {ID: "acc-wrong-field",
		Name: "Another field than Sec-WebSocket-Key was hashed.",
		Why:  "The names of the handshake fields are alike, and a position in a list is easily off by one.",
		Fix:  "Read Sec-WebSocket-Key."},
	accKeyDecodedText: {ID: "acc-key-decoded-text",
		Name: "The key was base64-decoded into a string, and that string was encoded again before hashing.",
		Why: "The 16 bytes of a key are random and no text; reading them as text and writing them again changes them. And they should " +
			"not be decoded in the first place.",
		Fix: "Hash the 24 characters of the key as they are."},
	accShape: {ID: "acc-shape",
		Name: "No known mistake leads from this key to this value.",
		Why: "A value of the right shape is most likely the answer to another key: compare the key that the server logged with the one " +
			"that was sent. A value of another shape is no SHA-1 in base64 at all.",
		Fix: "Log the key and the joined text on the server, and compare them with the steps shown here."},
}

// tell fills in the words for a mistake; got is the received accept value.
func (c found) tell(got string) Found {
	t := Found{Mistake: Mistakes[c.mistake]}
	switch c.mistake {
	case accGUIDWrong:
		t.guid = c.about
		t.Detail = "It was " + head.Quote(c.about) + " instead of " + head.Quote(GUID) + "."
	case accGUIDOnly:
		if c.about != "" {
			t.Detail = "In front of it is the word " + head.Quote(c.about) + ": a missing value turned into text."
		}
	case accGUIDBinary:
		t.Detail = "The order of its bytes was " + c.about + "-endian."
	case accUTF16:
		t.Detail = "It was " + c.about + "."
	case accNewlineAfter:
		t.Detail = "The line end was " + c.about + "."
	case accHMAC:
		t.Detail = "It had " + c.about + "."
	case accEscaped:
		t.Detail = "The escapes are those for " + c.about + "."
	case accOtherKey:
		t.Detail = "That key is " + head.Quote(c.about) + "."
	case accWrongField:
		t.Detail = "The value of " + c.about + " was hashed."
	case accKeyDecodedText:
		t.Detail = "The bytes were read as " + c.about + "."
	case accShape:
		t.Detail = shape(got)
	}
	return t
}

// shape describes how a value differs from base64 of 20 bytes.
func shape(got string) string {
	const expected = "base64 of a SHA-1 digest has 28 characters and ends in one “=”"
	if got == "" {
		return "The value is empty; " + expected + "."
	}
	padding := len(got) - len(strings.TrimRight(got, "="))
	for i := range len(got) - padding {
		if c := got[i]; !isAlphanumeric(c) && c != '+' && c != '/' {
			_, size := utf8.DecodeRuneInString(got[i:])
			return "It holds " + head.Quote(got[i:i+size]) + " at character " + head.Decimal(i+1) + ", which is not in the alphabet of base64; " + expected + "."
		}
	}
	switch {
	case len(got) == 28 && padding == 1 && strings.IndexByte("AEIMQUYcgkosw048", got[26]) >= 0:
		return "It has 28 characters, ends in one “=” and decodes to 20 bytes: a SHA-1 digest, but of something else."
	case len(got) == 28 && padding == 1:
		return "It has 28 characters and ends in one “=”, but character 27 is " + head.Quote(got[26:27]) + " and leaves bits over after the twentieth byte: no encoder writes that."
	case len(got)%4 != 0 || padding > 2:
		return "It has " + head.Decimal(len(got)) + " characters, " + head.Decimal(padding) + " of them “=” at the end, and so is no complete base64; " + expected + "."
	}
	return "It has " + head.Decimal(len(got)) + " characters and decodes to " + head.Decimal(len(got)/4*3-padding) + " bytes; " + expected + "."
}
