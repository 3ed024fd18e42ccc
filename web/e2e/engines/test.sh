#!/bin/sh
# The main journeys in Firefox and WebKitGTK. What an engine's driver cannot do is said where it is skipped.
set -eu
cd "$(dirname "$0")/../../.."
for engine in firefox webkit; do
	if grep -hq -e "^$engine:" -e "^axe-core:" bin/browsers/missing bin/axe/missing; then
		continue
	fi
	screen=
	[ $engine = firefox ] || screen="xvfb-run -a -s -noreset"
	echo "$engine:"
	$screen "${GO:-go}" test -count=1 -timeout=60m -v . -args -engine=$engine
done
sed 's/^/not tested: /' bin/browsers/missing bin/axe/missing
