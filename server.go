//go:build !wasm

// Upgrade101 serves the inspector: its pages, its API and its live endpoint.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"upgrade101/web"
	"upgrade101/web/command"
	"upgrade101/web/live"
	"upgrade101/web/metrics"
)

func main() {
	if status, ok := command.Run(os.Args[1:], terminal()); ok {
		os.Exit(status)
	}
	err := run(os.Args[1:])
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "upgrade101:", err)
	if errors.As(err, new(misuse)) {
		os.Exit(command.ExitUsage)
	}
	os.Exit(1)
}

// misuse is what is wrong with the arguments.
type misuse struct{ error }

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
		scraped = flags.String("metrics", "", "`address` to serve Prometheus metrics on, at /metrics, such as 127.0.0.1:9101; \"\": none")
		version = flags.Bool("version", false, "print the content hash of what is served, and end")
	)
	flags.StringVar(&config.Base, "base", "/", "`path` the site is mounted at behind a reverse proxy")
	flags.Func("trust-proxy", "comma list of `CIDR`s whose X-Forwarded-* fields are believed", func(s string) (err error) {
		config.TrustProxy, err = prefixes(s)
		return err
	})
	flags.Func("host", "comma list of the host `names` that the site goes by; others cannot use /wire, /api/try and /api/peers", func(s string) error {
		config.Hosts = fields(s)
		return nil
	})
	flags.IntVar(&config.MaxMessage, "max-message", 64<<10, "most `bytes` in a message of the live endpoint")
	flags.IntVar(&config.Takeover, "takeover", 1000, "most `sessions` with which context takeover of permessage-deflate is agreed to; 0: never")
	flags.BoolVar(&config.NoLimits, "no-limits", false, "lift the rates per address and per connection and the length of a session, never a size")
	flags.TextVar(&level, "log-level", slog.LevelInfo, "`level`: debug, info, warn or error")
	flags.Usage = func() {
		fmt.Fprintf(flags.Output(), "usage: upgrade101 [flags]\n    \tserves the inspector\n")
		command.Help(flags.Output())
		fmt.Fprintf(flags.Output(), "\nThe flags of the server:\n")
		flags.PrintDefaults()
	}
	if err := environment(flags); err != nil {
		return misuse{err}
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return misuse{err}
	}
	if flags.NArg() > 0 {
		return misuse{fmt.Errorf("%q is neither a flag nor one of the verbs %s; see -help", flags.Arg(0), command.Names())}
	}
	if config.MaxMessage <= 0 {
		return misuse{fmt.Errorf("-max-message is %d; it takes 1 or more", config.MaxMessage)}
	}
	if config.Takeover <= 0 {
		config.Takeover = -1
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends upgrade101 at once
	if *scraped != "" {
		if _, err := metrics.Serve(ctx, *scraped, metrics.Handler(site.Counts, site.Version())); err != nil {
			return err
		}
	}
	fmt.Printf("Upgrade 101 is at http://%s%s\n", listener.Addr(), site.Base())
	return site.Serve(ctx, listener)
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

// fields are the entries of a comma list.
func fields(list string) (entries []string) {
	for s := range strings.SplitSeq(list, ",") {
		if s = strings.TrimSpace(s); s != "" {
			entries = append(entries, s)
		}
	}
	return entries
}

func prefixes(list string) (out []netip.Prefix, err error) {
	for _, s := range fields(list) {
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
