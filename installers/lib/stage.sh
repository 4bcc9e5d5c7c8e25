# A program as it will lie on the machine. Sourced by installers/build.

put() { # FILE TARGET [MODE]: with the version and day written in
    mkdir -p "$(dirname "$2")"
    sed -e "s/@VERSION@/$version/g" -e "s/@DATE@/$day/g" "$1" >"$2"
    chmod "${3:-644}" "$2"
}

put_documents() { # PROGRAM FOLDER
    local documents=$2/usr/share/doc/$1
    put installers/copyright "$documents/copyright"
    gzip -9n <CHANGELOG.md >"$documents/changelog.gz"
}

put_contents() { # PROGRAM FOLDER MODULE…: the list of what the package consists of
    local program=$1 tree=$2
    shift 2
    python3 installers/lib/sbom.py "$program" "$version" "$tree/usr/lib/$program" \
        "$tree/usr/share/doc/$program/sbom.cdx.json" "$SOURCE_DATE_EPOCH" "$work/unsigned.json" "${@/%//target/sbom.json}"
}

put_jars() { # FROM TO
    mkdir -p "$2"
    cp "$1"/*.jar "$2/"
    python3 installers/lib/unsigned.py "$work/unsigned.json" "$2"/*.jar
    chmod 644 "$2"/*.jar
}

stage_desktop() { # FOLDER
    local tree=$1 place=/usr/lib/natsuin
    local home=$tree$place
    put_jars desktop-app/target/natsuin/lib "$home/lib"
    # JavaFX's libraries for this system are in its other jars; these say nothing.
    find "$home/lib" -name 'javafx-*' ! -name '*-linux*.jar' -delete
    # Beside their jar they are taken from there, not unpacked into everybody's home; and what they need can be told.
    unzip -oq "$home"/lib/javafx-graphics-*.jar '*.so' -d "$home/lib"
    chmod 644 "$home"/lib/*.so
    put bin/natsuin "$home/bin/natsuin" 755
    mkdir -p "$tree/usr/bin"
    ln -s ../lib/natsuin/bin/natsuin "$tree/usr/bin/natsuin"
    link_runtime "$modules_desktop" "$home/runtime"
    put installers/desktop/dev.natsuin.Natsuin.desktop "$tree/usr/share/applications/dev.natsuin.Natsuin.desktop"
    put installers/desktop/dev.natsuin.Natsuin.metainfo.xml "$tree/usr/share/metainfo/dev.natsuin.Natsuin.metainfo.xml"
    put installers/desktop/natsuin.svg "$tree/usr/share/icons/hicolor/scalable/apps/natsuin.svg"
    mkdir -p "$tree/usr/share/icons/hicolor/256x256/apps"
    cp installers/desktop/natsuin.png "$tree/usr/share/icons/hicolor/256x256/apps/natsuin.png"
    put installers/desktop/natsuin.1 "$work/natsuin.1"
    put installers/desktop/natsuin.ja.1 "$work/natsuin.ja.1"
    mkdir -p "$tree/usr/share/man/man1" "$tree/usr/share/man/ja/man1"
    gzip -9n <"$work/natsuin.1" >"$tree/usr/share/man/man1/natsuin.1.gz"
    gzip -9n <"$work/natsuin.ja.1" >"$tree/usr/share/man/ja/man1/natsuin.1.gz"
    put_documents natsuin "$tree"
    put_contents natsuin "$tree" desktop-app
    set_times "$tree"
    make_class_archive "$tree" "$place" installers/desktop/classes
    set_times "$tree"
}

stage_server() { # FOLDER
    local tree=$1 side unit
    local home=$tree/usr/lib/natsuin-server
    for side in shared sgm sap bench; do
        put_jars "signing-server/launcher/target/natsuin-server/lib/$side" "$home/lib/$side"
    done
    put bin/natsuin-server "$home/bin/natsuin-server" 755
    mkdir -p "$tree/usr/bin"
    ln -s ../lib/natsuin-server/bin/natsuin-server "$tree/usr/bin/natsuin-server"
    link_runtime "$modules_server" "$home/runtime"
    for unit in installers/systemd/*.service installers/systemd/*.timer; do
        put "$unit" "$tree/usr/lib/systemd/system/${unit##*/}"
    done
    put installers/server/natsuin-server.sysusers "$tree/usr/lib/sysusers.d/natsuin-server.conf"
    put installers/server/natsuin-server.tmpfiles "$tree/usr/lib/tmpfiles.d/natsuin-server.conf"
    put installers/server/natsuin-server.8 "$work/natsuin-server.8"
    mkdir -p "$tree/usr/share/man/man8"
    gzip -9n <"$work/natsuin-server.8" >"$tree/usr/share/man/man8/natsuin-server.8.gz"
    put_documents natsuin-server "$tree"
    put docs/operations.md "$tree/usr/share/doc/natsuin-server/operations.md"
    put docs/security.md "$tree/usr/share/doc/natsuin-server/security.md"
    put_contents natsuin-server "$tree" signing-server/launcher signing-server/sgm signing-server/sap signing-server/bench
    set_times "$tree"
}
