#!/bin/sh
# The tests of page and server that need no browser; those of the concurrent packages under the race detector, where there is a C compiler.
#
#	native.sh GO -skip=TESTS PACKAGE…
#
# The packages are the concurrent ones. Those of their TESTS do one thing after another for long, and the detector, which
# makes that five to ten times as long, has nothing to find in them: they run without it.
set -eu
cd "$(dirname "$0")/../.."
go=$1
shift
all=$($go list ./app/... ./web/... | grep -v /web/e2e/journeys)
tests=${1#-skip=}
shift
if [ "$($go env CGO_ENABLED)" != 1 ]; then
	echo "there is no C compiler, so the race detector is left out: go test -race $*"
	$go test -timeout=60m $all
	exit
fi
concurrent=$($go list "$@")
echo "$go test -race -skip=$tests $*"
$go test -race -timeout=60m -skip="$tests" "$@"
$go test -timeout=60m -run="$tests" "$@"
$go test -timeout=60m $(echo "$all" | grep -vxF "$concurrent")
