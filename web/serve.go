package web

import (
	"context"
	"log"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// grace is how long a stop waits for work in progress.
const grace = 5 * time.Second

// Serve serves on l until ctx is done. Then it ends sessions at once and gives requests time to finish. It fails only if
// it cannot serve.
func (s *Site) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ConnState:         s.live.ConnState,
		ErrorLog:          log.New(&serverLog{s.config.Log}, "", 0),
	}
	routed, err := s.listener(l)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(routed) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var ended sync.WaitGroup
	ended.Go(func() {
		if server.Shutdown(stop) != nil {
			server.Close()
			s.config.Log.Warn("requests were cut off", "after", grace.String())
		}
	})
	ended.Go(func() {
		if s.Shutdown(stop) != nil {
			s.config.Log.Warn("sessions were cut off", "after", grace.String())
		}
	})
	ended.Wait()
	return nil
}

// serverLog receives net/http's log. Nearly all lines are about clients and not errors, except that no connection can be
// accepted ("too many open files"), and a handler's panic.
type serverLog struct{ log *slog.Logger }

func (l *serverLog) Write(line []byte) (int, error) {
	text, level := strings.TrimSpace(string(line)), slog.LevelDebug
	if strings.HasPrefix(text, "http: Accept error") || strings.HasPrefix(text, "http: panic") {
		level = slog.LevelError
	}
	l.log.Log(context.Background(), level, text)
	return len(line), nil
}

// recovered logs a handler's panic and sends 500. The connection stays open if nothing was sent yet.
func (s *Site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		noted := &noted{ResponseWriter: w}
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.config.Log.Error("panic", "path", r.URL.Path, "value", v, "stack", string(debug.Stack()))
			if noted.sent {
				panic(http.ErrAbortHandler)
			}
			fail(w, http.StatusInternalServerError, "this request ran into a fault of the server, which is logged; others are answered as before")
		}()
		next.ServeHTTP(noted, r)
	})
}

// noted records whether an answer was begun.
type noted struct {
	http.ResponseWriter
	sent bool
}

func (n *noted) WriteHeader(status int) {
	n.sent = true
	n.ResponseWriter.WriteHeader(status)
}

func (n *noted) Write(p []byte) (int, error) {
	n.sent = true
	return n.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (n *noted) Unwrap() http.ResponseWriter {
	n.sent = true // a handler that asks for the connection answers on it
	return n.ResponseWriter
}
