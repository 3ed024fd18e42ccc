package cause

import (
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
