package handshake_test

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"
	"testing"

	"upgrade101/handshake"
)

//go:embed *.go accept export head paste
var goFiles embed.FS

// Every function, and every method of the results of Inspect and Read, has a runnable example in the documentation. The
// grammar helpers of package head, which only packages of this module use, have none.
func TestEveryEntryPointHasAnExample(t *testing.T) {
	var files []string
	for _, glob := range []string{"*.go", "accept/*.go", "export/*.go", "head/*.go", "paste/*.go"} {
		found, err := fs.Glob(goFiles, glob)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	parsers := map[string]bool{"ParseRequest": true, "ParseResponse": true, "ParseFieldList": true, "NormalizePunctuation": true}
	entries, examples := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		text, err := goFiles.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !f.Name.IsExported() {
				continue
			}
			name := f.Name.Name
			switch {
			case strings.HasSuffix(file, "_test.go"):
				examples[strings.TrimPrefix(name, "Example")] = true
			case strings.HasPrefix(file, "head/") && !parsers[name]:
			case f.Recv == nil:
				entries[name] = true
			default:
				of := f.Recv.List[0].Type
				if pointer, ok := of.(*ast.StarExpr); ok {
					of = pointer.X
				}
				if of := of.(*ast.Ident).Name; of == "Report" || of == "Paste" {
					entries[of+"_"+name] = true
				}
			}
		}
	}
	if len(entries) < 20 {
		t.Errorf("%d entry points are found", len(entries))
	}
	for name := range entries {
		if !examples[name] {
			t.Errorf("%s has no example", strings.ReplaceAll(name, "_", "."))
		}
	}
}

func ExampleInspect() {
	exchange := handshake.Good().Exchange()
	report := handshake.Inspect(exchange, handshake.Policy{})
	fmt.Println(report.Verdict(), report.Accept.Accept)

	exchange.Response = strings.Replace(exchange.Response, "Upgrade: websocket", "Upgrade: h2c", 1)
	report = handshake.Inspect(exchange, handshake.Policy{})
	for _, finding := range report.Findings {
		fmt.Println(finding.Side, finding.Span, finding.Got)
	}
	// Output:
	// upgrades Ob2jFNStReZIHFZERrdbOSYuf3E=
	// response {43 46} Upgrade names "h2c"; expected a protocol that the request offers
}

func ExampleReport_Verdict() {
	report := handshake.Inspect(handshake.Exchange{Request: "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"}, handshake.Policy{})
	fmt.Println(report.Verdict()) // an ordinary request: a server of pages may answer with one
	// Output: ignored
}

func ExampleReport_Fix() {
	report := handshake.Inspect(handshake.Exchange{Request: "GET /chat\r\nHost: a.example\r\n\r\n"}, handshake.Policy{})
	fixed, ok := report.Fix(0, "")
	fmt.Printf("%t %s %q\n", ok, report.Findings[0].Rule.ID, fixed.Request)
	// Output: true req-version-missing "GET /chat HTTP/1.1\r\nHost: a.example\r\n\r\n"
}

func ExampleReport_Edits() {
	report := handshake.Inspect(handshake.Exchange{Request: "get / HTTP/1.1\r\nHost: a.example\r\n\r\n"}, handshake.Policy{})
	for _, edit := range report.Edits(0, "") {
		fmt.Println(edit.Side, edit.Span, edit.Text)
	}
	// Output: request {0 3} GET
}

func ExampleGood() {
	good := handshake.Good()
	line, _, _ := strings.Cut(good.Request, "\r\n")
	fmt.Println(line, len(good.Response) > 0)
	// Output: GET /chat HTTP/1.1 true
}

func ExampleGoodHTTP2() {
	good := handshake.GoodHTTP2()
	line, _, _ := strings.Cut(good.Request, "\r\n")
	fmt.Println(line, good.HTTP2)
	// Output: :method: CONNECT true
}

func ExampleStatusMeans() {
	meaning, _ := handshake.StatusMeans(426)
	fmt.Println(meaning.Status, meaning.Name)
	// Output: 426 Upgrade Required
}

func ExampleElsewhere() {
	fmt.Println(handshake.Elsewhere("HTTP/1.1 426 Upgrade Required"), handshake.Elsewhere("HTTP/1.1 403 Forbidden"))
	// Output: 400 0
}

func ExampleStatuses() {
	for _, meaning := range handshake.Statuses()[:3] {
		fmt.Println(meaning.Status)
	}
	// Output:
	// 100
	// 101
	// 103
}

func ExampleSecrets() {
	request := "GET /chat?ticket=abc HTTP/1.1\r\nCookie: id=1; theme=dark\r\n\r\n"
	for _, secret := range handshake.Secrets(handshake.Exchange{Request: request}) {
		fmt.Println(secret.Name, request[secret.Span.Start:secret.Span.End])
	}
	// Output:
	// ticket abc
	// id 1
	// theme dark
}

func ExampleBusy() {
	reply := handshake.Busy(503, "2", handshake.Policy{})
	fmt.Println(reply.Lines[0].Text, "|", reply.Lines[1].Text)
	// Output: HTTP/1.1 503 Service Unavailable | Retry-After: 2
}

func ExamplePolicy_AllowsOrigin() {
	policy := handshake.Policy{Origins: []string{handshake.SameHost, "https://*.example.com"}}
	fmt.Println(policy.AllowsOrigin("https://a.example.com", "b.example"), policy.AllowsOrigin("https://c.example", "b.example"))
	// Output: true false
}

func ExampleOriginFault() {
	fmt.Println(handshake.OriginFault("*.example.com") == "", handshake.OriginFault("https://a.example/") == "")
	// Output: true false
}

func ExampleProgramsIn() {
	for _, program := range handshake.ProgramsIn("gorilla and npm ws switch; nginx does not forward it.") {
		fmt.Println(program.Name, program.Version, program.Evidence)
	}
	// Output:
	// gorilla 1.5.3 compared by tests
	// nginx 1.22.1 and 1.31.4 recorded, in part run by hand
	// npm ws 8.23.0 recorded, in part run by hand
}

func ExampleRule_Programs() {
	fmt.Println(len(handshake.RuleByID("host-missing").Programs()))
	// Output: 2
}
