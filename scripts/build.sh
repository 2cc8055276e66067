# Sourced after talk.sh, in the repository's root.

# ccache learns from the compiler's own list (-MD) what a file includes, instead of preprocessing it
# once more: that took a fifth of a build from nothing. Not in cmake/compile.sh, for then two trees
# would share no objects: they share them by the preprocessed text.
export CCACHE_DEPEND=1

# Short lines of progress from ninja's output: at most one every ten seconds. Not by awk: Debian's
# reads pipes in whole blocks, which is a minute of silence on a slow machine.
show_progress() {
  local line last=$SECONDS
  while IFS= read -r line; do
    if [[ $line =~ ^\[[0-9]+/[0-9]+\]\ [^R] ]] && ((SECONDS - last >= 10)); then
      say "      $line"
      last=$SECONDS
    fi
  done
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
