#!/bin/sh
# The journeys through a static copy: below a path, served by nginx and by Python's http.server.
set -eu
cd "$(dirname "$0")/../../.."
missing=bin/statichost/missing
if [ -s bin/chromium/missing ] || grep -q '^python3:' $missing; then
	sed 's/^/not tested: /' bin/chromium/missing $missing
	exit 0
fi
base=/docs/upgrade101
root=$(mktemp -d)
servers=
trap 'for server in $servers; do kill "$server" 2>/dev/null || :; done; rm -rf "$root"' EXIT

mkdir -p "$root/www$(dirname $base)"
${GO:-go} run ./web/build/export -engine bin/engine.wasm -base "$base" "$root/www$base"
chmod -R a+rX "$root"

# port prints a free port of the loopback address.
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# journeys visits the copy once the server at this port answers. The further words go to go test.
journeys() {
	site=http://127.0.0.1:$1$base
	shift
	python3 - "$site/" <<'END'
import sys, time, urllib.request
for _ in range(300):
    try:
        urllib.request.urlopen(sys.argv[1]).close()
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit("no answer at " + sys.argv[1])
END
	${GO:-go} test -count=1 -p=1 -timeout=60m "$@" . ./web/e2e/journeys -args -site="$site"
}

# Views look the same everywhere; there is no /echo and no class, and Live has a row more, for an endpoint elsewhere.
views='^TestEvery(View|State)OnEveryScreen$|^TestBrowserEchoes$|^TestAClassOfForty$|^TestLiveShowsWhatCrossed$'
if grep -q '^nginx:' $missing; then
	echo "not tested: nginx could not be installed"
else
nginx=$(port)
cat >"$root/nginx.conf" <<END
daemon off;
pid $root/nginx.pid;
error_log $root/error.log;
events {}
http {
	include /etc/nginx/mime.types;
	access_log off;
	client_body_temp_path $root/body;
	proxy_temp_path $root/proxy;
	fastcgi_temp_path $root/fastcgi;
	uwsgi_temp_path $root/uwsgi;
	scgi_temp_path $root/scgi;
	server {
		listen 127.0.0.1:$nginx;
		root $root/www;
		gzip_static on;
		absolute_redirect off; # some journeys have something between the browser and here
		location $base/ { error_page 404 $base/404.html; }
	}
}
END
PATH=$PATH:/usr/sbin nginx -c "$root/nginx.conf" -p "$root" &
servers="$servers $!"
echo "nginx:"
journeys "$nginx" -skip="$views"
fi

python=$(port)
python3 -m http.server "$python" --bind 127.0.0.1 --directory "$root/www" >"$root/python.log" 2>&1 &
servers="$servers $!"
echo "python3 -m http.server, without the page for unknown paths: it has one of its own"
journeys "$python" -skip="$views|^TestUnknownPath\$"
