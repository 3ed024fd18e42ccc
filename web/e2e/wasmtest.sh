#!/bin/sh
# Runs a test that is compiled to WebAssembly in a browser, rewritten as the page's program is.
#
#	wasmtest.sh TEST.wasm ARGUMENTS…
set -eu
bin=$(cd "$(dirname "$0")/../../bin" && pwd)
"$bin/lean" -traces "$1" "$1"
# An example's output goes to a file named after the example; two packages have examples of the same name.
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
# wasmbrowsertest looks for this name first. What Debian calls chromium-headless-shell is a script, and to end that does not end
# the shell.
if [ -x /usr/lib/chromium/chromium-headless-shell ]; then
	ln -s /usr/lib/chromium/chromium-headless-shell "$TMPDIR/headless_shell"
	PATH=$TMPDIR:$PATH
fi
"$bin/wasmtest" "$@"
