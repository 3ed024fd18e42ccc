package accept

import (
	"slices"
	"strings"
)

// Code is a mistake in one language: the wrong code, and the right code in its place. JavaScript is for Node. The variables key, guid and
// sum (digest in Python) have the key, the GUID, and the bytes of the hash.
type Code struct {
	Language string // "Go", "JavaScript", "Python", "Java", "C#" or "PHP"
	Wrong    string
	Right    string
}

// Code returns the mistake in every language in which it is possible, Go first.
func (m *Mistake) Code() []Code { return slices.Concat(inputCode()[m.ID], outputCode()[m.ID]) }

// Code returns the mistake as it was made here, with the GUID that was used.
func (c Found) Code() []Code {
	code := c.Mistake.Code()
	if c.guid != "" {
		for i := range code {
			code[i].Wrong = strings.Replace(code[i].Wrong, guidStart+wrongTails[0], c.guid, 1)
		}
	}
	return code
}

// lines is a line of code in each language; "" for none.
type lines struct{ Go, JavaScript, Python, Java, CSharp, PHP string }

func (l *lines) all() [6]*string {
	return [...]*string{&l.Go, &l.JavaScript, &l.Python, &l.Java, &l.CSharp, &l.PHP}
}

var languages = [6]string{"Go", "JavaScript", "Python", "Java", "C#", "PHP"}

// The lines that a correct server has. Most mistakes are another version of one of them.
var (
	constantLine = lines{
		Go:         `const guid = "` + GUID + `"`,
		JavaScript: `const guid = "` + GUID + `"`,
		Python:     `guid = "` + GUID + `"`,
		Java:       `static final String guid = "` + GUID + `";`,
		CSharp:     `const string guid = "` + GUID + `";`,
		PHP:        `$guid = "` + GUID + `";`,
	}
	keyLine = lines{
		Go:         `key := r.Header.Get("Sec-WebSocket-Key")`,
		JavaScript: `const key = req.headers["sec-websocket-key"]`,
		Python:     `key = headers.get("Sec-WebSocket-Key", "")`,
		Java:       `String key = request.getHeader("Sec-WebSocket-Key");`,
		CSharp:     `string key = request.Headers["Sec-WebSocket-Key"];`,
		PHP:        `$key = $_SERVER["HTTP_SEC_WEBSOCKET_KEY"] ?? "";`,
	}
	valueLine = lines{ // value is what follows the colon
		Go:         `key := strings.TrimSpace(value)`,
		JavaScript: `const key = value.trim()`,
		Python:     `key = value.strip()`,
		Java:       `String key = value.strip();`,
		CSharp:     `string key = value.Trim();`,
		PHP:        `$key = trim($value);`,
	}
	splitLine = lines{
		Go:         `lines := strings.Split(head, "\r\n")`,
		JavaScript: `const lines = head.split("\r\n")`,
		Python:     `lines = head.split("\r\n")`,
		Java:       `String[] lines = head.split("\r\n");`,
		CSharp:     `string[] lines = head.Split("\r\n");`,
		PHP:        `$lines = explode("\r\n", $head);`,
	}
	hashLine = lines{
		Go:         `sum := sha1.Sum([]byte(key + guid))`,
		JavaScript: `const sum = createHash("sha1").update(key + guid).digest()`,
		Python:     `digest = hashlib.sha1((key + guid).encode()).digest()`,
		Java:       `byte[] sum = MessageDigest.getInstance("SHA-1").digest((key + guid).getBytes(US_ASCII));`,
		CSharp:     `byte[] sum = SHA1.HashData(Encoding.ASCII.GetBytes(key + guid));`,
		PHP:        `$sum = sha1($key . $guid, true);`,
	}
	encodeLine = lines{
		Go:         `accept := base64.StdEncoding.EncodeToString(sum[:])`,
		JavaScript: `const accept = sum.toString("base64")`,
		Python:     `accept = base64.b64encode(digest).decode()`,
		Java:       `String accept = Base64.getEncoder().encodeToString(sum);`,
		CSharp:     `string accept = Convert.ToBase64String(sum);`,
		PHP:        `$accept = base64_encode($sum);`,
	}
	fieldLine = lines{
		Go:         `w.Header().Set("Sec-WebSocket-Accept", accept)`,
		JavaScript: "socket.write(`Sec-WebSocket-Accept: ${accept}\\r\\n`)",
		Python:     `field = f"Sec-WebSocket-Accept: {accept}\r\n"`,
		Java:       `response.setHeader("Sec-WebSocket-Accept", accept);`,
		CSharp:     `response.Headers["Sec-WebSocket-Accept"] = accept;`,
		PHP:        `$field = "Sec-WebSocket-Accept: $accept\r\n";`,
	}
)

// insteadOf returns each wrong line with the right one of its language.
func insteadOf(right, wrong lines) []Code {
	var code []Code
	belongs := right.all()
	for i, line := range wrong.all() {
		if *line != "" {
			code = append(code, Code{languages[i], *line, *belongs[i]})
		}
	}
	return code
}

// replaced returns the lines with a part of each replaced.
func (l lines) replaced(old, new string) lines {
	for _, line := range l.all() {
		*line = strings.Replace(*line, old, new, 1)
	}
	return l
}
