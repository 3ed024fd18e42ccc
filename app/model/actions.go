package model

import (
	"strconv"

	"upgrade101/handshake/export"
	"upgrade101/handshake/head"
)

// Action is what a press on an element means. Views write it into data-do and what it is about into data-with; the root
// component reads both.
type Action string

// Actions that are transitions of the model.
const (
	DoClear                Action = "clear"   // empties the request
	DoSample               Action = "sample"  // puts the sample into the request editor
	DoExample              Action = "example" // opens an example: "rule <id>" or "lesson <slug>"
	DoUndo                 Action = "undo"
	DoRedo                 Action = "redo"
	DoTab                  Action = "tab"                   // opens a tab of the editor
	DoToggleBytes          Action = "bytes"                 // shows the bytes as values
	DoToggleBreaking       Action = "breaking"              // shows the list of rules to break
	DoChooseExchange       Action = "choose"                // judges the exchange with this index
	DoSelectFinding        Action = "select"                // selects the finding with this index, or none if it is selected
	DoNormalizePunctuation Action = "normalize-punctuation" // replaces typographic characters by ASCII
	DoSampleKey            Action = "sample-key"            // takes the key of RFC 6455 §1.3
	DoRemoveOffered        Action = "remove-offered"        // removes the subprotocol with this index
	DoRemoveField          Action = "remove-field"          // removes the field with this index
	DoExpectedResponse     Action = "response-expected"     // puts the predicted response into its editor
	DoClearResponse        Action = "response-clear"        // empties the response
	DoExportForm           Action = "form"                  // chooses the form of the export
	DoAllLessons           Action = "all-lessons"           // drops the filters of the list of lessons
	DoClearFrames          Action = "clear-frames"
	DoPauseFrames          Action = "pause"         // stops the list of frames, or lets it go on
	DoUnfoldFrame          Action = "unfold"        // opens or closes the frame with this id
	DoThrough              Action = "through"       // opens or closes the panel about proxies
	DoThroughRetry         Action = "through-again" // fetches its data once more
	DoEmbedBreak           Action = "embed-break"   // makes the next fault in an embed
	DoEmbedReset           Action = "embed-reset"   // shows what the embed opened with
)

// Actions that reach beyond the model: package app performs them.
const (
	DoFix            Action = "fix" // fixes the finding with this index
	DoFixAll         Action = "fix-all"
	DoBreak          Action = "break" // breaks the rule with this id, or repairs it
	DoNewKey         Action = "new-key"
	DoOffer          Action = "offer"           // adds the subprotocols that were typed
	DoMoveOfferedUp  Action = "move-offered-up" // moves the subprotocol with this index up
	DoAddField       Action = "add-field"       // adds the field that was typed
	DoPredict        Action = "predict"         // covers the answers of a lesson
	DoGiveUp         Action = "give-up"         // shows them
	DoPredictAgain   Action = "predict-again"
	DoCheckGuess     Action = "check-guess"
	DoInspectLesson  Action = "inspect-lesson"  // opens the exchange of the lesson in the inspector
	DoInspectSession Action = "inspect-session" // opens the heads of the session in the inspector
	DoEmbedEdit      Action = "embed-edit"      // makes the exchange of an embedded lesson editable
	DoOpenFull       Action = "open-full"       // gives the link out of an embed what is shown
	DoCopy           Action = "copy"            // copies the text of the element with this id
	DoCopyReply      Action = "copy-reply"
	DoCopyLink       Action = "copy-link"
	DoCopyExport     Action = "copy-export"
	DoCopyFrame      Action = "copy-frame"      // copies the bytes of the frame with this id
	DoCopyFrames     Action = "copy-frames"     // copies the transcript of this list of frames
	DoForgetProgress Action = "forget-progress" // of the lessons
	DoForget         Action = "forget"          // empties the editors and what this tab keeps
	DoPaste          Action = "paste"           // takes what is on the clipboard
	DoToggleShare    Action = "share"
	DoShareAs        Action = "share-as"     // opens one of the ways to share: "link", or ShareEmbed
	DoSavePicture    Action = "save-picture" // saves the sequence as "png" or "svg"
	DoPrint          Action = "print"
	DoToThrough      Action = "to-through" // opens the panel about proxies and leads there
	DoAddHop         Action = "hop-add"    // adds a proxy to the chain
	DoRemoveHop      Action = "hop-remove" // removes the one with this index
	DoFixConfig      Action = "config-fix" // fixes the configuration in the editor
	DoFixHop         Action = "hop-fix"    // changes its configuration to one that works, or back
	DoTry            Action = "try"        // sends the request to this server; "in-page": to the engine in the page
	DoCompare        Action = "compare"    // sends the request to other servers
	DoConnect        Action = "connect"    // opens a session; "in-page": with the engine in the page
	DoDisconnect     Action = "disconnect"
	DoSendText       Action = "send"
	DoSendBinary     Action = "send-binary"
	DoServerPing     Action = "ping" // has the server send a ping
	DoClose          Action = "close"
	DoServerClose    Action = "close-there" // has the server close
	DoSkip           Action = "skip"        // moves the focus to the element with this id
	DoHelp           Action = "help"
	DoCloseDialog    Action = "close-sheet" // closes the dialog with this id
	DoTheme          Action = "theme"       // changes to the next theme
	DoCarryOn        Action = "carry-on"    // continues after a fault
	DoReload         Action = "reload"      // loads the page again and keeps what was typed
)

