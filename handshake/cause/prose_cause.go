package cause

import (
	"strings"
	"sync"

	"upgrade101/handshake/head"
	"upgrade101/handshake/phrase"
)

// descriptions are failures as people describe them, without a number. A line is a cause, its weight, the result of the connection (- for
// unknown), and groups of words: one of each group must begin a word of the sentence, and none of a group after !.
const descriptions = `
upgrade-lost 54 failed: upgrade header|upgrade field|upgrade request|connection header|connection upgrade|websocket header|upgrade and connection & strip|remov|drop|eat|swallow|lose|loses|lost|never reach|never arriv|not forward|n't forward|not pass|n't pass|not arriv|n't arriv|n't reach|not reach|not being|n't being|filters|is gone|are gone|disappear|not there|n't there|is missing|are missing|is blank|is empty|is null|not sent on
upgrade-lost 52 failed: proxy|firewall|zscaler|vpn|gateway|antivirus|load balancer|isp|netskope|cloudflare|cdn|waf & block|strip|break|kill|not support|n't support|not allow|n't allow|not let|n't let|not pass|n't pass|refus & websocket|web socket|upgrade|ws & !cors|csp
upgrade-lost 30 -: without|bypass|direct|around|skip|past & proxy|nginx|traefik|cloudflare|gateway|load balancer|ingress|haproxy|apache|alb|caddy|the vm|to the pod|to the container|to the app|to the server|to the backend|localhost|the port & work|fine|ok|connects|succeed|101 & !not work|n't work
web-app 70 -: index.html|the page of|html of|spa & return|get|serve|instead|answer|respon|receiv|came|back|sends
nothing-listens 50 failed: connection refused|refuses the connection|refused the connection|connection is refused|connection was refused|refused to connect
timed-out 44 failed: websocket|web socket|handshake|wss|ws|upgrade|socket & times out|timed out|timing out|hang|pending|never opens|never connects|no response|no answer|does not answer|runs into a timeout & !ping timeout|keepalive ping|pong|idle|inactiv|silence|after it opened
certificate 50 failed: certificate|cert & expired|self-signed|self signed|not trusted|n't trusted|untrusted|invalid|not valid|wrong name|wrong host|unknown authority
name-unknown 50 failed: not resolve|can't be resolved|n't resolve|cannot resolve|not be resolved|n't be resolved|enotfound|nxdomain|no dns|not found in dns
mixed-content 50 failed: https & ws://|insecure & block|not allow|mixed
origin-refused 60 failed: origin & not allow|n't allow|reject|refus|not accept|n't accept|mismatch|not match|n't match|remove|without|chang|spoof|other than|check & websocket|web socket|handshake|connect|socket|403
credentials-missing 50 failed: token|cookie|authorization|auth header|jwt|session|credentials|bearer & not sent|n't sent|not send|n't send|not set|expired|no header|not arriv|n't arriv|not reach|n't reach|not includ|n't includ|not attach|n't attach|not valid|invalid|missing|lost & websocket|web socket|handshake|upgrade|socket|ws|401
session-unknown 50 failed: replica|pods|instances|workers|servers|nodes|dynos|processes|scaled|scaling & socket.io|signalr|sockjs|polling|session id|connection id & fail|400|404|unknown|drop|lose|reconnect|not work|n't work|half of
path-unknown 50 failed: path|prefix|route|endpoint|namespace|sub-path|subpath & not exist|n't exist|not found|wrong|no route|not mount|n't mount|not match|n't match & websocket|web socket|handshake|ws|socket
http2-upgrade 50 failed: http/2|http2|h2|alpn|http/1.1|http1.1 & disabl|turn off|turned off|switch off|without|force|http/1.1|http1.1|only & work|fine|ok|connects|succeed & websocket|web socket|ws|upgrade|socket
closed-idle 50 closed: idle|silence|inactiv|no traffic|no message|no data|nothing is sent|quiet|exactly|every & second|sec|minute|min|60s|30s|100s|hour|s & close|drop|disconnect|die|cut|lost|lose|terminat|dead|gone|reconnect & !reconnect attempt|interval|ping every|connections are|connections that|idle connections|idle websocket
closed-restart 50 closed: deploy|rollout|restart|redeploy|release|scale down & websocket|web socket|socket & close|drop|disconnect|die|cut|lost|lose|terminat
http2-upgrade 50 failed: http/2|http2|h2 & enabl|since|switch|turn|activat & websocket|web socket|wss & fail|not work|n't work|break|broke|stop|die
proxy-refused 40 failed: corporate|company|office|customer|school|university|campus & proxy|network|firewall|wifi & websocket|web socket|ws|wss|socket & fail|not work|n't work|never|block|not connect|n't connect|unable|cannot|only
`

