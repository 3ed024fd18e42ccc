//go:build clients

package clients

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/accept"
	"upgrade101/handshake/head"
)

// language is how to run the lines of accept.Code.
type language struct {
	name    string
	command []string // what runs the file
	needs   string   // the program that it cannot do without
	file    string
	program string // %s is the cases
	begin   string // of a case; its lines can name value, line and head. %s is the line
	open    string // what is between the constant and the other lines
	find    string // takes key from lines, where the split is what is wrong
	end     string // of a case: prints the answered value
}

var codeLanguages = []language{
	{
		name: "JavaScript", command: []string{"node", "code.js"}, needs: "node", file: "code.js",
		program: "const { createHash, createHmac } = require(\"crypto\");\nconst { readFileSync } = require(\"fs\");\n%s",
		begin: "(() => {\nconst line = %s, head = \"GET / HTTP/1.1\\r\\n\" + line.trim() + \"\\r\\n\\r\\n\", value = \" \" + line.trim().slice(19) + \" \";\n" +
			"const req = { headers: { \"sec-websocket-key\": line.trim().slice(19), \"sec-websocket-protocol\": \"chat\" } };\n" +
			"const socket = { write: (s) => console.log(JSON.stringify(s.slice(22, -2))) };\n",
		find: "const key = lines[1].slice(19)\n",
		end:  "})();\n",
	},
	{
		name: "Python", command: []string{"/usr/bin/python3", "-I", "code.py"}, needs: "/usr/bin/python3", file: "code.py",
		program: "import base64, ctypes, hashlib, hmac, json, urllib.parse, uuid\n%s",
		begin: "line = %s\nhead = 'GET / HTTP/1.1\\r\\n' + line.strip() + '\\r\\n\\r\\n'\nvalue = ' ' + line.strip()[19:] + ' '\n" +
			"headers = {'Sec-WebSocket-Key': line.strip()[19:], 'Sec-WebSocket-Protocol': 'chat'}\n",
		find: "key = lines[1][19:]\n",
		end:  "print(json.dumps(field[22:-2]))\n",
	},
	{
		name: "PHP", command: []string{"php", "code.php"}, needs: "php", file: "code.php",
		program: "<?php\n%s",
		begin: "$line = %s; $head = \"GET / HTTP/1.1\\r\\n\" . trim($line) . \"\\r\\n\\r\\n\"; $value = ' ' . substr(trim($line), 19) . ' ';\n" +
			"unset($_SERVER['SEC_WEBSOCKET_KEY']); $_SERVER['HTTP_SEC_WEBSOCKET_KEY'] = substr(trim($line), 19); $_SERVER['HTTP_SEC_WEBSOCKET_PROTOCOL'] = 'chat';\n",
		find: "$key = substr($lines[1], 19);\n",
		end:  "echo json_encode(substr($field, 22, -2), JSON_UNESCAPED_SLASHES), \"\\n\";\n",
	},
	{
		name: "Go", command: []string{"go", "run", "code.go"}, needs: "go", file: "code.go",
		program: "package main\n\nimport (\n\t\"bytes\"\n\t\"crypto/hmac\"\n\t\"crypto/md5\"\n\t\"crypto/sha1\"\n\t\"crypto/sha256\"\n\t\"encoding/base64\"\n" +
			"\t\"encoding/binary\"\n\t\"encoding/hex\"\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"net/http\"\n\t\"net/http/httptest\"\n\t\"net/url\"\n\t\"os\"\n\t\"strings\"\n\t\"unicode/utf16\"\n)\n\n" +
			"var _ = []any{bytes.Equal, hmac.New, md5.New, sha1.New, sha256.New, base64.StdEncoding, binary.Write, hex.Dump, json.Valid, url.Parse, os.ReadFile, strings.Cut, utf16.Encode}\n\n" +
			"func main() {\n%s}\n",
		begin: "func() {\nline := %s\nhead := \"GET / HTTP/1.1\\r\\n\" + strings.TrimSpace(line) + \"\\r\\n\\r\\n\"\nvalue := \" \" + strings.TrimSpace(line)[19:] + \" \"\n" +
			"r := &http.Request{Header: http.Header{}}\nr.Header.Set(\"Sec-WebSocket-Key\", strings.TrimSpace(line)[19:])\nr.Header.Set(\"Sec-WebSocket-Protocol\", \"chat\")\n" +
			"w := httptest.NewRecorder()\n_, _, _ = head, value, r\n{\n",
		find: "key := lines[1][19:]\n",
		end:  "_, _ = guid, sum\nfmt.Printf(\"%q\\n\", w.Header().Get(\"Sec-WebSocket-Accept\"))\n}\n}()\n",
	},
	{
		name: "Java", command: []string{"java", "Code.java"}, needs: "javac", file: "Code.java",
		program: "import java.net.*; import java.nio.file.*; import java.security.*; import java.util.*; import javax.crypto.*; import javax.crypto.spec.*;\n" +
			"import static java.nio.charset.StandardCharsets.*;\n\nclass Code {\n" +
			"record Request(String key) {\nString getHeader(String name) {\nreturn switch (name) { case \"Sec-WebSocket-Key\" -> key; case \"Sec-WebSocket-Protocol\" -> \"chat\"; default -> null; };\n}\n}\n" +
			"static class Response {\nvoid setHeader(String name, String value) { System.out.println('\"' + value + '\"'); }\n}\n" +
			"public static void main(String[] args) throws Exception {\n%s}\n}\n",
		begin: "{\nclass Case {\nString line = %s, head = \"GET / HTTP/1.1\\r\\n\" + line.strip() + \"\\r\\n\\r\\n\", value = \" \" + line.strip().substring(19) + \" \";\n" +
			"Request request = new Request(line.strip().substring(19)); Response response = new Response();\n",
		open: "void run() throws Exception {\nMessageDigest md = MessageDigest.getInstance(\"SHA-1\"); Mac mac = Mac.getInstance(\"HmacSHA1\");\n",
		find: "String key = lines[1].substring(19);\n",
		end:  "}\n}\nnew Case().run();\n}\n",
	},
	{
		// Mono is older than some of the library that the lines use: what it lacks is written out here.
		name: "C#", command: []string{"sh", "-c", "mcs -warn:0 code.cs && mono code.exe"}, needs: "mcs", file: "code.cs",
		program: "using System; using System.Collections.Generic; using System.IO; using System.Net; using System.Text; using Crypto = System.Security.Cryptography;\n" +
			"static class SHA1 { public static byte[] HashData(byte[] b) => Crypto.SHA1.Create().ComputeHash(b); }\n" +
			"static class SHA256 { public static byte[] HashData(byte[] b) => Crypto.SHA256.Create().ComputeHash(b); }\n" +
			"static class MD5 { public static byte[] HashData(byte[] b) => Crypto.MD5.Create().ComputeHash(b); }\n" +
			"static class HMACSHA1 { public static byte[] HashData(byte[] key, byte[] b) => new Crypto.HMACSHA1(key).ComputeHash(b); }\n" +
			"static class Convert {\npublic static string ToBase64String(byte[] b) => System.Convert.ToBase64String(b);\n" +
			"public static string ToBase64String(byte[] b, int at, int n) => System.Convert.ToBase64String(b, at, n);\n" +
			"public static byte[] FromBase64String(string s) => System.Convert.FromBase64String(s);\n" +
			"public static string ToHexString(byte[] b) => BitConverter.ToString(b).Replace(\"-\", \"\");\n}\n" +
			"static class Newer {\npublic static string[] Split(this string s, string by) => s.Split(new[] { by }, StringSplitOptions.None);\n" +
			"public static int GetBytes(this Encoding e, string s, byte[] b) => e.GetBytes(s, 0, s.Length, b, 0);\n}\n" +
			"class Fields { public Dictionary<string, string> All = new Dictionary<string, string>(); public string this[string n] { get { All.TryGetValue(n, out var v); return v; } set { All[n] = value; } } }\n" +
			"class Message { public Fields Headers = new Fields(); }\n" +
			"class Code {\nstatic void Main() {\n%s}\n}\n",
		begin: "{\nstring line = %s, head = \"GET / HTTP/1.1\\r\\n\" + line.Trim() + \"\\r\\n\\r\\n\", value = \" \" + line.Trim().Substring(19) + \" \";\n" +
			"Message request = new Message(), response = new Message();\nrequest.Headers[\"Sec-WebSocket-Key\"] = line.Trim().Substring(19); request.Headers[\"Sec-WebSocket-Protocol\"] = \"chat\";\n",
		find: "string key = lines[1].Substring(19);\n",
		end:  "Console.WriteLine('\"' + response.Headers[\"Sec-WebSocket-Accept\"] + '\"');\n}\n",
	},
}

