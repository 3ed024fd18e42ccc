#!/bin/sh
# Installs Lighthouse, which scores the page, from npm, where there is one.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/lighthouse
. web/e2e/install-common.sh

if command -v npm >/dev/null && command -v node >/dev/null; then
	npm_package lighthouse 12.8.2
else
	echo "lighthouse: there is no npm on this machine" >>$into/missing
fi
