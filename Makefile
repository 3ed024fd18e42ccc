# make run     build and serve http://127.0.0.1:8000
# make test    lint, native tests, tests compiled to WebAssembly, and journeys in a browser
# make build   bin/upgrade101, one self-contained file
# make static  dist/, the site as files for a static host (BASE=/docs/upgrade101/)
#
# Every target works as the first command in a fresh clone. web/e2e/README.md says what each test target covers.

GO       ?= go
ARGS     ?=
BASE     ?= /
ECHO_URL ?=
ORIGIN   ?=
FUZZTIME ?= 20s
LEAN     ?=
PACK     ?=
N        ?= 1000

# A build does not depend on git being installed, on who owns the checkout, or on where that is: so tests use what was compiled for the
# program, and a clone what was compiled in another one.
always         := -buildvcs=false -trimpath
export GOFLAGS := $(strip $(filter-out $(always),$(shell $(GO) env GOFLAGS)) $(always))

wasm     := GOOS=js GOARCH=wasm
static   := web/static
slim     := bin/slim/go.mod
inline   := -gcflags=all=-l -gcflags=runtime= -gcflags=syscall/js=
racy     := ./handshake/frame ./web/live ./web/peers ./web/visitor ./web
alone    := 'OEmbedOnAStaticHost|DeflateWindows|DeflateBombs|MutatedHeads|Disagreements|SitemapIsRendered|InspectCountsBytes|RepliesAsPredicted|PackageComments|Papers|Reference|HopsOfThePage|FieldsShowWhat|BaseIsChecked|ReportsLink|LessonPages|Pictures|ExamplesOpen|PredictTellsNothing|WhoMayFrame'
half     := '^Test[A-L]'
read_of   = $(shell find $(1) -type f ! -name '*_test.go' ! -path '*/testdata/*') go.mod go.sum
formatted = app handshake web server.go wasm_test.go
gofmt     = $(shell $(GO) env GOROOT)/bin/gofmt
timed     = @sh web/e2e/timed.sh $@

.PHONY: run build static test test-handshake test-journeys test-journeys-1 test-journeys-2 test-screens test-main test-wasm test-native test-clients test-hops test-docs test-citations test-snippets test-browsers test-static record \
	attack soak lint fmt bench fuzz clean chromium axe lighthouse

run: $(static)/app.wasm $(static)/wasm_exec.js $(static)/notices.txt $(static)/openapi.json
	$(GO) run ./web/build/pack -quick $(static)
	$(GO) build -o bin/upgrade101 .
	bin/upgrade101 $(ARGS)

build: $(static)/app.wasm $(static)/wasm_exec.js $(static)/notices.txt $(static)/openapi.json
	@echo "compressing what the server sends"
	$(GO) run ./web/build/pack $(PACK) $(static)
	$(GO) build -ldflags="-s -w" -o bin/upgrade101 .

static: build bin/engine.wasm
	rm -rf dist
	$(GO) run ./web/build/export -engine bin/engine.wasm -base '$(BASE)' -echo-url '$(ECHO_URL)' -origin '$(ORIGIN)' dist

