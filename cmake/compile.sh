#!/bin/bash
# The compiler launcher: puts ccache in front of the compiler, so that every build directory of one
# tree shares its objects.
#
# A precompiled header names the files of the build directory that made it, so it is never taken
# from the cache. Its checksum (the .sum file that ccache compares instead of the header's bytes) is
# that of the preprocessed text, which is equal in all build directories with the same flags.
set -u
case " $* " in
*" -emit-pch "* | *" c++-header "*)
  "$@" || exit $?
  out="" previous="" words=()
  for word in "$@"; do
    case "$previous" in -o) out="$word" ;; esac
    previous="$word"
    words+=("$word")
  done
  if [ -n "$out" ]; then
    plain=() skip=""
    for word in "${words[@]}"; do
      if [ -n "$skip" ]; then skip=""; continue; fi
      case "$word" in
      -o | -MF | -MT) skip=yes ;;
      -MD | -c) ;;
      *) plain+=("$word") ;;
      esac
    done
    flags="$(printf '%s\n' "${plain[@]:1}" | grep -E '^-(O|g|f|D|m|W|std)' | grep -v "$PWD")"
    { echo "$flags"; "${plain[@]}" -E -P -o - 2>/dev/null; } | sha256sum | cut -c1-64 >"$out.sum"
  fi
  exit 0
  ;;
esac
if ! command -v ccache >/dev/null; then exec "$@"; fi
CCACHE_BASEDIR="${CCACHE_BASEDIR:-$(dirname "$(dirname "$(readlink -f "$0")")")}"
export CCACHE_BASEDIR CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
exec ccache "$@"
