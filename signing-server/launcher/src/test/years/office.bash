# What the scripts beside this one share: a folder with an office in it, its servers and desks under false clocks, and
# counted facts. Sourced with their arguments.

# shellcheck disable=SC2034  # some are read by the scripts
root=${NATSUIN_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../../.." && pwd -P)}
library=$(find /usr/lib /usr/local/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
[ -n "$library" ] || {
    echo "faketime is missing: sudo apt-get install faketime" >&2
    exit 70
}
umask 077
if [ $# = 1 ]; then
    mkdir -p "$1" && [ -z "$(ls -A "$1")" ] || {
        echo "$1 is not empty." >&2
        exit 64
    }
    office=$(cd "$1" && pwd -P)
else
    office=$(mktemp -d "${TMPDIR:-/tmp}/natsuin-years-XXXXXX")
fi
began=$(date +%s)
wall() { echo $(($(date +%s) - began)); }
export NATSUIN_SECRET_STORE=file NATSUIN_CDS=off TZ=UTC LC_ALL=C.UTF-8
# Only the time of day is false: Java waits by the other clock.
export FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0
offset=0

passed=0
failed=0
so() { # WHAT COMMAND…: one fact
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        echo "  ok    $what"
    else
        failed=$((failed + 1))
        echo "  NOT   $what"
        tail -n 12 "$office/said" 2>/dev/null | sed 's/^/        | /'
    fi
}
falsely() { LD_PRELOAD=$library FAKETIME=+$offset "$@"; }
now() { echo $((began + $(wall) + offset)); }
natsuin() { # PROFILE COMMAND…: what it says goes to the file 'said'
    local profile=$1
    shift
    falsely "$root/bin/natsuin" --profile "$office/$profile" "$@" >"$office/said" 2>&1 </dev/null
}
ordered() { # the same with the PIN
    local profile=$1
    shift
    falsely "$root/bin/natsuin" --profile "$office/$profile" "$@" --pin-stdin >"$office/said" 2>&1 <"$office/pin"
}
said() { grep -qF -- "$1" "$office/said"; }
refused() { # SENTENCE COMMAND…
    local sentence=$1
    shift
    ! "$@" && said "$sentence"
}
at_machine() { # FOLDER COMMAND…: of natsuin-server; what it prints goes to 'out', all it says to 'said'
    local folder=$1 code=0
    shift
    falsely "$root/bin/natsuin-server" "$@" --data "$office/$folder" >"$office/out" 2>"$office/said" </dev/null || code=$?
    cat "$office/out" >>"$office/said"
    return $code
}

declare -A servers=()
clock() { # FOLDER OFFSET: of a server, also while it serves: then it counts a second later
    echo "+$2" >"$office/clock-$1"
}
start() { # FOLDER
    local folder=${1:-server}
    clock "$folder" "$offset"
    : >"$office/ready-$folder"
    ( # of its own: so that it is this process that is stopped later
        export LD_PRELOAD=$library FAKETIME_TIMESTAMP_FILE=$office/clock-$folder FAKETIME_CACHE_DURATION=1
        exec "$root/bin/natsuin-server" serve --data "$office/$folder"
    ) >"$office/ready-$folder" 2>>"$office/$folder.log" </dev/null &
    servers[$folder]=$!
    for _ in $(seq 600); do
        ! grep -q '^ready ' "$office/ready-$folder" || return 0
        kill -0 "${servers[$folder]}" 2>/dev/null || break
        sleep 0.1
    done
    wait "${servers[$folder]}" 2>/dev/null
    unset "servers[$folder]"
    tail -n 3 "$office/$folder.log" >"$office/said"
    return 1
}
stop() { # FOLDER
    local folder=${1:-server}
    [ -n "${servers[$folder]:-}" ] || return 0
    kill "${servers[$folder]}" 2>/dev/null || :
    wait "${servers[$folder]}" 2>/dev/null || :
    unset "servers[$folder]"
}
# shellcheck disable=SC2317  # called by the trap
finish() {
    local folder
    for folder in "${!servers[@]}"; do
        stop "$folder"
    done
    [ -n "${1:-}" ] || rm -rf "$office"
}
trap 'finish "${1:-}"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

days() { echo $(($1 * 86400)); }
on() { echo $(($(date -d "$1" +%s) - began)); }

sign() { # PROFILE NAME LEVEL: a fresh document
    cp "$root/testdata/contract-en.pdf" "$office/docs/$2.pdf" && ordered "$1" sign "$office/docs/$2.pdf" --level "$3" --yes
}
is() { # VERDICT NAME OPTION…: what another desk says of it
    local verdict=$1 name=$2
    shift 2
    natsuin officer verify "$office/docs/$name-signed.pdf" --trust "$office/believed.pem" "$@"
    said "$name-signed.pdf: $verdict"
}
key() { natsuin "$1" keys list --json && sed -n 's/.*"keyId":"\([0-9a-f]*\)".*/\1/p' "$office/said" | head -n 1; }
renew() { ordered "$1" keys renew "$(key "$1")"; }
later= # number of a later key of the authority that readers were given
authority() {
    curl -s "$pki_url/ca.cer" | openssl x509 -inform DER -out "$office/ca.pem" && cp "$office/ca.pem" "$office/believed.pem" &&
        { [ -z "$later" ] || curl -s "$pki_url/ca-$later.cer" | openssl x509 -inform DER >>"$office/believed.pem"; }
}
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}
admit() { # BY PROFILE ROLE NAME OPTION…
    local by=$1 profile=$2 role=$3 name=$4
    shift 4
    ordered "$by" staff invite --role "$role" --name "$name" --email "$profile@example.com" "$@" --out "$office/$profile.code"
}
enrol() { ordered "$1" enrol --code-file "$office/$1.code" --json && cp "$office/said" "$office/$1.enrolled"; }
user() { sed -n 's/.*"user":"\([0-9a-f]*\)".*/\1/p' "$office/$1.enrolled"; }
fingerprint() { # PROFILE: as its person reads it out
    natsuin "$1" device list --json && sed -n 's/.*"fingerprint":"\([^"]*\)".*"own":true.*/\1/p' "$office/said"
}
confirm() { # BY PROFILE
    ordered "$1" staff confirm "$(user "$2")" --fingerprint "$(fingerprint "$2")"
}
