# The Java that a package brings, and its class archive. Sourced by installers/build.

# What jdeps finds in the jars, and what it cannot see: elliptic curves and the encodings and languages of Java
# itself, zip files opened as file systems, the proxies of the system. installers/verify/packages compares.
modules_desktop=java.compiler,java.desktop,java.logging,java.management,java.naming,java.net.http,java.prefs,java.scripting,java.security.jgss,java.sql,java.xml.crypto,jdk.charsets,jdk.crypto.ec,jdk.jfr,jdk.localedata,jdk.unsupported,jdk.zipfs
modules_server=java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.sql,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs

link_runtime() { # MODULES FOLDER
    local languages=()
    [[ ,$1, != *,jdk.localedata,* ]] || languages=(--include-locales=en,ja)
    "${JAVA_HOME:+$JAVA_HOME/bin/}jlink" --add-modules "$1" --strip-debug --no-man-pages --no-header-files \
        "${languages[@]}" --compress=0 --output "$2" 2>&1 | { grep -v -i 'warning' >&2 || :; }
    rm -f "$2"/bin/jrunscript "$2"/bin/rmi* "$2"/bin/jfr
    set_times "$2"
}

set_times() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# Java refuses a class archive whose jars stand elsewhere than when it was made. So it is made in a root of its own, in
# which the program stands where it will be installed, with nothing beside it but the C libraries that Java needs.
make_class_archive() { # TREE PLACE CLASSES: PLACE/natsuin.jsa in the tree, for the jars in PLACE/lib
    local tree=$1 place=$2 classes=$3 small=$work/small library
    rm -rf "$small"
    mkdir -p "$small/tmp" "$small${place%/*}"
    cp -a "$tree$place" "$small$place"
    ldd "$tree$place"/runtime/bin/java "$tree$place"/runtime/lib/server/libjvm.so "$tree$place"/runtime/lib/lib{java,jimage,zip,net,nio}.so |
        grep -o '/[^ ]*' | grep -v -F "$tree" | sort -u | while IFS= read -r library; do
        [ -f "$library" ] || continue
        mkdir -p "$small${library%/*}"
        cp -L "$library" "$small$library"
    done
    cp "$classes" "$small/tmp/classes"
    settled "$tree$place/natsuin.jsa" "$small/tmp" dump_classes "$small" "$place"
    rm -rf "$small"
}

# What a dump writes hangs on when Java's own threads got to run. What comes up twice is taken: on a quiet machine that is
# one and the same.
settled() { # TARGET FOLDER COMMAND…: the command, which is told a name, writes FOLDER/NAME
    local target=$1 folder=$2 try
    shift 2
    : >"$work/sums-of-dumps"
    for try in 1 2 3 4 5 6 7 8; do
        "$@" "dump-$try" || return 1
        install -m 644 "$folder/dump-$try" "$target"
        rm -f "$folder/dump-$try"
        sha256sum <"$target" >>"$work/sums-of-dumps"
        [ -z "$(sort "$work/sums-of-dumps" | uniq -d)" ] || return 0
    done
    say "Eight class archives were made and no two are the same: the package works, and another build will differ."
}

# One thread that computes, without a compiler beside it, at fixed addresses.
dumping=(-Xshare:dump -Xint -XX:+UseSerialGC -Xmx512m -Xlog:disable -Xlog:all=error:stderr)

dump_classes() { # ROOT PLACE NAME
    local apart=() jars
    [ "$(id -u)" = 0 ] || apart=(unshare --map-root-user)
    jars=$(cd "$1" && printf '%s\n' ".$2"/lib/*.jar | sort | sed 's/^\.//' | paste -s -d :)
    # Without /proc, libraries do not find where they are.
    LD_LIBRARY_PATH=$2/runtime/lib "${apart[@]}" setarch -R chroot "$1" "$2/runtime/bin/java" "${dumping[@]}" \
        -XX:SharedClassListFile=/tmp/classes -XX:SharedArchiveFile="/tmp/$3" -cp "$jars" >&2
}
