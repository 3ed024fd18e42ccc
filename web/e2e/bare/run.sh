#!/bin/sh
# Builds a fresh clone with empty caches, starts the server on a free port, and asks it for /healthz, for / and for an
# upgrade at /echo. With arguments, runs these make targets instead: run.sh lint fuzz
#
# Everything it makes is in one temporary folder, which is removed at the end, also after a failure.
set -eu
cd "$(dirname "$0")/../../.."
origin=$PWD
folder=$(mktemp -d)
server=
cleanup() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || :
	rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

export GOMODCACHE="$folder/mod" GOCACHE="$folder/cache" npm_config_cache="$folder/npm" GOFLAGS=-modcacherw
echo "cloning into a temporary folder"
git clone -q "$origin" "$folder/clone"
cd "$folder/clone"
if [ $# -gt 0 ]; then
	make "$@"
	exit
fi

# make run prints the address once it listens. The program gets a free port, and is the last to be started.
make run ARGS="-addr 127.0.0.1:0" >"$folder/out" 2>&1 &
server=$!
tail -f --pid=$server "$folder/out" &
until address=$(grep -o 'http://[0-9.:]*' "$folder/out" | grep -E ':[0-9]+$') && [ -n "$address" ]; do
	kill -0 $server 2>/dev/null || { wait $server || :; echo "make run ended without a server" >&2; exit 1; }
	sleep 1
done
"${GO:-go}" run ./web/e2e/bare "$address"
