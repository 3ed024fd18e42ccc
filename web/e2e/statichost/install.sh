#!/bin/sh
# Installs the web servers that serve the static copy; see web/e2e/install-common.sh.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/statichost
. web/e2e/install-common.sh

for server in nginx python3; do
	PATH=$PATH:/usr/sbin command -v $server >/dev/null || try_install $server "the Debian archive" apt $server
done
