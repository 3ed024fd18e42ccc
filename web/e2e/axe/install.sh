#!/bin/sh
# Installs axe-core, which checks the page for accessibility, from npm. With the word "always", node and npm are
# installed first where they are missing.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/axe
. web/e2e/install-common.sh

if command -v npm >/dev/null && command -v node >/dev/null || [ "${1-}" = always ]; then
	if node_for axe-core; then
		npm_package axe-core 4.14.1
	fi
else
	echo "axe-core: there is no npm on this machine" >>$into/missing
fi
