#!/bin/sh
# What becomes of PDFs of other programs: foreign.sh OUT FILE…, from desktop-app, after a build with its tests.
# OUT gets what was signed, pictures of first pages, and found.jsonl with a line for each file.
set -e
out=$1
shift
mkdir -p "$out"
printf '%s\n' "$@" > "$out/files"
jars=$(printf '%s:' target/natsuin/lib/*.jar)
java -Xmx512m -XX:+UseSerialGC -Djava.awt.headless=true -cp "target/test-classes:target/classes:$jars" \
    src/test/bench/ForeignDocuments.java "$out" "$out/files" > "$out/found.jsonl"
