#!/bin/sh
# Runs each journey and each root test five times beside two busy loops, and prints a table of what failed. A
# round runs every test once, so that a test that ends its process costs no more than its round.
#
#	soak.sh [go test arguments, as -run=TestNothingMoves]
set -eu
cd "$(dirname "$0")/../.."
rounds=${ROUNDS:-5}
log=bin/soak.log
: >$log
busy=
trap 'kill $busy 2>/dev/null || :' EXIT
trap 'exit 1' INT TERM # else the rounds would go on without the loops
for _ in 1 2; do
	sh -c 'while :; do :; done' &
	busy="$busy $!"
done
for round in $(seq "$rounds"); do
	echo "round $round of $rounds"
	"${GO:-go}" test -count=1 -p=1 -timeout=60m -v "$@" . ./web/e2e/journeys >>$log 2>&1 || :
done
awk -v rounds="$rounds" '
	/^=== RUN / && $3 !~ /\// { runs[$3]++; tests[$3] = 1 }
	/^--- FAIL: / { failed[$3]++; any = 1 }
	/^--- (PASS|SKIP): / { ended[$3]++ }
	/^panic: |^FAIL.*\[build failed\]/ { broken = broken "\n" $0; any = 1 }
	END {
		for (name in tests) {
			n++
			lost = runs[name] - failed[name] - ended[name]
			if (failed[name] || lost > 0) {
				any = 1
				printf("%-50s failed %d of %d%s\n", name, failed[name], runs[name], (lost > 0) ? ", did not end " lost : "")
			}
		}
		if (broken) print "broken:" broken
		if (!n) { print "no test ran"; exit 1 }
		printf "%d tests, %d rounds beside two busy loops: %s\n", n, rounds, any ? "failures above, details in bin/soak.log" : "none failed"
		exit any
	}' $log
