#!/bin/bash
# Builds Natsuin-VERSION.dmg. NOT TRIED YET: it was written without a Mac (installers/README.md says what is to be looked
# at). Wants macOS 12 or newer and a JDK 17; with NATSUIN_SIGNING_IDENTITY also a Developer ID in the keychain.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' pom.xml | head -n 1)
version=${version%-SNAPSHOT}
# jpackage refuses a version that begins with 0 there; the file is named by the true one.
case $version in 0.*) bundle=1.0.0 ;; *) bundle=$version ;; esac
case $(uname -m) in arm64) kind=mac-aarch64 ;; *) kind=mac ;; esac

./mvnw -B -ntp -q package -DskipTests
jars=desktop-app/target/dmg-jars
rm -rf "$jars"
cp -R desktop-app/target/natsuin/lib "$jars"
# JavaFX's libraries for this system are in its other jars; these say nothing.
find "$jars" -name 'javafx-*' ! -name "*-$kind.jar" -delete
modules=$(sed -n 's/^modules_desktop=//p' installers/lib/runtime.sh)

signing=()
[ -z "${NATSUIN_SIGNING_IDENTITY:-}" ] || signing=(--mac-sign --mac-signing-key-user-name "$NATSUIN_SIGNING_IDENTITY")
jpackage --type dmg --name Natsuin --app-version "$bundle" --vendor Natsuin \
    --description 'Sign documents with a key that is kept elsewhere' --mac-package-identifier dev.natsuin.Natsuin \
    --mac-package-name Natsuin --input "$jars" --main-jar "$(basename "$jars"/natsuin-desktop-*.jar)" \
    --main-class dev.natsuin.desktop.Main --add-modules "$modules" \
    --jlink-options '--strip-debug --no-man-pages --no-header-files --include-locales=en,ja' \
    --java-options -XX:+UseSerialGC --java-options -XX:-UsePerfData \
    --java-options -XX:Tier4InvocationThreshold=50000 --java-options -XX:Tier4MinInvocationThreshold=20000 \
    --java-options -XX:Tier4CompileThreshold=100000 --java-options -XX:Tier4BackEdgeThreshold=400000 \
    --java-options -XX:-CreateCoredumpOnCrash --java-options -Dfile.encoding=UTF-8 \
    --icon installers/macos/natsuin.icns --file-associations installers/macos/pdf.properties \
    --license-file LICENSE --dest desktop-app/target/dmg ${signing[@]+"${signing[@]}"}
[ "$bundle" = "$version" ] || mv "desktop-app/target/dmg/Natsuin-$bundle.dmg" "desktop-app/target/dmg/Natsuin-$version.dmg"
shasum -a 256 desktop-app/target/dmg/*.dmg
