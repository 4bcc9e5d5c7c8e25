# What building packages needs, and how it speaks. Sourced by installers/build.

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$1"
    exit 70
}

has() { command -v "$1" >/dev/null 2>&1; }

require_tools() { # prints the one line that installs what is missing
    local missing=()
    [ "$(uname -s)" = Linux ] || die "These packages are built on Linux; installers/README.md says what is for Windows and macOS."
    has "${JAVA_HOME:+$JAVA_HOME/bin/}jlink" || missing+=(openjdk-17-jdk)
    has unzip || missing+=(unzip)
    has python3 || missing+=(python3)
    has setarch || missing+=(util-linux)
    has dpkg-shlibdeps || missing+=(dpkg-dev)
    [[ " ${kinds[*]} " != *" rpm "* ]] || has rpmbuild || missing+=(rpm)
    [ ${#missing[@]} = 0 ] || die "Building packages needs more than is here. Install it with:
  sudo apt-get install -y --no-install-recommends ${missing[*]}"
    local java
    java=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    [ "$java" = 17 ] || die "Packages bring a Java 17; this is $java. Set JAVA_HOME to a JDK 17."
}
