#!/bin/sh
# Brings the site generators, from the Debian archive, see web/pack/bring.sh.
set -eu
cd "$(dirname "$0")/../.."
into=bin/docs
. web/pack/bring.sh

# The Python of the system, which has the packages of the system.
has() { /usr/bin/python3 -I -c "import $1" 2>/dev/null; }

has mkdocs || bring mkdocs "the Debian archive" apt mkdocs
command -v hugo >/dev/null || bring hugo "the Debian archive" apt hugo
{ has sphinx && has myst_parser; } || bring sphinx "the Debian archive" apt python3-sphinx python3-myst-parser
