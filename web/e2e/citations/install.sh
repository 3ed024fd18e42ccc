#!/bin/sh
# Downloads the packages of Debian that hold the texts of RFCs, see web/e2e/install-common.sh. They are in the section
# non-free, because an RFC may not be changed; the lists of that section are read into bin/citations, so that
# nothing on this machine is configured otherwise.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/citations
. web/e2e/install-common.sh

packages="doc-rfc-std doc-rfc-std-proposed doc-rfc-old-std doc-rfc-fyi-bcp doc-rfc-informational"

fetch() {
	if ! command -v apt-get >/dev/null; then
		echo "Could not connect: there is no apt-get"
		return 1
	fi
	apt_update
	archive=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Origin: Debian' 'Component: main' 'Created-By: Packages' | grep -v -e security -e updates -e backports | head -1)
	[ -n "$archive" ] || {
		echo "Could not connect: apt knows no archive of Debian"
		return 1
	}
	mkdir -p "$into/lists/partial" "$into/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $archive non-free" >"$into/sources.list"
	alone="-o Dir::Etc::SourceList=$PWD/$into/sources.list -o Dir::Etc::SourceParts=- -o Dir::State::Lists=$PWD/$into/lists -o Dir::Cache=$PWD/$into/cache -o APT::Sandbox::User=root"
	LC_ALL=C apt-get -q $alone update && (cd "$into" && LC_ALL=C apt-get -q $alone download "$1")
}

for package in $packages; do
	[ -n "$(find "$into" -name "${package}_*.deb")" ] || try_install "$package" "the Debian archive" fetch "$package"
done
