#!/bin/sh
# What verifying a PDF costs beside plain DSS: verify.sh, from desktop-app, after a build with its tests.
# Files lie under TMPDIR. Prints rows for docs/benchmarks.
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tests=$(find "${HOME}/.m2" -name "assertj-core-*.jar" -o -name "byte-buddy-1*.jar" | tr "\n" ":")
path="target/test-classes:target/classes:$tests$(printf "%s:" target/natsuin/lib/*.jar)"
javac -d "$folder/classes" -cp "$path" src/test/bench/VerifyCost.java
java -Xmx2g -cp "$folder/classes:$path" \
    dev.natsuin.desktop.document.level.VerifyCost "$folder"