# The page. Its module file leaves out go-app's server half, see web/build/slim. Without inlining (-l) the
# download is an eighth smaller; the runtime is inlined all the same. What a browser does not need is removed after the
# linker, see web/build/lean (LEAN=-traces keeps what traces say).
$(static)/app.wasm: $(call read_of,handshake app) $(slim) $(wildcard web/build/lean/*.go)
	@echo "compiling the page to WebAssembly"
	$(wasm) $(GO) build -modfile=$(slim) -ldflags="-s -w" $(inline) -o bin/app.wasm ./app/wasm
	$(GO) run ./web/build/lean $(LEAN) bin/app.wasm $@

# What connects the program with the browser; it has to be that of the Go that compiled the program.
$(static)/wasm_exec.js: $(shell $(GO) env GOROOT)/lib/wasm/wasm_exec.js
	cp '$<' $@

# The description of the API, from the types of its answers and their comments.
$(static)/openapi.json: $(wildcard web/*.go web/live/*.go handshake/frame/record.go handshake/report/*.go web/build/openapi/*.go)
	$(GO) run ./web/build/openapi $@

# The licences of what the programs contain.
$(static)/notices.txt: go.mod go.sum web/build/notices/main.go
	$(GO) run ./web/build/notices $@

# The live engine, for a page without a server. The page's own program does not contain it.
bin/engine.wasm: $(call read_of,handshake web/live)
	@echo "compiling the engine to WebAssembly"
	$(wasm) $(GO) build -ldflags="-s -w" -o $@ ./web/live/inpage

$(slim): go.mod go.sum $(wildcard web/build/slim/* web/build/slim/_changes/*)
	$(GO) run ./web/build/slim bin/slim

# Three parts at a time: where one waits, the others go on, also after one that failed. First comes what compiles much, and last what
# drives a browser and takes about as long as its neighbours, so that no core is left idle. What the page is built from is built beside the
# parts that do not need it. go test does not vet, because make lint does, and the journeys do not wait for the best compression, which
# takes half a minute.
test:
	@rm -rf bin/times
	@status=0; GOFLAGS='$(GOFLAGS) -vet=off' $(MAKE) --no-print-directory -k -j3 PACK=-quick test-wasm test-handshake test-native test-main test-screens test-journeys-1 test-journeys-2 || status=1; \
	sh web/e2e/timed.sh -report; cat bin/chromium/missing bin/axe/missing 2>/dev/null | sed 's/^/not tested: /'; exit $$status

# In two halves by name, each with a server and a browser of its own.
test-journeys: test-journeys-1 test-journeys-2

test-journeys-1: build bin/engine.wasm chromium axe
	$(timed) chromium $(GO) test -count=1 -timeout=60m -run=$(half) -skip='OnEveryScreen|AClassOfForty' ./web/e2e/journeys

test-journeys-2: build bin/engine.wasm chromium axe
	$(timed) chromium $(GO) test -count=1 -timeout=60m -skip=$(half)'|OnEveryScreen|AClassOfForty' ./web/e2e/journeys

test-screens: build bin/engine.wasm chromium axe
	$(timed) chromium $(GO) test -count=1 -timeout=60m -run=OnEveryScreen ./web/e2e/journeys

test-main: build chromium
	$(timed) chromium $(GO) test -count=1 -timeout=60m .

# wasmbrowsertest looks for wasm_exec.js where Go is, which a program that is built with -trimpath does not know.
test-wasm: chromium bin/wasmtest bin/lean
	$(timed) chromium env $(wasm) $(GO) test -timeout=60m -exec='env GOROOT=$(shell $(GO) env GOROOT) sh $(CURDIR)/web/e2e/wasmtest.sh' ./handshake/... ./web/live

test-handshake:
	$(timed) - $(GO) test -timeout=60m ./handshake/...

test-native: build
	$(timed) - sh web/e2e/native.sh $(GO) -skip=$(alone) $(racy)

# The main journeys in two more engines.
test-browsers: build
	@sh web/e2e/axe/install.sh always
	@sh web/e2e/engines/install.sh
	@GO=$(GO) sh web/e2e/engines/test.sh

# axe-core checks the page for accessibility, where there is an npm to install it.
axe:
	@sh web/e2e/axe/install.sh

# Other WebSocket clients against /echo, and the files of web/deploy with the programs they are for.
test-clients: build
	@sh web/e2e/clients/install.sh
	@$(GO) test -count=1 -v -tags=clients -run=TestInstalled ./web/e2e/clients; status=$$?; \
	sed 's/^/not tested: /' bin/clients/missing; exit $$status

# What the model of handshake/hop predicts, against running proxies. What is not run is named at the end.
test-hops:
	@sh web/e2e/hops/install.sh
	EVERY=1 $(GO) test -run=TestFingerprint ./handshake/hop
	@$(GO) test -count=1 -timeout=60m -parallel=24 -tags=hops ./web/e2e/hops; status=$$?; \
	cat bin/hops/compared; sed 's/^/not tested: /' bin/hops/missing; exit $$status

# Real clients, shown N generated answers: prints the seed and how many are predicted right. INTO=handshake/testdata/clients.json
# keeps what they did, with the answers that are there.
record:
	@sh web/e2e/record/install.sh
	@if [ -s bin/record/missing ]; then cat bin/record/missing; exit 1; fi
	$(GO) run ./web/e2e/record -n $(N) $(if $(SEED),-seed $(SEED)) $(if $(INTO),-from $(INTO)) -to $(or $(INTO),bin/record/recording.json)
	$(GO) test -count=1 -v -run=TestClientVerdictIsWhatClientsDo ./handshake -args -recording=$(abspath $(or $(INTO),bin/record/recording.json))

# The snippets for other sites, in a small manual by each generator.
test-docs: build chromium
	@sh web/e2e/axe/install.sh always
	@sh web/e2e/docs/install.sh
	@if [ -s bin/chromium/missing ]; then cat bin/chromium/missing; exit 0; fi; \
	$(GO) test -count=1 -v -tags=docs ./web/e2e/docs; status=$$?; \
	cat bin/docs/missing bin/axe/missing | sed 's/^/not tested: /'; exit $$status

# Each citation against the text of the RFC it names.
test-citations:
	@sh web/e2e/citations/install.sh
	@$(GO) test -count=1 -v -tags=citations ./web/e2e/citations; status=$$?; \
	sed 's/^/not tested: /' bin/citations/missing; exit $$status

# Each configuration that the project shows, read by the program it is for.
test-snippets:
	@sh web/e2e/snippets/install.sh
	@$(GO) test -count=1 -tags=snippets ./web/e2e/snippets; status=$$?; \
	sed 's/^/not tested: /' bin/snippets/missing; exit $$status

# The journeys through a static copy: below a path, on nginx and on Python's http.server.
test-static: build bin/engine.wasm chromium
	@sh web/e2e/statichost/install.sh
	@GO=$(GO) sh web/e2e/statichost/test.sh

# Attacks on the built program: memory, shutdown, silent and idle connections, smuggling, texts of every shape; and the pages
# of a class of forty at once.
attack: build chromium
	$(GO) test -count=1 -v -timeout=60m -tags=attack ./web/e2e/attack
	@if [ -s bin/chromium/missing ]; then sed 's/^/not tested: /' bin/chromium/missing; exit 0; fi; set -x; \
	$(GO) test -count=1 -timeout=60m -run=AClassOfForty ./web/e2e/journeys

# Each journey and each root test five times beside two busy loops; prints a table of what failed. Not part of CI.
soak: build bin/engine.wasm chromium axe
	@GO=$(GO) sh web/e2e/soak.sh

chromium:
	@sh web/e2e/browser/install.sh

# In a module of its own: it needs an older chromedp than the journeys do.
bin/wasmtest:
	@echo "installing wasmbrowsertest, which runs Go tests in a browser"
	GOBIN=$(CURDIR)/bin $(GO) install github.com/agnivade/wasmbrowsertest@v0.11.0
	mv bin/wasmbrowsertest $@

lint: bin/staticcheck
	@unformatted=$$($(gofmt) -l $(formatted)) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "not formatted; run make fmt:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet -tags=clients,docs,hops,attack,snippets,citations ./...
	$(wasm) $(GO) vet ./handshake/... ./app/... ./web/live/...
	bin/staticcheck -tags=clients,docs,hops,attack,snippets,citations ./...
	$(wasm) bin/staticcheck ./handshake/... ./app/... ./web/live/...
	$(GO) run . check -strict README.md .github app handshake web
	@GO=$(GO) sh web/build/vulncheck.sh

bin/lean: $(wildcard web/build/lean/*.go)
	$(GO) build -o $@ ./web/build/lean

# From a module file of its own, so that nothing of it enters the product's go.sum.
bin/staticcheck: web/build/tools.mod web/build/tools.sum
	@echo "building staticcheck"
	$(GO) build -modfile=web/build/tools.mod -o $@ honnef.co/go/tools/cmd/staticcheck

fmt:
	$(gofmt) -w $(formatted)

bench: build chromium lighthouse
	$(GO) test -run='^$$' -bench=. -benchmem ./handshake/...
	$(GO) test -run='^$$' -bench='Echo|Handshake' -benchtime=20x ./web/live
	$(GO) test -run='^$$' -bench=Idle -benchtime=1x ./web/live
	$(GO) test -run='^$$' -bench=Scrape ./web/metrics
	$(GO) test -run='^$$' -bench=Check -benchtime=1x ./web/command
	$(GO) test -run='^$$' -bench=Hops ./web/build/lean
	$(GO) test -count=1 -v -tags=attack ./web/e2e/attack
	@if [ -s bin/chromium/missing ]; then cat bin/chromium/missing; exit 0; fi; set -x; \
	$(GO) test -count=1 -p=1 -run='^$$' -bench=. . ./web/e2e/journeys
	@if [ -s bin/lighthouse/missing ]; then echo "the page was not scored:"; cat bin/lighthouse/missing; fi

# Lighthouse scores the page, where there is an npm to install it.
lighthouse:
	@sh web/e2e/lighthouse/install.sh

# Every fuzz target of every package, FUZZTIME each. What drives the built program has none.
fuzz:
	@set -e; packages=$$($(GO) list ./handshake/... ./app/... ./web/... | grep -v /web/e2e/); \
	for package in $$packages; do \
		list=$$($(GO) test -list '^Fuzz' $$package) || { echo "$$list"; exit 1; }; \
		for target in $$(echo "$$list" | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run='^$$' -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) $$package; \
		done; \
	done

clean:
	rm -rf bin dist $(static)/app.wasm $(static)/wasm_exec.js $(static)/notices.txt $(static)/openapi.json
	find $(static) -name '*.br' -o -name '*.gz' | xargs rm -f
