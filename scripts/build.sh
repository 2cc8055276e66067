# Sourced after talk.sh, in the repository's root.

# Short lines of progress from ninja's output: at most one every ten seconds.
show_progress() {
  awk '
    BEGIN { last = systime() }
    /^\[[0-9]+\/[0-9]+\] [^R]/ && systime() - last >= 10 {
      print "      " $0 > "/dev/stderr"; fflush("/dev/stderr"); last = systime()
    }'
}

# configure PRESET: makes build/PRESET/build.ninja, or brings it up to date with new files.
configure() {
  local folder="build/$1" log="build/logs/$1_configure.log" words
  mkdir -p build/logs "$folder"
  words=(cmake --preset "$1")
  if [ -f "$folder/build.ninja" ]; then words=(ninja -C "$folder" build.ninja); fi
  if ! flock "$folder/.building" "${words[@]}" </dev/null >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    explain "cmake could not configure the preset $1" \
      "a tool or a library is missing or too old, or a CMake file is wrong: see the lines above" \
      "install what is missing (scripts/packages.txt names all), then start this command again" \
      "$log"
    return 1
  fi
}

# build PRESET TARGET…: one build per directory at a time.
build() {
  local preset="$1" folder="build/$1" log="build/logs/$1.log"
  shift
  configure "$preset" || return 1
  # -k 0: one broken target must not hide the others' errors.
  if ! flock "$folder/.building" env NINJA_STATUS='[%f/%t] ' \
    ninja -C "$folder" -j "${HOLDFAST_JOBS:-$(nproc)}" -k 0 "$@" </dev/null 2>&1 | tee "$log" | show_progress; then
    grep -E 'error|FAILED|ninja: ' "$log" | grep -v ' -o ' | head -n 30 >&2
    explain "the build of $preset failed (targets: $*)" \
      "the code does not compile or link; the first errors are above" \
      "see the whole log; to build again: ninja -C $folder $*" "$log"
    return 1
  fi
}

# has_target PRESET TARGET: does the configured build know the target?
has_target() { ninja -C "build/$1" -t query "$2" >/dev/null 2>&1; }
