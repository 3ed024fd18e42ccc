#!/bin/sh
# Installs the site generators, from the Debian archive and from npm, see web/e2e/install-common.sh.
set -eu
cd "$(dirname "$0")/../../.."
into=bin/docs
. web/e2e/install-common.sh

# The Python of the system, which has the packages of the system.
has() { /usr/bin/python3 -I -c "import $1" 2>/dev/null; }

has mkdocs || try_install mkdocs "the Debian archive" apt mkdocs
command -v hugo >/dev/null || try_install hugo "the Debian archive" apt hugo
{ has sphinx && has myst_parser; } || try_install sphinx "the Debian archive" apt python3-sphinx python3-myst-parser

if node_for docusaurus; then
	if node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)'; then
		for package in @docusaurus/core@3.10.2 @docusaurus/preset-classic@3.10.2 react@19.3.1 react-dom@19.3.1; do
			npm_package "${package%@*}" "${package##*@}" docusaurus
		done
	else
		echo "docusaurus: it needs node 20, this machine has $(node --version)" >>bin/docs/missing
	fi
fi
