#!/bin/sh
# Brings Lighthouse, which scores the page. It comes from npm, where that is there.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/lighthouse
. web/e2e/install-common.sh

if command -v npm >/dev/null && command -v node >/dev/null; then
	npm_package lighthouse 12.8.2
else
	echo "lighthouse: there is no npm here" >>$into/missing
fi
