package handshake_test

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"upgrade101/handshake"
)

//go:embed *.go
var sources embed.FS

// Whoever reads the package page finds a runnable example beside every function, and beside every method of
// what Inspect and Read return.
func TestEveryEntryPointHasAnExample(t *testing.T) {
	files, err := sources.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	entries, examples := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		text, err := sources.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), text, 0)
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
			case strings.HasSuffix(file.Name(), "_test.go"):
				examples[strings.TrimPrefix(name, "Example")] = true
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
		fmt.Println(finding.Side, finding.Span, finding.Saw)
	}
	// Output:
	// upgrades Ob2jFNStReZIHFZERrdbOSYuf3E=
	// response {43 46} Upgrade is "h2c"; expected a protocol that the request offers
}

func ExampleReport_Verdict() {
	report := handshake.Inspect(handshake.Exchange{Request: "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"}, handshake.Policy{})
	fmt.Println(report.Verdict()) // an ordinary request: whoever serves pages may answer with one
	// Output: ignored
}

func ExampleReport_Mend() {
	report := handshake.Inspect(handshake.Exchange{Request: "GET /chat\r\nHost: a.example\r\n\r\n"}, handshake.Policy{})
	mended, ok := report.Mend(0, "")
	fmt.Printf("%t %s %q\n", ok, report.Findings[0].Rule.ID, mended.Request)
	// Output: true req-version-missing "GET /chat HTTP/1.1\r\nHost: a.example\r\n\r\n"
}

func ExampleReport_Edits() {
	report := handshake.Inspect(handshake.Exchange{Request: "get / HTTP/1.1\r\nHost: a.example\r\n\r\n"}, handshake.Policy{})
	for _, edit := range report.Edits(0, "") {
		fmt.Println(edit.Side, edit.Span, edit.Text)
	}
	// Output: request {0 3} GET
}

func ExampleParseResponse() {
	head := handshake.ParseResponse("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x02hi")
	fmt.Println(head.Status.Text, head.Reason.Text, len(head.Rest()))
	// Output: 101 Switching Protocols 4
}

func ExampleParseFieldList() {
	head := handshake.ParseFieldList(":method: CONNECT\r\n:protocol: websocket\r\n:path: /chat\r\n\r\n")
	fmt.Println(head.Method.Text, head.Target.Text, head.Fields[1].Value.Text)
	// Output: CONNECT /chat websocket
}

func ExampleGood() {
	good := handshake.Good()
	line, _, _ := strings.Cut(good.Request, "\r\n")
	fmt.Println(line, len(good.Response) > 0)
	// Output: GET /chat HTTP/1.1 true
}

func ExampleAcceptCode() {
	for _, code := range handshake.AcceptCode() {
		fmt.Print(code.Language, " ")
	}
	// Output: Go JavaScript Python Java C# PHP
}

func ExampleSayings() {
	for _, saying := range handshake.Sayings() {
		if strings.HasPrefix(saying.Client, "gorilla") {
			fmt.Println(saying.Text)
			return
		}
	}
	// Output: websocket: bad handshake
}

func ExampleStatusMeans() {
	meaning, _ := handshake.StatusMeans(426)
	fmt.Println(meaning.Status, meaning.Name)
	// Output: 426 Upgrade Required
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

func ExampleExportSecrets() {
	exchange := handshake.Exchange{Request: "GET / HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer abc\r\n\r\n"}
	fmt.Println(strings.Contains(handshake.Export(exchange, handshake.FormRaw), "abc"),
		strings.Contains(handshake.ExportSecrets(exchange, handshake.FormRaw), "abc"))
	// Output: false true
}

func ExampleStraighten() {
	fmt.Println(handshake.Straighten("Sec\u2011WebSocket\u2013Version\uFF1A\u00A013"))
	// Output: Sec-WebSocket-Version: 13
}

func ExampleBusy() {
	reply := handshake.Busy(503, "2", handshake.Policy{})
	fmt.Println(reply.Lines[0].Text, "|", reply.Lines[1].Text)
	// Output: HTTP/1.1 503 Service Unavailable | Retry-After: 2
}

func ExamplePaste_Exchange() {
	paste := handshake.Read("curl -H 'Upgrade: websocket' http://a.example/chat")
	line, _, _ := strings.Cut(paste.Exchange().Request, "\r\n")
	fmt.Println(paste.Format, "|", line)
	// Output: curl | GET /chat HTTP/1.1
}

func ExamplePaste_TextSpan() {
	text := "curl -H 'Upgrade: websockets' http://a.example/chat"
	paste := handshake.Read(text)
	at := strings.Index(paste.Exchange().Request, "websockets")
	span, ok := paste.TextSpan(0, handshake.Request, handshake.Span{Start: at, End: at + 10})
	fmt.Println(text[span.Start:span.End], ok)
	// Output: websockets true
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
