#!/bin/sh
# Installs the engines beside Chromium and their drivers; see web/e2e/install-common.sh.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/browsers
. web/e2e/install-common.sh

command -v firefox-esr >/dev/null || command -v firefox >/dev/null || try_install firefox "the Debian archive" apt firefox-esr
command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null && command -v xauth >/dev/null ||
	try_install webkit "the Debian archive" apt webkit2gtk-driver xvfb xauth
if node_for "firefox webkit"; then
	npm_package puppeteer-core 24.43.1 firefox    # the last series for Node 20
	npm_package selenium-webdriver 4.35.0 webkit # likewise
fi
