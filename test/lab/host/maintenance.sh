#!/bin/sh
# maintenance on|off|status: whether visitors of this host see the maintenance page.
set -eu
. "$LAB_HOST_DIR/lib/lab.sh"

case ${1-} in
  on) touch "$LAB_HOST_DIR/run/maintenance" ;;
  off) rm -f "$LAB_HOST_DIR/run/maintenance" ;;
  status) ;;
  *)
    echo 'usage: maintenance on|off|status' >&2
    exit 64
    ;;
esac

if [ -e "$LAB_HOST_DIR/run/maintenance" ]; then
  say "$LAB_HOST: the maintenance page is on"
else
  say "$LAB_HOST: the maintenance page is off"
fi
