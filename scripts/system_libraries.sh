#!/usr/bin/env bash
# Says which system libraries are missing and installs them when root; otherwise prints the one line to run.
# $1: "window" for running the app, "checks" for the checks, "bench" for the benchmarks. Only Debian and Ubuntu are known here.
set -euo pipefail
declare -A library=(
  [libEGL.so.1]=libegl1 [libGL.so.1]=libgl1 [libxkbcommon.so.0]=libxkbcommon0 [libdbus-1.so.3]=libdbus-1-3
  [libfontconfig.so.1]=libfontconfig1 [libglib-2.0.so.0]=libglib2.0-0
)
if [ -n "${DISPLAY:-}" ]; then
  library+=(
    [libxcb-cursor.so.0]=libxcb-cursor0 [libxcb-icccm.so.4]=libxcb-icccm4 [libxcb-keysyms.so.1]=libxcb-keysyms1
    [libxcb-image.so.0]=libxcb-image0 [libxcb-render-util.so.0]=libxcb-render-util0 [libxkbcommon-x11.so.0]=libxkbcommon-x11-0
    [libxcb-xkb.so.1]=libxcb-xkb1 [libxcb-randr.so.0]=libxcb-randr0 [libxcb-shape.so.0]=libxcb-shape0
    [libxcb-sync.so.1]=libxcb-sync1 [libxcb-xfixes.so.0]=libxcb-xfixes0 [libX11-xcb.so.1]=libx11-xcb1
  )
fi
command -v ldconfig >/dev/null || PATH="$PATH:/sbin:/usr/sbin"
command -v ldconfig >/dev/null || exit 0
known=$(ldconfig -p)
missing=()
for name in "${!library[@]}"; do
  grep -qF "$name" <<<"$known" || missing+=("${library[$name]}")
done
case "${1:-window}" in checks | bench)
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  command -v qpdf >/dev/null || missing+=(qpdf)
  command -v age >/dev/null || missing+=(age)
  command -v desktop-file-validate >/dev/null || missing+=(desktop-file-utils)
  command -v dbus-daemon >/dev/null || missing+=(dbus-daemon) # the desktop whose lock is heard
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
esac
if [ "${1:-window}" = bench ]; then # the yardstick WeasyPrint draws with Pango
  for name in libpango-1.0 libpangoft2-1.0; do
    grep -qF "$name.so.0" <<<"$known" || missing+=("$name-0")
  done
fi
[ ${#missing[@]} -eq 0 ] && exit 0
line="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing missing system libraries: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && $line -qq >/dev/null
else
  echo "System libraries are missing. Run this once, then try again:"
  echo "  sudo $line"
  exit 1
fi
