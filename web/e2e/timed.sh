#!/bin/sh
# Runs one part of the tests and notes how long it took.
#
#	timed.sh PART NEEDS COMMAND…   NEEDS is what bin/NEEDS/missing tells of, or "-"; where that is missing, the part is skipped
#	timed.sh -report               prints the parts and their times, the longest first
set -u
times=bin/times
if [ "$1" = -report ]; then
	cat $times/* 2>/dev/null | sort -rn | while read -r seconds part result; do
		printf '%6d s  %-14s %s\n' "$seconds" "$part" "$result"
	done
	exit
fi
part=$1 needs=$2
shift 2
mkdir -p $times
if [ "$needs" != - ] && [ -s "bin/$needs/missing" ]; then
	echo "$part is skipped:" && cat "bin/$needs/missing"
	echo "0 $part skipped" >"$times/$part"
	exit 0
fi
echo "$part: $*"
start=$(date +%s)
"$@"
status=$?
[ $status = 0 ] && result=passed || result=FAILED
echo "$(($(date +%s) - start)) $part $result" >"$times/$part"
exit $status
