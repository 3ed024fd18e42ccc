#!/bin/sh
# Asks an earlier version of the server and this one about every recorded exchange (main.go), and prints how their
# verdicts differ: how often each difference occurs, and the first vectors that show it.
#
#	compare.sh COMMIT
set -eu
cd "$(dirname "$0")/../../.."
[ $# = 1 ] || { echo "usage: compare.sh COMMIT"; exit 2; }
into=$PWD/bin/vectors
mkdir -p "$into"
server=
cleanup() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || :
	git worktree remove --force "$into/earlier" 2>/dev/null || :
}
trap cleanup EXIT

git worktree add -q --detach "$into/earlier" "$1"
(cd "$into/earlier" && go build -o "$into/earlier.bin" .)
go build -o "$into/now.bin" .
go build -o "$into/vectors" ./web/e2e/vectors
for version in earlier now; do
	"$into/$version.bin" -addr 127.0.0.1:0 -no-limits >"$into/out" 2>&1 &
	server=$!
	until address=$(grep -o 'http://127\.0\.0\.1:[0-9]*' "$into/out" | head -1) && [ -n "$address" ]; do
		kill -0 "$server" || { cat "$into/out"; exit 1; }
		sleep 0.1
	done
	"$into/vectors" "$address" >"$into/$version.txt"
	kill "$server"
	wait "$server" 2>/dev/null || :
	server=
done

awk -F '\t' '
	FNR == NR { was[$1] = $2; had[$1] = $3; n++; next }
	$2 != was[$1] || $3 != had[$1] {
		differ++
		what = ($2 != was[$1] ? was[$1] " -> " $2 : "")
		a = " " had[$1] " "; b = " " $3 " "
		k = split(had[$1], x, " "); for (i = 1; i <= k; i++) if (!index(b, " " x[i] " ")) what = what " -" x[i]
		k = split($3, x, " "); for (i = 1; i <= k; i++) if (!index(a, " " x[i] " ")) what = what " +" x[i]
		count[what]++
		if (count[what] <= 2) example[what] = example[what] " | " $1
	}
	END {
		printf "%d vectors, %d judged otherwise\n", n, differ
		for (w in count) printf "%d\t%s%s\n", count[w], w, example[w] | "sort -rn -k1,1 -s"
	}' "$into/earlier.txt" "$into/now.txt"