// apart are the mistakes whose lines do not show by themselves, and why.
var apart = map[string]string{
	"acc-other-key":            "it takes two handshakes at once",
	"acc-guid-lower Go":        "it needs a module beside the standard library",
	"acc-utf16 PHP":            "it needs the extension mbstring, which not every PHP has",
	"acc-key-decoded-text PHP": "it needs the extension mbstring, which not every PHP has",
	"acc-guid-binary Go":       "it needs a module beside the standard library",
	"acc-guid-binary C#":       "Mono knows no collection expressions (C# 12)",
	"acc-key-decoded C#":       "Mono knows no collection expressions (C# 12)",
	"acc-header-line C#":       "Mono knows no ranges (C# 8)",
}

// codeKey is a key whose accept value has each character that the mistakes are about: +, / and =.
const codeKey = "ATZ9NrMVI5vLllkp9yV+Fg=="

// The code of the mistake finder is run: the right lines compute the right value, and the wrong ones a value for which the
// finder names the mistake that they are shown with.
func TestInstalledCode(t *testing.T) {
	whole := map[string][]string{} // the lines of the computation: constant, key, hash, encode, field
	for _, c := range accept.DerivationCode() {
		whole[c.Language] = strings.Split(strings.TrimSuffix(c.Right, "\n"), "\n")
	}
	protocol := head.ParseRequest("GET / HTTP/1.1\r\nSec-WebSocket-Protocol: chat\r\n\r\n").Fields
	want := accept.Derive(codeKey).Accept
	for _, l := range codeLanguages {
		if _, err := exec.LookPath(l.needs); err != nil {
			t.Logf("%s is not tested: %v", l.name, err)
			continue
		}
		t.Run(l.name, func(t *testing.T) {
			var cases strings.Builder
			var shown []string // what each line of output is of
			for _, m := range accept.Mistakes {
				for _, c := range m.Code() {
					if c.Language != l.name || apart[m.ID] != "" || apart[m.ID+" "+l.name] != "" {
						continue
					}
					for _, text := range []string{c.Right, c.Wrong} {
						cases.WriteString(l.one(whole[l.name], m.ID, c.Right, text))
					}
					shown = append(shown, m.ID)
				}
			}
			folder := t.TempDir()
			for name, text := range map[string]string{"key.txt": codeKey + "\n", l.file: fmt.Sprintf(l.program, &cases)} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			run := exec.CommandContext(t.Context(), l.command[0], l.command[1:]...)
			run.Dir = folder
			out, err := run.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if len(lines) != 2*len(shown) || len(shown) < 25 {
				t.Fatalf("%d mistakes printed\n%s", len(shown), out)
			}
			for i, id := range shown {
				right, wrong := unquote(t, lines[2*i]), unquote(t, lines[2*i+1])
				if right != want {
					t.Errorf("%s: the right line answers %q", id, right)
				}
				d, ok := accept.Diagnose(codeKey, wrong, protocol...)
				if !ok || !slices.ContainsFunc(d.Mistakes, func(c accept.Found) bool { return c.ID == id }) {
					t.Errorf("%s: the wrong line answers %q, which is found to be %+v", id, wrong, d.Mistakes)
				}
			}
			t.Logf("%d mistakes, made and corrected", len(shown))
		})
	}
}

// one is the whole computation with text where right belongs.
func (l *language) one(whole []string, id, right, text string) string {
	line := `"Sec-WebSocket-Key: ` + codeKey
	if id == "acc-key-crlf" {
		line += `\r\n`
	}
	lines := slices.Clone(whole)
	switch i := slices.Index(lines, right); {
	case i >= 0:
		lines[i] = text
	case id == "acc-key-cr", id == "acc-key-lower":
		lines[1] = text + "\n" + strings.TrimSuffix(l.find, "\n")
	default: // another way to the key
		lines[1] = text
	}
	return strings.Replace(l.begin, "%s", line+`"`, 1) + lines[0] + "\n" + l.open + strings.Join(lines[1:], "\n") + "\n" + l.end
}

func unquote(t *testing.T, printed string) (text string) {
	t.Helper()
	if _, err := fmt.Sscanf(printed, "%q", &text); err != nil {
		t.Errorf("printed %s: %v", printed, err)
	}
	return text
}
