#!/bin/sh
# check-log: the errors that Sakai has logged since it was last started; ends with 1 if there are any.
set -eu
. "$LAB_HOST_DIR/lib/lab.sh"
log=$LAB_HOST_DIR/logs/catalina.out

errors=$(awk '/INFO  Starting Sakai/ { found = "" } / (ERROR|SEVERE) / { found = found $0 "\n" } END { printf "%s", found }' "$log")
if [ -n "$errors" ]; then
  printf '%s\n' "$errors"
  fail "$LAB_HOST: the log has errors"
fi
say "$LAB_HOST: no errors in the log since the last start"
