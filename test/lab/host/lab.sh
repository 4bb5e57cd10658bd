# Shared by the scripts of a lab host. Needs LAB_ROOT, LAB_HOST, LAB_HOST_DIR and LAB_PACE.

say() { printf '%s %s\n' "$(date '+%H:%M:%S')" "$*"; }

fail() {
  say "$*" >&2
  exit 1
}

fault() { [ -e "$LAB_HOST_DIR/faults/$1" ]; }

# The watchdog of the lab outlives everything else in it: without it there is no lab.
lab_is_there() { [ -e "$LAB_ROOT/alive" ] && kill -0 "$(cat "$LAB_ROOT/alive")" 2>/dev/null; }

# Seconds as they pass at pace 1; ten times as long where the host is slow.
pause() {
  factor=1
  if fault slow; then factor=10; fi
  sleep "$(LC_ALL=C awk -v s="$1" -v p="$LAB_PACE" -v f="$factor" 'BEGIN { printf "%.3f", s * p * f }')"
  lab_is_there || exit 75
}

server_pid() { cat "$LAB_HOST_DIR/run/sakai.pid" 2>/dev/null; }

# The server takes its pid file away as its last act.
server_is_running() {
  pid=$(server_pid) && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null
}
