#!/bin/bash
# The compiler launcher: puts ccache in front of the compiler, so that every build directory of one
# tree shares its objects. Paths below the build directory are given relative to it: they are then
# equal in all build directories.
#
# A precompiled header names the files of the build directory that made it, so it is never taken
# from the cache. Its checksum (the .sum file that ccache compares instead of the header's bytes) is
# that of the preprocessed text and the flags, which are equal in all build directories of a flavour.
set -u
args=()
for word in "$@"; do args+=("${word/#"$PWD/"/}"); done

case " $* " in
*" -emit-pch "*)
  "${args[@]}" || exit $?
  out="" previous="" plain=()
  for word in "${args[@]}"; do
    case "$previous" in -o) out="$word" ;; esac
    case "$word" in
    -emit-pch) unset 'plain[-1]' ;; # and the -Xclang before it
    -o | -MF | -MT | -MD | -c) ;;
    *) case "$previous" in -o | -MF | -MT) ;; *) plain+=("$word") ;; esac ;;
    esac
    previous="$word"
  done
  { printf '%s\n' "${plain[@]:1}" && "${plain[@]}" -E -P -dD -o -; } >"$out.text" || exit $?
  sha256sum <"$out.text" | cut -c1-64 >"$out.sum"
  rm -f "$out.text"
  exit 0
  ;;
esac
if ! command -v ccache >/dev/null; then exec "${args[@]}"; fi
CCACHE_BASEDIR="${CCACHE_BASEDIR:-$(dirname "$(dirname "$(readlink -f "$0")")")}"
export CCACHE_BASEDIR CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
exec ccache "${args[@]}"
