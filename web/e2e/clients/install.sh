#!/bin/sh
# Installs what is not part of the Go module, see web/e2e/install-common.sh: clients, and proxies, which are unpacked into
# bin/clients and not installed, so that no service starts.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/clients
. web/e2e/install-common.sh

# The Python of the system, which has the packages of the system.
for client in websockets aiohttp; do
	/usr/bin/python3 -I -c "import $client" 2>/dev/null || try_install $client "the Debian archive" apt python3 python3-$client
done

# For the recipes of web/README.md.
command -v curl >/dev/null || try_install curl "the Debian archive" apt curl

if node_for "ws undici"; then
	npm_package ws 8.23.0
	npm_package undici 6.29.1 # the series of Node 20
fi

# The lines of the mistake finder are run in each language.
command -v php >/dev/null || try_install php "the Debian archive" apt php-cli
command -v javac >/dev/null || try_install java "the Debian archive" apt default-jdk-headless
command -v mcs >/dev/null && command -v mono >/dev/null || try_install mono "the Debian archive" apt mono-mcs mono-runtime

# The proxies of web/deploy.
unpack() {
	if ! command -v apt-get >/dev/null; then
		echo "there is no apt-get; install $1 by hand"
		return 1
	fi
	apt_update
	(cd $into && LC_ALL=C apt-get download -q "$1" && dpkg -x "$1"_*.deb . && rm "$1"_*.deb)
}
for proxy in nginx caddy; do
	PATH=$PATH:/usr/sbin command -v $proxy >/dev/null || [ -x $into/usr/sbin/$proxy ] || [ -x $into/usr/bin/$proxy ] ||
		try_install $proxy "the Debian archive" unpack $proxy
done
# For web/deploy/Containerfile.
command -v buildah >/dev/null || try_install buildah "the Debian archive" apt buildah
command -v systemd-analyze >/dev/null || echo "systemd-analyze: this system has no systemd" >>$into/missing
