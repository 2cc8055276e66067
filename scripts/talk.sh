# Sourced. How the commands speak: all of it on stderr, so that stdout stays data.

say() { printf '%s\n' "$*" >&2; }

# step N M TEXT: "[1/4] packages …"
step() { printf '[%s/%s] %s\n' "$1" "$2" "$3" >&2; }

# explain WHAT MEANING DO [LOG]: how every failure of set-up or build is told.
explain() {
  {
    printf '\nwhat happened: %s\nwhat it means: %s\nwhat to do:    %s\n' "$1" "$2" "$3"
    if [ -n "${4:-}" ]; then printf 'log:           %s\n' "$4"; fi
  } >&2
}