// Transitions are the actions of the model; with is what is in data-with.
var Transitions = map[Action]func(m Model, with string) Model{
	DoClear:       func(m Model, _ string) Model { return m.Edit("") },
	DoClearFrames: func(m Model, _ string) Model { m.Session = m.Session.Clear(); return m },
	DoPauseFrames: func(m Model, _ string) Model { m.Session = m.Session.Pause(); return m },
	DoUnfoldFrame: func(m Model, id string) Model { return m.Unfold(id) },
	DoExpectedResponse: func(m Model, _ string) Model {
		if m.Report.Request == nil {
			return m
		}
		return m.PutResponse(ToLF(m.Report.Reply.Raw()))
	},
	DoClearResponse: func(m Model, _ string) Model { return m.PutResponse("") },
	DoRedo:          func(m Model, _ string) Model { return m.Redo() },
	DoAllLessons: func(m Model, _ string) Model {
		m.Query, m.Level, m.Proxy = "", AnyOf, AnyOf
		return m
	},
	DoChooseExchange: func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.Choose(i)
	},
	DoExample: func(m Model, with string) Model { return m.Example(with) },
	DoToggleBytes: func(m Model, _ string) Model {
		m.Bytes = !m.Bytes
		return m
	},
	DoToggleBreaking: func(m Model, _ string) Model {
		m.Breaking = !m.Breaking
		return m
	},
	DoTab: func(m Model, with string) Model { return m.OpenTab(with) },
	DoThrough: func(m Model, _ string) Model {
		m.Through.Open, m.Through.Failed, m.LinkStale = !m.Through.Open, "", true
		return m
	},
	DoThroughRetry: func(m Model, _ string) Model { m.Through.Failed = ""; return m },
	DoEmbedBreak:   func(m Model, _ string) Model { return m.BreakNext() },
	DoEmbedReset:   func(m Model, _ string) Model { return m.Reset() },
	DoExportForm: func(m Model, with string) Model {
		m.ExportForm = export.Form(with)
		return m
	},
	DoNormalizePunctuation: func(m Model, _ string) Model {
		other := m
		other.ResponseText = head.NormalizePunctuation(m.ResponseText)
		return m.become(other.read(head.NormalizePunctuation(m.Text)), &Change{})
	},
	DoUndo:   func(m Model, _ string) Model { return m.Undo() },
	DoSample: func(m Model, _ string) Model { return m.Edit(Sample) },
	DoSampleKey: func(m Model, _ string) Model {
		return m.SetField("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	},
	DoRemoveOffered: func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.RemoveOffered(i)
	},
	DoRemoveField: func(m Model, with string) Model {
		i, _ := strconv.Atoi(with)
		return m.RemoveField(i)
	},
	DoSelectFinding: func(m Model, with string) Model {
		i, err := strconv.Atoi(with)
		if err != nil {
			return m
		}
		if m.OpenLesson != nil && !m.Editing {
			return m.ChangeLesson(func(s *OpenLesson) {
				if i == s.Selected || i >= len(s.Report.Findings) {
					i = -1
				}
				s.Selected = i
			})
		}
		if i == m.Selected {
			i = -1
		}
		return m.Select(i)
	},
}
