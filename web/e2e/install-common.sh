# Brings what tests need beyond the Go module: npm packages into $into, Debian packages through apt. To be
# sourced by an install script that stands at the top of the project and has set $into. What is missing
# because its registry cannot be reached is noted in $into/missing, as "name: why"; any other failure
# ends the script.
mkdir -p "$into"
: >"$into/missing"

unreachable='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT'
unreachable="$unreachable|Could not resolve|Temporary failure resolving|(Could not|Unable to) connect|Connection (failed|timed out)"
unreachable="$unreachable|Network is unreachable|E50[234]|50[234]  (Bad Gateway|Service Unavailable|Gateway Time)"

# bring THINGS REGISTRY COMMAND…
bring() {
	things=$1 registry=$2
	shift 2
	echo "installing $things"
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

# node_for THINGS: npm and node, for THINGS. Fails where they cannot be had.
node_for() {
	if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
		bring "$1" "the Debian archive" apt nodejs npm
	fi
	command -v npm >/dev/null
}

# npm_package NAME VERSION [THING], where THING is what it is for.
npm_package() {
	[ "$(node -p "require('./$into/node_modules/$1/package.json').version" 2>&1)" = "$2" ] ||
		bring "${3-$1}" "the npm registry" npm install --prefix "$into" --no-audit --no-fund --ignore-scripts --save-exact \
			--fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-timeout=60000 "$1@$2"
}
