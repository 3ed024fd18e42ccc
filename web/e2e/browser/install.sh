#!/bin/sh
# Sees to it that there is a Chromium for the tests: apt brings it where that is possible.
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
	command -v "$name" >/dev/null && exit 0
done
as_root=
if [ "$(id -u)" != 0 ]; then
	as_root=sudo
fi
if ! command -v apt-get >/dev/null || ! command -v ${as_root:-sh} >/dev/null; then
	echo "the tests need Chromium: install it so that \"chromium\" or \"google-chrome\" is in PATH, then run make test again" >&2
	exit 1
fi
echo "installing Chromium for the tests"
$as_root apt-get update -q && $as_root apt-get install -qy --no-install-recommends chromium && exit 0
echo "Chromium could not be installed through apt: install it by hand so that \"chromium\" is in PATH, then run make test again" >&2
exit 1
