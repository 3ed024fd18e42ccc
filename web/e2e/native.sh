#!/bin/sh
# The tests that need no browser; those of the concurrent packages under the race detector, where there is a C compiler.
#
#	native.sh GO -skip=TESTS PACKAGE…
#
# The packages are the concurrent ones. Those of their TESTS do one thing after another for long, and the detector, which
# makes that five to ten times as long, has nothing to find in them: they run without it.
set -eu
cd "$(dirname "$0")/../.."
go=$1
shift
all=$($go list ./app/... ./handshake/... ./web/... | grep -v /web/e2e/journeys)
if [ "$($go env CGO_ENABLED)" != 1 ]; then
	$go test -timeout=60m $all
	echo "there is no C compiler, so the race detector is left out: go test -race $*"
	exit
fi
tests=${1#-skip=}
shift
concurrent=$($go list "$@")
$go test -timeout=60m $(echo "$all" | grep -vxF "$concurrent")
$go test -timeout=60m -run="$tests" "$@"
echo "$go test -race -skip=$tests $*"
$go test -race -timeout=60m -skip="$tests" "$@"
