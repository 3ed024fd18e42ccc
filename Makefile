# make run      build and serve http://127.0.0.1:8000
# make test     everything: native, compiled to WebAssembly, and in a browser
# make test-clients   npm and Debian WebSocket clients against the live endpoint, and it behind nginx and Caddy
# make test-docs      the embed in manuals made by MkDocs, Hugo, Sphinx and Docusaurus
# make build    bin/upgrade101, one self-contained file
# make static   dist/, the site as files for a static host (BASE=/docs/upgrade101/)

GO       ?= go
ARGS     ?=
BASE     ?= /
ECHO_URL ?=
ORIGIN   ?=
FUZZTIME ?= 20s

wasm    := GOOS=js GOARCH=wasm
static  := web/static
slim    := bin/slim/go.mod
inline  := -gcflags=all=-l $(foreach drawing,runtime syscall/js upgrade101/app github.com/maxence-charriere/go-app/v10/pkg/app,-gcflags=$(drawing)=)
racy    := -skip=OEmbedOnAStaticHost ./handshake/frame ./web/live ./web/peers ./web
sources  = $(shell find handshake app web -name '*.go') go.mod go.sum

.PHONY: run build test test-journeys test-road test-wasm test-native test-clients test-docs lint fmt bench fuzz clean chromium axe lighthouse static test-browsers test-static

run: $(static)/app.wasm $(static)/notices.txt
	$(GO) run ./web/build/pack -quick $(static)
	$(GO) build -trimpath -o bin/upgrade101 .
	bin/upgrade101 $(ARGS)

build: $(static)/app.wasm $(static)/notices.txt
	$(GO) run ./web/build/pack $(static)
	$(GO) build -trimpath -ldflags="-s -w" -o bin/upgrade101 .

static: build bin/engine.wasm
	rm -rf dist
	$(GO) run ./web/build/export -engine bin/engine.wasm -base '$(BASE)' -echo-url '$(ECHO_URL)' -origin '$(ORIGIN)' dist

# The journeys through that copy, below a path, on nginx and on Python's http.server.
test-static: build bin/engine.wasm chromium
	GO=$(GO) sh web/e2e/statichost/test.sh

