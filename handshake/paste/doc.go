// Package paste reads exact exchanges out of what people paste: heads in a document, commands, HAR files, panels of
// developer tools, logs, dumps.
//
// [Read] unwraps the text (pastedtext.go: fences, quotes, line numbers), asks the recognisers of paste.go in their
// order, and lets the first that knows the format add exchanges. One file is one format. A head is written by a
// headWriter (headwriter.go), which records for every byte the place in the text that it came from, or that it was
// inserted. To add a format, write its file and name its function in recognisers.
package paste
