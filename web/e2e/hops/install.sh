#!/bin/sh
# Installs the proxies that the model of handshake/hop is compared with, unpacked below bin/hops and not installed, so
# that no service starts. npm's have the recorded versions; Debian's have the version that Debian has.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/hops
. web/e2e/install-common.sh

unpack() {
	if ! command -v apt-get >/dev/null; then
		echo "there is no apt-get; install $* by hand"
		return 1
	fi
	apt_update
	for package in "$@"; do
		(cd $into && LC_ALL=C apt-get download -q "$package" && dpkg -x "$package"_*.deb . && rm "$package"_*.deb) || return 1
	done
}

# debian PROGRAM FILE PACKAGE…
debian() {
	program=$1 file=$2
	shift 2
	[ -x "$into/$file" ] || try_install "$program" "the Debian archive" unpack "$@"
}
debian nginx usr/sbin/nginx nginx libnginx-mod-stream
debian apache usr/sbin/apache2 apache2-bin libapr1 libaprutil1 libaprutil1-ldap libjansson4 liblua5.3-0
debian haproxy usr/sbin/haproxy haproxy liblua5.3-0 libopentracing1 libopentracing-c-wrapper0
debian caddy-2.6 usr/bin/caddy caddy
debian lighttpd usr/sbin/lighttpd lighttpd liblua5.4-0
debian tinyproxy usr/bin/tinyproxy tinyproxy-bin
debian h2o usr/bin/h2o h2o libwslay1
debian nghttpx usr/sbin/nghttpx nghttp2-proxy libjemalloc2 libev4 libc-ares2
if command -v cc >/dev/null; then # Varnish compiles its configuration
	debian varnish usr/sbin/varnishd varnish libvarnishapi3 libjemalloc2
else
	echo "varnish: needs a compiler to run" >>"$into/missing"
fi

# What is recorded and not run here.
for program in squid trafficserver; do
	echo "$program: needs a user and folders of its own to run" >>"$into/missing"
done
for program in caddy nginx-1.31 haproxy-3.4 traefik pound; do
	echo "$program: in no archive that this script uses, or too large for it" >>"$into/missing"
done

# npm PROGRAM PACKAGE@VERSION…
npm_into() {
	program=$1
	shift
	[ -e "$into/npm/$program/package-lock.json" ] || {
		mkdir -p "$into/npm/$program"
		try_install "$program" "npm" npm install --prefix "$into/npm/$program" --no-audit --no-fund --silent "$@"
	}
}
if node_for "the proxies of npm"; then
	npm_into http-proxy http-proxy@1.18.1
	npm_into http-proxy-3 http-proxy-3@2.0.1
	npm_into httpxy httpxy@0.5.6
	npm_into http-proxy-middleware-2 http-proxy-middleware@2.0.12 express@4.22.3
	npm_into http-proxy-middleware-3 http-proxy-middleware@3.0.11 express@4.22.3
	npm_into http-proxy-middleware-4 http-proxy-middleware@4.2.2 express@4.22.3
	npm_into express-http-proxy express-http-proxy@2.1.2 express@5.3.0
	npm_into vite vite@8.4.0
	npm_into vite-6 vite@6.4.6
	npm_into webpack-dev-server-5 webpack-dev-server@5.2.7 webpack@5.113.0
	npm_into webpack-dev-server-6 webpack-dev-server@6.1.0 webpack@5.113.0
	npm_into fastify-http-proxy @fastify/http-proxy@11.6.3 fastify@5.12.8
fi