# The page. Its module file leaves out go-app's server half, see web/build/slim. Without inlining (-l) the
# download is an eighth smaller, and the download is what a first visitor waits for; what draws on every
# keystroke is inlined all the same, because there it counts. What no visitor needs is taken out after the
# linker, see web/build/lean.
$(static)/app.wasm: $(sources) $(slim) $(wildcard web/build/lean/*.go)
	$(wasm) $(GO) build -modfile=$(slim) -trimpath -ldflags="-s -w" $(inline) -o bin/app.wasm ./app/wasm
	$(GO) run ./web/build/lean bin/app.wasm $@

# The licences of what the programs contain.
$(static)/notices.txt: go.mod go.sum web/build/notices/main.go
	$(GO) run ./web/build/notices $@

# The engine that answers in the page where there is no server; nothing of it is in the page's own program.
bin/engine.wasm: $(sources)
	$(wasm) $(GO) build -trimpath -ldflags="-s -w" -o $@ ./web/live/inpage

$(slim): go.mod go.sum web/build/slim/main.go
	$(GO) run ./web/build/slim bin/slim

# Two at a time, the longest first: where one waits, or uses one core, the other goes on.
test: lint
	@$(MAKE) --no-print-directory -j2 test-journeys test-wasm test-native test-road
	@if [ -s bin/axe/missing ]; then echo "the page was not searched for barriers:"; cat bin/axe/missing; fi

test-journeys: build bin/engine.wasm chromium axe
	$(GO) test -count=1 -timeout=20m ./web/e2e/journeys

test-road: build chromium
	$(GO) test -count=1 -timeout=20m .

test-wasm: chromium
	$(wasm) $(GO) test -exec=$(CURDIR)/bin/wasmtest ./handshake/... ./web/live

test-native: build
	$(GO) test $$($(GO) list ./app/... ./handshake/... ./web/... | grep -v /web/e2e/journeys)
	@# What is skipped only compresses, for long.
	@if [ "$$($(GO) env CGO_ENABLED)" = 1 ]; then set -x; $(GO) test -race $(racy); \
	else echo "there is no C compiler, so go test -race $(racy) is left out"; fi

# The main road in two more engines. What an engine cannot do is said where it is skipped; what could not be
# installed is said last, and why.
test-browsers: build axe
	@sh web/e2e/engines/install.sh && for engine in firefox webkit; do \
		grep -hq -e "^$$engine:" -e "^axe-core:" bin/browsers/missing bin/axe/missing && continue; \
		screen=; [ $$engine = firefox ] || screen="xvfb-run -a -s -noreset"; echo "$$engine:"; \
		$$screen $(GO) test -count=1 -timeout=20m -v . -args -engine=$$engine || exit 1; \
	done; \
	if [ -s bin/browsers/missing ]; then echo "not tested:"; cat bin/browsers/missing bin/axe/missing; fi

# axe-core looks for barriers in the page, where npm is there to bring it.
axe:
	@sh web/e2e/axe/install.sh

# The WebSocket clients of others against /echo, and the files of web/deploy with the programs they are for.
# What could not be installed is said last, and why.
test-clients:
	@sh web/e2e/clients/install.sh && \
	$(GO) test -count=1 -v -tags=clients -run=TestInstalled ./web/e2e/clients; status=$$?; \
	if [ -s bin/clients/missing ]; then echo "not tested:"; cat bin/clients/missing; \
	elif [ $$status = 0 ]; then echo "every client and proxy was there"; fi; exit $$status

# The snippets for other sites, in a small manual by each generator that is there.
# What could not be installed is said last, and why.
test-docs: build chromium axe
	@sh web/e2e/docs/install.sh && \
	$(GO) test -count=1 -v -tags=docs ./web/e2e/docs; status=$$?; \
	if [ -s bin/docs/missing ]; then echo "not tested:"; cat bin/docs/missing; fi; \
	if [ -s bin/axe/missing ]; then echo "the embeds were not searched for barriers:"; cat bin/axe/missing; fi; exit $$status

# Chromium runs the page; apt brings it where it is missing.
chromium: bin/wasmtest
	@sh web/e2e/browser/install.sh

# In a module of its own: it needs an older chromedp than the journeys do.
bin/wasmtest:
	GOBIN=$(CURDIR)/bin $(GO) install github.com/agnivade/wasmbrowsertest@v0.11.0
	mv bin/wasmbrowsertest $@

lint:
	@unformatted=$$(gofmt -l app handshake web server.go wasm_test.go); \
	if [ -n "$$unformatted" ]; then echo "not gofmt'ed (make fmt mends it):"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(wasm) $(GO) vet ./handshake/... ./app/... ./web/live/...

fmt:
	gofmt -w app handshake web server.go wasm_test.go

bench: build chromium lighthouse
	$(GO) test -run='^$$' -bench=. -benchmem ./handshake/...
	$(GO) test -run='^$$' -bench='Echo|Handshake' -benchtime=20x ./web/live
	$(GO) test -run='^$$' -bench=Idle -benchtime=1x ./web/live
	$(GO) test -count=1 -p=1 -run='^$$' -bench=. . ./web/e2e/journeys
	@if [ -s bin/lighthouse/missing ]; then echo "the page was not scored:"; cat bin/lighthouse/missing; fi

# Lighthouse scores the page, where npm is there to bring it.
lighthouse:
	@sh web/e2e/lighthouse/install.sh

# Every fuzz target of every package, FUZZTIME each.
fuzz:
	@for package in $$($(GO) list ./handshake/... ./app/... ./web/...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run='^$$' -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) $$package || exit 1; \
		done; \
	done

clean:
	rm -rf bin dist $(static)/app.wasm $(static)/notices.txt
	find $(static) -name '*.br' -o -name '*.gz' | xargs rm -f
