package handshake_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"upgrade101/handshake/message"
)

// TestClientLinesAreKnown: package message finds every line that this package predicts.
func TestClientLinesAreKnown(t *testing.T) {
	text, err := goFiles.ReadFile("client_text.go")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "client_text.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		line, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		lines++
		found := false
		for _, value := range []string{"404", "Sec-WebSocket-Accept", "ERR_HTTP2_PROTOCOL_ERROR"} {
			found = found || len(message.Find(strings.Replace(line, "{}", value, 1))) > 0
		}
		if !found {
			t.Errorf("%s: %q is not found by package message", spec.Names[0].Name, line)
		}
		return true
	})
	if lines < 40 {
		t.Errorf("%d lines are found", lines)
	}
}
