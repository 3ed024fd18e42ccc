# What the install scripts share. Tests need npm packages and Debian packages beside the Go module; a script that
# sources this file runs at the top of the project and has set $into, the folder for what it installs. What
# is missing because its registry cannot be reached is noted in $into/missing, as "name: reason"; any other
# failure ends the script.
mkdir -p "$into"
: >"$into/missing"

unreachable='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT'
unreachable="$unreachable|Could not resolve|Temporary failure resolving|(Could not|Unable to) connect|Connection (failed|timed out)"
unreachable="$unreachable|Network is unreachable|E50[234]|50[234]  (Bad Gateway|Service Unavailable|Gateway Time)"

# try_install THINGS REGISTRY COMMAND…
try_install() {
	things=$1 registry=$2
	shift 2
	echo "installing $things from $registry"
	"$@" >"$into/log" 2>&1 && return
	cat "$into/log"
	if ! grep -Eq "$unreachable" "$into/log"; then
		echo "$things could not be installed, although $registry was reached" >&2
		exit 1
	fi
	for thing in $things; do
		echo "$thing: $registry could not be reached" >>"$into/missing"
	done
}

as_root=
if [ "$(id -u)" != 0 ]; then
	as_root=sudo
fi

# apt_update reads the package lists, once per script. A list that cannot be fetched matters only if the
# install then fails.
apt_update() {
	[ -z "${apt_updated-}" ] || return 0
	apt_updated=yes
	LC_ALL=C $as_root apt-get update -q || true
}

apt() {
	if ! command -v apt-get >/dev/null; then
		echo "there is no apt-get; install $* by hand"
		return 1
	fi
	apt_update
	LC_ALL=C DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qy --no-install-recommends "$@"
}

# node_for THINGS installs node and npm, which THINGS need. It fails where they cannot be installed.
node_for() {
	if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
		try_install "$1" "the Debian archive" apt nodejs npm
	fi
	command -v npm >/dev/null && command -v node >/dev/null
}

# npm_package NAME VERSION [THING [SPEC]], where THING is what needs it, and SPEC what to install under that name.
npm_package() {
	[ "$(node -p "require('./$into/node_modules/$1/package.json').version" 2>&1)" = "$2" ] ||
		try_install "${3-$1}" "the npm registry" npm install --prefix "$into" --no-audit --no-fund --ignore-scripts --save-exact \
			--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000 "$1@${4-$2}"
}
