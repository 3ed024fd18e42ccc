package accept

import (
	"strings"
	"sync"
)

// guidStart is the part that nearly every wrong GUID has in common with the right one: people and language models remember four
// groups and invent the fifth.
const guidStart = "258EAFA5-E914-47DA-95CA-"

// wrongTails are the last groups of wrong GUIDs in public code. A server with one passes its own tests if its client makes the same
// mistake.
var wrongTails = strings.Fields(`
	C5AB0DC85B1  C5AB0DC85B12 5AB0DC85B11  5AB0DC85B11F C5AB5DC85B11
	C5AB5DC65340 C5AB5DC8500B C5AB5DC11B5A6
	5AB5DC11B735 5AB5DC11B75B 5AB5DC11BE85 5AB5DC11B0BA 5AB5DC11B65E 5AB5DC11BE71 5AB5DC11B5A0
	5AB5DC11B09B 5AB5DC11885E 5AB5DC69C85E 5AB5DC76CB65 5AB5DC286688 5AB5E4BE6AC6
	5AB9DC11B5AB 5AB9DC525C63 5AB9964DA7F3 5AB9DC799073 5AB9AA10ABE4 5AB9FFC3B2E8 5AB9FE30B130
	5AB9C04E64DC 5AB9FC19B34A 5AB9F0F8DC04 5AB9FB669B5A 5AB9DC80CB65
	5AB53ADF711E 5AB53ADF711E2 5AB5353BE70A 5AB5353BE740 5AB53DC52D51 5AB53E09BE11 5AB53DC40B11
	5AB5380DC63B 5AB53F89FEED 5AB53DC45B10`)

// guidForms are the texts that code appends instead of the GUID, fewest mistakes first.
var guidForms = sync.OnceValue(func() []form {
	wrong := []form{{text: GUID}}
	for _, tail := range wrongTails {
		wrong = append(wrong, form{text: guidStart + tail}.because(accGUIDWrong, guidStart+tail))
	}
	spellings := []struct {
		mistake mistakeID
		spell   func(string) string
	}{
		{accGUIDLower, strings.ToLower},
		{accGUIDNoHyphen, func(s string) string { return strings.ReplaceAll(s, "-", "") }},
		{accGUIDBraces, func(s string) string { return "{" + s + "}" }},
	}
	forms := append(wrong[:len(wrong):len(wrong)],
		form{text: ""}.because(accNoGUID, ""),
		form{text: guidBigEndian}.because(accGUIDBinary, "big"),
		form{text: guidMixedEndian}.because(accGUIDBinary, "mixed"))
	for i, first := range spellings {
		once := form{text: first.spell(GUID)}.because(first.mistake, "")
		forms = append(forms, once)
		for _, second := range spellings[i+1:] {
			forms = append(forms, form{text: second.spell(once.text), mistakes: once.mistakes, n: once.n}.because(second.mistake, ""))
		}
		for _, w := range wrong[1:] {
			forms = append(forms, form{text: first.spell(w.text), mistakes: w.mistakes, n: w.n}.because(first.mistake, ""))
		}
	}
	return fewestFirst(forms)
})

// guidOrNone are the texts that are tried after the value of another field.
var guidOrNone = []form{{text: GUID}, form{text: ""}.because(accNoGUID, "")}

// The sixteen bytes that the GUID's digits encode: in the order written (RFC 9562 §4), and in the
// order in which .NET and COM store a Guid, where the first three groups are little-endian.
const (
	guidBigEndian   = "\x25\x8E\xAF\xA5\xE9\x14\x47\xDA\x95\xCA\xC5\xAB\x0D\xC8\x5B\x11"
	guidMixedEndian = "\xA5\xAF\x8E\x25\x14\xE9\xDA\x47\x95\xCA\xC5\xAB\x0D\xC8\x5B\x11"
)

// guidTypos are the GUIDs with one typing mistake: a digit replaced, left out or doubled, or two
// neighbours exchanged.
var guidTypos = sync.OnceValue(func() []form {
	var forms []form
	add := func(text string) {
		if text != GUID {
			forms = append(forms, form{text: text}.because(accGUIDWrong, text))
		}
	}
	for i := range len(GUID) {
		head, c, tail := GUID[:i], GUID[i:i+1], GUID[i+1:]
		add(head + tail)
		add(head + c + c + tail)
		if tail != "" {
			add(head + tail[:1] + c + tail[1:])
		}
		if c == "-" {
			add(head + "_" + tail)
			continue
		}
		for _, other := range "0123456789ABCDEFOIl" {
			add(head + string(other) + tail)
		}
	}
	return forms
})
