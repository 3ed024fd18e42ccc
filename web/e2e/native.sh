#!/bin/sh
# The tests that need no browser, then those of the concurrent packages once more under the race detector.
#
#	native.sh GO RACE-ARGUMENTS…
set -eu
cd "$(dirname "$0")/../.."
go=$1
shift
packages=$($go list ./app/... ./handshake/... ./web/... | grep -v /web/e2e/journeys)
$go test -timeout=60m $packages
# The skipped test spends its time in a compressor, which has no concurrency of ours.
if [ "$($go env CGO_ENABLED)" = 1 ]; then
	echo "$go test -race $*"
	$go test -race -timeout=60m "$@"
else
	echo "there is no C compiler, so go test -race $* is left out"
fi
