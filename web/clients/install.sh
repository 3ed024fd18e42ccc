#!/bin/sh
# Brings what is not part of the Go module: clients, as npm packages into bin/clients and Debian packages
# through apt; and proxies, unpacked into bin/clients and not installed, so that no service starts. What comes
# from a registry that cannot be reached is noted in bin/clients/missing, as "name: why". Any other failure
# ends this.
set -eu
cd "$(dirname "$0")/../.."
into=bin/clients
mkdir -p $into
: >$into/missing

unreachable='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT'
unreachable="$unreachable|Could not resolve|Temporary failure resolving|(Could not|Unable to) connect|Connection (failed|timed out)"
unreachable="$unreachable|Network is unreachable|E50[234]|50[234]  (Bad Gateway|Service Unavailable|Gateway Time)"

# bring CLIENTS REGISTRY COMMAND…
bring() {
	clients=$1 registry=$2
	shift 2
	echo "installing $clients"
	"$@" >$into/log 2>&1 && return
	cat $into/log
	if ! grep -Eq "$unreachable" $into/log; then
		echo "$clients could not be installed, although $registry was reached" >&2
		exit 1
	fi
	for client in $clients; do
		echo "$client: $registry could not be reached" >>$into/missing
	done
}

apt() {
	if ! command -v apt-get >/dev/null; then
		echo "there is no apt-get; install $* by hand"
		return 1
	fi
	as_root=
	if [ "$(id -u)" != 0 ]; then
		as_root=sudo
	fi
	# What apt-get update could not fetch matters only if the install then fails.
	LC_ALL=C $as_root apt-get update -q || true
	LC_ALL=C $as_root apt-get install -qy --no-install-recommends "$@"
}

npm_package() {
	[ "$(node -p "require('./$into/node_modules/$1/package.json').version" 2>&1)" = "$2" ] ||
		bring "$1" "the npm registry" npm install --prefix $into --no-audit --no-fund --ignore-scripts --save-exact \
			--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000 "$1@$2"
}

# The Python of the system, which has the packages of the system.
for client in websockets aiohttp; do
	/usr/bin/python3 -I -c "import $client" 2>/dev/null || bring $client "the Debian archive" apt python3 python3-$client
done

if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
	bring "ws undici" "the Debian archive" apt nodejs npm
fi
if command -v npm >/dev/null; then
	npm_package ws 8.23.0
	npm_package undici 6.29.1 # the series of Node 20
fi

# What web/deploy is for.
unpack() {
	if ! command -v apt-get >/dev/null; then
		echo "there is no apt-get; install $1 by hand"
		return 1
	fi
	(cd $into && LC_ALL=C apt-get download -q "$1" && dpkg -x "$1"_*.deb . && rm "$1"_*.deb)
}
for proxy in nginx caddy; do
	PATH=$PATH:/usr/sbin command -v $proxy >/dev/null || [ -x $into/usr/sbin/$proxy ] || [ -x $into/usr/bin/$proxy ] ||
		bring $proxy "the Debian archive" unpack $proxy
done
command -v systemd-analyze >/dev/null || echo "systemd-analyze: this system has no systemd" >>$into/missing
