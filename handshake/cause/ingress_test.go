package cause

import (
	"slices"
	"strings"
	"testing"

	"upgrade101/handshake/hop"
	"upgrade101/handshake/paste"
)

func TestIngressSays(t *testing.T) {
	const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  annotations:
    nginx.ingress.kubernetes.io/proxy-read-timeout: "60"
    nginx.ingress.kubernetes.io/proxy-http-version: "1.0"
    nginx.ingress.kubernetes.io/force-ssl-redirect: "false"
    # nginx.ingress.kubernetes.io/auth-url: http://auth
    nginx.ingress.kubernetes.io/configuration-snippet: |
      proxy_set_header Connection "";
    nginx.ingress.kubernetes.io/unknown: "1"
    nginx.ingress.kubernetes.io/: "1"
`
	outcome, causes, _ := OfText(text)
	says := ingressSays(text)
	for i, want := range []string{"proxy-read-timeout: a WebSocket on which the server is silent for 60 s", "proxy-http-version: the handshake reaches the service in HTTP/1.0", "configuration-snippet: "} {
		if len(says) != 3 || !strings.HasPrefix(says[i], want) {
			t.Errorf("%d: %q, not %q", i, says, want)
		}
	}
	p := paste.Read(text)
	if got := ConfigSays(new(hop.Catalog), text, &p); got != strings.Join(says, " ") {
		t.Errorf("the configuration says %q", got)
	}
	if outcome.Config != "Kubernetes" || outcome.Result != Unknown || len(causes) > 0 {
		t.Errorf("%+v, %v", outcome, ids(causes))
	}
	if says := ingressSays(strings.Repeat("nginx.ingress.kubernetes.io/affinity: cookie\n", 1000)); len(says) != maxAnnotations {
		t.Errorf("%d are told", len(says))
	}
}

// A configuration together with the answer that it leads to ranks its effect first; with another answer it does not.
func TestConfigBesideAnswer(t *testing.T) {
	const refused = "WebSocket connection to 'wss://a.example/live' failed: Error during WebSocket handshake: Unexpected response code: "
	ingress := func(annotation string) string {
		return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: live\n  annotations:\n    nginx.ingress.kubernetes.io/" + annotation + "\nspec:\n  rules:\n  - host: a.example\n\n"
	}
	for _, c := range []struct{ text, first string }{
		{ingress(`rewrite-target: /$2`) + refused + "404", "path-unknown"},
		{ingress(`whitelist-source-range: "10.0.0.0/8"`) + refused + "403", "edge-blocked"},
		{ingress(`auth-url: https://a.example/auth`) + refused + "401", "credentials-missing"},
		{ingress(`force-ssl-redirect: "true"`) + refused + "308", "redirected"},
		{ingress(`limit-connections: "2"`) + refused + "503", "rate-limited|unavailable"},
		{ingress(`backend-protocol: "HTTPS"`) + refused + "502", "backend-tls|backend-broken"},
		{ingress(`backend-protocol: "GRPC"`) + refused + "400", "http2-upgrade"},
		{ingress(`whitelist-source-range: "10.0.0.0/8"`) + refused + "401", "credentials-missing"},
		{ingress(`: "true"`) + refused + "403", "origin-refused"},
		{ingress(`enable-cors: "true"`) + refused + "403", "origin-refused"},
		{"location / {\n    proxy_pass http://app;\n    proxy_set_header Host $host;\n}\n\n" + refused + "400", "upgrade-lost"},
		{"location / {\n    proxy_pass http://app;\n    proxy_set_header Connection \"\";\n    proxy_set_header Upgrade $http_upgrade;\n}\n\n" + refused + "200", "upgrade-lost"},
		{"ProxyPass / http://127.0.0.1:8080/\nProxyPassReverse / http://127.0.0.1:8080/\n\n" + refused + "426", "upgrade-lost"},
		{"location / {\n    proxy_pass http://app;\n    proxy_set_header Host $host;\n}\n\n" + refused + "401", "credentials-missing"},
		{"location / {\n    proxy_pass http://app;\n}\n\nconnect ECONNREFUSED 127.0.0.1:8080", "nothing-listens"},
	} {
		_, found, _ := OfText(c.text)
		if got := first(ids(found)); !slices.Contains(strings.Split(c.first, "|"), got) {
			t.Errorf("%s\n%v, not %s", c.text, ids(found), c.first)
		}
	}
	for _, config := range []string{"location / {\n    proxy_pass http://app;\n}\n", ingress(`rewrite-target: /$2`)} {
		if outcome, found, _ := OfText(config); outcome.Result != Unknown || len(found) > 0 {
			t.Errorf("%s is judged alone: %s, %v", config, outcome.Result, ids(found))
		}
	}
}
