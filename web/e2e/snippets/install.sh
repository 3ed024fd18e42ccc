#!/bin/sh
# Unpacks the servers whose configuration the project shows into bin/snippets, with the libraries they need, see
# web/e2e/install-common.sh. They are not installed, so that no service starts.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/snippets
. web/e2e/install-common.sh

programs="nginx libnginx-mod-stream apache2-bin haproxy caddy lighttpd varnish squid"

unpack() {
	if ! command -v apt-get >/dev/null; then
		echo "Could not connect: there is no apt-get"
		return 1
	fi
	apt_update
	# What would be installed with them and is not here yet; the programs themselves in any case.
	wanted=$(LC_ALL=C apt-get -s --no-install-recommends install $programs | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
	mkdir -p "$into/root"
	for package in $(printf '%s\n' $programs $wanted | sort -u); do
		case $package in logrotate | libnss3-tools | libdbi-perl | squid-langpack) continue ;; esac
		(cd $into && LC_ALL=C apt-get download -q "$package" && dpkg-deb -x "$package"_*.deb root && rm "$package"_*.deb) || return 1
	done
}

[ -e $into/root/usr/lib/nginx/modules/ngx_stream_module.so ] || try_install "$programs" "the Debian archive" unpack
