#!/usr/bin/env bash
# Drives the real window as a person would, under an X server of its own, and takes a picture of each step.
#
#   drive.sh OUT FILE.pdf [FILE.pdf ...]
#
# Drops the files on the window (XDND), reads, confirms, types the PIN, waits for the signed copies beside the files,
# then visits the other places. Needs: xvfb openbox xdotool imagemagick x11-utils python3-gi gir1.2-gtk-3.0.
#   NATSUIN_START  the command that opens the window (default: the pretending desk from target/test-classes)
#   NATSUIN_PIN    the PIN (default: the pretending desk's); or NATSUIN_PIN_FILE
#   NATSUIN_WRONG  a PIN to be tried first, to see the refusal (default: none)
#   GD_DISPLAY, GD_SIZE  the X server (default :91, 1280x800x24)
set -u
here=$(cd "$(dirname "$0")" && pwd)
module=$(cd "$here/../../.." && pwd)
out=$1; shift
mkdir -p "$out"; out=$(cd "$out" && pwd)
: "${GD_DISPLAY:=:91}" "${GD_SIZE:=1280x800x24}" "${GD_RUN:=${TMPDIR:-/tmp}/natsuin-drive.$$}"
export GD_DISPLAY GD_SIZE GD_RUN XDND_LOG="$GD_RUN/xdnd.log"
. "$here/guidrive.sh"
pin=${NATSUIN_PIN:-493817}
[ -n "${NATSUIN_PIN_FILE:-}" ] && pin=$(tr -d '[:space:]' <"$NATSUIN_PIN_FILE")

fail(){ echo "drive: $*" >&2; gd_shot "$out/failed.png" 2>/dev/null; tail -20 "$GD_RUN/app.log" >&2; gd_quit; exit 1; }
shot(){ sleep "${2:-0.6}"; gd_shot "$out/$1.png"; echo "$1"; }
pretend(){
  [ -f "$module/target/cp.txt" ] || (cd "$module/.." && ./mvnw -q -pl desktop-app -am test-compile dependency:build-classpath \
    "-Dmdep.outputFile=\${project.build.directory}/cp.txt" -Dmdep.includeScope=test) || return 1
  cd "$module" && exec java ${FAKE_OPTS:-} -Dprism.order=sw -cp "target/classes:target/test-classes:$(cat target/cp.txt)" \
  dev.natsuin.desktop.demo.FakeMain --profile "$GD_RUN/profile" --lang "${FAKE_LANG:-ja}"; }

trap gd_quit EXIT
gd_start
if [ -n "${NATSUIN_START:-}" ]; then gd_app bash -c "exec $NATSUIN_START"; else gd_app pretend; fi
w=$(gd_wait '^Natsuin' 60) || fail "no window"
sleep 2
size=$(xwininfo -id "$w" | awk '/Width:/{w=$2} /Height:/{h=$2} END{print w"x"h}')
echo "window $size"
[ "${size%x*}" -ge 1024 ] && [ "${size#*x}" -ge "${NATSUIN_MIN_HEIGHT:-700}" ] || fail "the window opened at $size"
shot 01-empty

"$here/xdnd-drop.sh" "$w" 640 400 "$@" >/dev/null || fail "the drop was not taken"
xdotool windowactivate --sync "$w"
shot 02-queue 3
gd_key alt+r;        shot 03-read
gd_key alt+c;        shot 04-not-seen
gd_key alt+c;        shot 05-confirm 2
gd_key alt+c;        shot 06-pin
if [ -n "${NATSUIN_WRONG:-}" ]; then gd_type "$NATSUIN_WRONG"; gd_key Return; shot 07-pin-refused 5; fi
gd_type "$pin";      shot 08-pin-typed 0.2
gd_key Return;       shot 09-signing 0.4
for f in "$@"; do
  signed=${f%.pdf}-signed.pdf
  for i in $(seq "${NATSUIN_WAIT:-60}"); do [ -f "$signed" ] && break; sleep 1; done
  [ -f "$signed" ] || fail "no signed copy of $(basename "$f")"
done
shot 10-result 3
gd_key ctrl+2;       shot 11-verify-empty
"$here/xdnd-drop.sh" "$w" 640 400 "${1%.pdf}-signed.pdf" >/dev/null || fail "the second drop was not taken"
xdotool windowactivate --sync "$w"
shot 12-verify 5
gd_key ctrl+3;       shot 13-activity 1
gd_key ctrl+4;       shot 14-keys 1
gd_key ctrl+5;       shot 15-settings
gd_key ctrl+1;       shot 16-result-again
kill -0 "$(cat "$GD_RUN/app.pid")" 2>/dev/null || fail "the window is gone"
echo "drive: done"