// helpWords are the words of a person who asks for help, in the paragraph of a description.
var helpWords = phrase.List{Text: persons + "|any idea|no idea|anyone|anybody|what am i|what's wrong|what is wrong|n't work|does not work|not working|stopped work|at a loss|any help|pls |please help|thanks| hi | hey | hello |" +
	"n't connect|n't resolve|cannot resolve|not connect|unable to |cannot | never |fails|failed|failing|broken|no reason|nothing in the|nothing else|works local|works direct|works fine|opens fine|all ok|is fine|are fine|are ok|is ok|n't know|not know|no clue|" +
	" our socket | our websocket | weird | strange | happens | sometimes | problem | issue | i think | in front | behind | we have | we run | i have | i run | it works | security group | to the host works | we use | i use "}

// maxDescribed bounds how many descriptions are quoted.
const maxDescribed = 4

// description is a parsed line of descriptions.
type description struct {
	cause  string
	weight int
	result Result
	groups []string
}

// readProseCauses finds sentences in which a person describes a failure. Documentation and plans use other words.
func (f *facts) readProseCauses() {
	text := f.prose
	for start := 0; start < len(text) && len(f.described) < maxDescribed; {
		end := len(text)
		if i := strings.Index(text[start:], "\n\n"); i >= 0 {
			end = start + i + 2
		}
		f.readParagraph(text, start, end)
		start = end
	}
}

func (f *facts) readParagraph(text string, start, end int) {
	if !helpWords.In(spaced(text[start:end])) {
		return
	}
	for from := start; from < end && len(f.described) < maxDescribed; {
		to := min(f.sentenceEnd(text, from), end)
		s := text[from:to]
		if len(s) <= maxSentence && !isQuestion(s, text[to:]) && isProse(s) {
			f.readDescription(s, from)
		}
		from = to + 1
	}
}

func (f *facts) readDescription(s string, at int) {
	words := asides.Replace(spaced(spelled(s)))
	if hypothetical.In(words) && !strings.Contains(words, " works") {
		return
	}
	for _, x := range allDescriptions() {
		if _, before := f.described[x.cause]; before || !x.fits(words) {
			continue
		}
		trimmed := strings.TrimLeft(s, " \n\t>*-")
		f.described[x.cause] = described{x.weight, x.result, f.textAt(at+len(s)-len(trimmed), at+len(s))}
	}
}

// described is a sentence or line of the text that speaks for a cause.
type described struct {
	weight int
	result Result
	span   head.Span
}

// fits reports whether a sentence matches each group.
func (x *description) fits(words string) bool {
	for _, g := range x.groups {
		g, not := strings.CutPrefix(g, "!")
		found := false
		for w := range strings.SplitSeq(g, "|") {
			found = found || beginsWord(words, w)
		}
		if found == not {
			return false
		}
	}
	return true
}

// beginsWord reports whether a word of the sentence begins with w; one of one or two letters must be equal.
func beginsWord(words, w string) bool {
	before := " "
	if strings.HasPrefix(w, "n't") {
		before = ""
	}
	after := ""
	if len(w) < 3 {
		after = " "
	}
	return strings.Contains(words, before+w+after)
}

var allDescriptions = sync.OnceValue(func() (all []description) {
	for line := range strings.Lines(descriptions) {
		name, groups, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if words := strings.Fields(name); ok && len(words) == 3 {
			x := description{cause: words[0], weight: number(words[1]), groups: strings.Split(groups, " & ")}
			if words[2] != "-" {
				x.result = Result(words[2])
			}
			all = append(all, x)
		}
	}
	return all
})
