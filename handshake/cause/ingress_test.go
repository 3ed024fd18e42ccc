package cause

import (
	"strings"
	"testing"
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
	for i, want := range []string{"proxy-read-timeout: a WebSocket on which the server is silent for 60 s", "proxy-http-version: the handshake reaches the service in HTTP/1.0", "configuration-snippet: ", "The answer: "} {
		if len(outcome.Next) <= i || !strings.HasPrefix(outcome.Next[i], want) {
			t.Errorf("%d: %q, not %q", i, outcome.Next, want)
		}
	}
	if outcome.Config != "Kubernetes" || outcome.Result != Unknown || len(causes) > 0 {
		t.Errorf("%+v, %v", outcome, ids(causes))
	}
	if says := ingressSays(strings.Repeat("nginx.ingress.kubernetes.io/affinity: cookie\n", 1000)); len(says) != maxAnnotations {
		t.Errorf("%d are told", len(says))
	}
}
