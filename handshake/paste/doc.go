// Package paste reads exact exchanges from what people paste: heads in prose, commands, HAR files, panels of
// developer tools, logs, dumps.
//
// [Read] unwraps the text (pastedtext.go: fences, quotes, line numbers). A bare head is read at once (raw.go). Any
// other text is read part by part (parts.go): the finders are tried in order at each line, the first that
// recognises its format wins, and its reader adds exchanges. If nothing is found, the text is a URL, a browser's message
// or no handshake (reader.readLoneLine).
//
//	curl and other commands    command.go finds one (commandAt) and has the table of tools, curl.go and tool.go read it
//	HAR and other JSON         record.go finds a value (recordAt), har.go reads it (readJSON, entry)
//	code                       code.go; literal.go reads the literals of every language
//
// A headWriter (headwriter.go) writes each head and records where in the text every byte came from, or that it was
// inserted. To add a format, write its file and add its finder to finders.
package paste
