#!/bin/sh
# Runs a test that is compiled to WebAssembly in a browser, rewritten as the page's program is.
#
#	wasmtest.sh TEST.wasm ARGUMENTS…
set -eu
bin=$(cd "$(dirname "$0")/../../bin" && pwd)
"$bin/lean" -traces "$1" "$1"
exec "$bin/wasmtest" "$@"
