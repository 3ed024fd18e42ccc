#!/bin/sh
# Looks for known vulnerabilities in what the program calls. Where the database cannot be reached, it says so and goes on.
set -u
cd "$(dirname "$0")/../.."
out=$("${GO:-go}" tool -modfile=web/build/tools.mod govulncheck ./... 2>&1)
status=$?
if [ $status != 0 ] && echo "$out" | grep -Eq 'fetching vulnerabilities:.*(no such host|connection refused|timeout|timed out|unreachable|reset by peer|server misbehaving|EOF)'; then
	echo "govulncheck: its database (https://vuln.go.dev) cannot be reached from here, so nothing was checked"
	exit 0
fi
[ $status = 0 ] || echo "$out"
exit $status
