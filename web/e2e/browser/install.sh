#!/bin/sh
# Installs Chromium for the tests through apt, where it is missing; see web/e2e/install-common.sh.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/chromium
. web/e2e/install-common.sh

# Beside a browser, the headless shell is installed where that asks for no password: on the machines of a CI.
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
	command -v "$name" >/dev/null || continue
	command -v chromium-headless-shell >/dev/null || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null ||
		apt chromium-headless-shell >"$into/log" 2>&1 || :
	exit 0
done
if ! command -v apt-get >/dev/null; then
	echo "the tests need Chromium: install it so that \"chromium\" or \"google-chrome\" is in PATH, then run make again" >&2
	exit 1
fi
# The headless shell takes a quarter less for each visit; where it is not to be had, the browser itself does.
both() { apt chromium chromium-headless-shell || apt chromium; }
try_install chromium "the Debian archive" both
