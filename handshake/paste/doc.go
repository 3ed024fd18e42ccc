// Package paste reads exact exchanges out of what people paste: heads in prose, commands, HAR files, panels of
// developer tools, logs, dumps.
//
// [Read] unwraps the text (pastedtext.go: fences, quotes, line numbers). A bare head is read at once (raw.go). Any
// other text is read part by part (parts.go): at each line the finders are asked in their order, the first that
// recognises its format wins, and its reader adds exchanges. What is left is a URL, a browser's message or no
// handshake (reader.readLoneLine).
//
//	curl and other commands    command.go finds one (commandAt) and has the table of tools, curl.go and tool.go read it
//	HAR and other JSON         record.go finds a value (recordAt), har.go reads it (readJSON, entry)
//	code                       code.go; literal.go reads the literals of every language
//
// A head is written by a headWriter (headwriter.go), which records for every byte the place in the text that it came
// from, or that it was inserted. To add a format, write its file and name its finder in finders.
package paste
