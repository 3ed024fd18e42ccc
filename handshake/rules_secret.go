package handshake

import (
	"strings"

	"upgrade101/handshake/head"
)

// Secrets: parts of a pasted text with which its reader could act as its sender. On the wire they are usual, so these rules apply only
// to pastes, not to exact bytes. A token among the subprotocols is ws-proto-secret, wherever it is from.

var secretRules = []*Rule{
	{
		ID: "secret-cookie", Side: Text, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "The text contains a cookie",
		Requires: "No cookie leaves the machine in a pasted text.",
		Why: "A session cookie is as good as the login that made it: a reader of this text can act as you until it expires. On the wire it is in " +
			"its place, and a browser may send it with handshakes to its host.",
		Fix:    "Put *** in place of the value before you share the text, and log out if you already have.",
		Cites:  []string{"6265:8.4", "6265:8.3"},
		Broken: func() *Example { return good.with("Cookie", "session=1f2e3d4c").asText() },
		fix:    replaceWith(mask),
		check:  secretsOf(SecretCookie, "a cookie"),
	},
	{
		ID: "secret-authorization", Side: Text, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "The text contains credentials",
		Requires: "No credentials leave the machine in a pasted text.",
		Why:      "Authorization mostly holds a password or a token. Basic looks scrambled and is only base64: any reader gets user and password out of it.",
		Fix:      "Put *** in place of the credentials, and replace the password or token if the text has been shared.",
		Cites:    []string{"9110:17.16.1", "9110:11.6.2"},
		Broken:   func() *Example { return good.with("Authorization", "Bearer c2VjcmV0").asText() },
		fix:      replaceWith(mask),
		check:    secretsOf(SecretAuthorization, "credentials"),
	},
	{
		ID: "secret-proxy-auth", Side: Text, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "The text contains credentials for a proxy",
		Requires: "No credentials for a proxy leave the machine in a pasted text.",
		Why: "Proxy-Authorization opens the proxy, often with the password of a company network. It is meant for the proxy that asks for " +
			"it; no server has a use for it.",
		Fix:    "Put *** in place of what follows the scheme.",
		Cites:  []string{"9110:17.16.1", "9110:11.7.2"},
		Broken: func() *Example { return good.with("Proxy-Authorization", "Basic dXNlcjpwYXNz").asText() },
		fix:    replaceWith(mask),
		check:  secretsOf(SecretProxyAuth, "credentials for a proxy"),
	},
	{
		ID: "secret-query", Side: Text, Severity: Warning, Strength: Practice, Binds: Client, Over: AnyHTTP,
		Problem:  "The URL contains a token or password",
		Requires: "There is no secret in the URL of a shared text.",
		Why: "Script in a browser cannot set Authorization on a WebSocket, so tokens travel in the URL. There they may also end up in the logs of " +
			"servers and proxies.",
		Fix:    "Put *** in place of the value; on the wire use a ticket that works once and not for long.",
		Cites:  []string{"9110:17.9", "6455:10.5"},
		Broken: func() *Example { return good.line("GET /chat?access_token=c2VjcmV0 HTTP/1.1").asText() },
		fix:    replaceWith(mask),
		check:  secretsOf(SecretQuery, "a secret"),
	},
}

// secretsOf makes the check for one kind of secret in the head that is judged.
func secretsOf(kind SecretKind, what string) func(*pass) {
	return func(p *pass) {
		if !p.report.Exchange.Pasted {
			return
		}
		for _, secret := range p.secrets() {
			if unsearched := secret.Kind == SecretField && secret.Name == ""; unsearched { // hidden to be safe, and no finding
				continue
			}
			if secret.Side != p.side || secret.Kind != kind && (kind != SecretAuthorization || secret.Kind != SecretField) || p.head.Text(secret.Span) == mask ||
				kind == SecretCookie && isSetting(secret.Name, p.head.Text(secret.Span)) {
				continue
			}
			if kind == SecretQuery && secret.Name == "" && !strings.Contains(p.head.Text(secret.Span), ":") {
				continue // a user without a password; masked all the same
			}
			if kind == SecretQuery && isOption(secret.Name, p.head.Text(secret.Span)) {
				continue
			}
			got := what
			if secret.Name != "" {
				got += " in " + quote(secret.Name)
			}
			p.find(secret.Span, got+"; expected "+mask)
		}
	}
}

// isOption: a parameter that only has the name of a secret, such as max_tokens=100 or auth=none. The mask covers it all the same.
func isOption(name, value string) bool {
	name = strings.ToLower(name)
	switch strings.ToLower(value) {
	case "none", "true", "false":
		return true
	}
	return strings.Contains(name, "tokens") || strings.Contains(name, "tokeniz")
}

// isSetting: a cookie that keeps a choice ("theme=dark", "lang=0") and gives its reader access to nothing. The mask
// covers it all the same.
func isSetting(name, value string) bool {
	name = strings.ToLower(name)
	for _, telling := range []string{"sess", "sid", "auth", "token", "csrf", "xsrf", "login", "user", "jwt", "secret", "key"} {
		if strings.Contains(name, telling) {
			return false
		}
	}
	turns := 0 // between letters and digits: words have few
	for i := 1; i < len(value); i++ {
		if head.IsDigit(value[i]) != head.IsDigit(value[i-1]) {
			turns++
		}
	}
	return name != "" && len(value) < 20 && turns < 3
}

// secrets are those of the exchange, looked for once.
func (p *pass) secrets() []Secret {
	if p.hidden == nil {
		p.hidden = append([]Secret{}, secretsIn(&p.report.Exchange, p.report.Request, p.report.Response)...)
	}
	return p.hidden
}
