#!/bin/sh
# What signing a PDF costs beside the limit: documents.sh [SECONDS [KIND…]], from desktop-app, after a build with its tests.
# Files lie under TMPDIR. Prints rows for docs/benchmarks.
set -e
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- 100KB 100MB 1GB pages
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
jars=$(printf '%s:' target/natsuin/lib/*.jar)
java -Xmx1g -cp "target/test-classes:target/classes:$jars" \
    src/test/bench/DocumentCost.java "$folder" "$seconds" "$@"
