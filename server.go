//go:build !wasm

// Upgrade101 serves the inspector: its pages, its API and its live endpoint.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"upgrade101/web"
	"upgrade101/web/command"
	"upgrade101/web/live"
)

func main() {
	if status, ok := command.Run(os.Args[1:], terminal()); ok {
		os.Exit(status)
	}
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "upgrade101:", err)
		os.Exit(1)
	}
}

// terminal is what the verbs of the command line read and write.
func terminal() *command.Streams {
	info, err := os.Stdout.Stat()
	return &command.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Notices: web.Notices(),
		Terminal: err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func run(args []string) error {
	var (
		config  web.Config
		level   slog.Level
		flags   = flag.NewFlagSet("upgrade101", flag.ContinueOnError)
		addr    = flags.String("addr", "127.0.0.1:8000", "`address` to listen on")
		version = flags.Bool("version", false, "print the content hash of what is served, and end")
	)
	flags.StringVar(&config.Base, "base", "/", "`path` the site is mounted at behind a reverse proxy")
	flags.Func("trust-proxy", "comma list of `CIDR`s whose X-Forwarded-* fields are believed", func(s string) (err error) {
		config.TrustProxy, err = prefixes(s)
		return err
	})
	flags.IntVar(&config.MaxMessage, "max-message", 64<<10, "most `bytes` in a message of the live endpoint")
	flags.BoolVar(&config.NoLimits, "no-limits", false, "lift the rates per address and per connection and the length of a session, never a size")
	flags.TextVar(&level, "log-level", slog.LevelInfo, "`level`: debug, info, warn or error")
	flags.Usage = func() {
		fmt.Fprintf(flags.Output(), "usage: upgrade101 [flags]\n    \tserves the inspector\n")
		command.Help(flags.Output())
		fmt.Fprintf(flags.Output(), "\nThe flags of the server:\n")
		flags.PrintDefaults()
	}
	if err := environment(flags); err != nil {
		return err
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is neither a flag nor one of the verbs %s; see -help", flags.Arg(0), command.Names())
	}
	if config.MaxMessage <= 0 {
		return fmt.Errorf("-max-message is %d; it takes 1 or more", config.MaxMessage)
	}
	config.Log = slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))

	site, err := web.New(config)
	if err != nil {
		return err
	}
	if *version {
		fmt.Println(site.Version())
		return nil
	}
	listener, err := live.Listen(*addr)
	if err != nil {
		return err
	}
	return serve(site, listener, config)
}

// environment presets flags from UPGRADE101_ADDR, UPGRADE101_MAX_MESSAGE and so on.
func environment(flags *flag.FlagSet) (err error) {
	flags.VisitAll(func(f *flag.Flag) {
		name := "UPGRADE101_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := os.LookupEnv(name)
		if !ok {
			return
		}
		if e := f.Value.Set(value); e != nil {
			err = errors.Join(err, fmt.Errorf("%s is %q: %w", name, value, e))
		}
	})
	return err
}

func prefixes(list string) (out []netip.Prefix, err error) {
	for s := range strings.SplitSeq(list, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			addr, e := netip.ParseAddr(s)
			if e != nil {
				return nil, fmt.Errorf("%q is neither a CIDR such as 10.0.0.0/8 nor an address", s)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, p)
	}
	return out, nil
}

// grace is how long a stop waits for what is under way.
const grace = 5 * time.Second

// serve answers until SIGINT or SIGTERM, then lets what is under way end.
func serve(site *web.Site, listener net.Listener, config web.Config) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{
		Handler:           site,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(config.Log.Handler(), slog.LevelDebug),
	}
	routed, err := site.Listener(listener)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(routed) }()
	fmt.Printf("Upgrade 101 is at http://%s%s\n", listener.Addr(), site.Base())

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop() // a second signal ends the program at once
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return errors.Join(server.Shutdown(ctx), site.Shutdown(ctx))
}
