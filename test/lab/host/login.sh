#!/bin/sh
# What every login runs: the command asked for, in the host's own folder.
cd "$LAB_HOST_DIR" || exit 255
if [ -n "${SSH_ORIGINAL_COMMAND-}" ]; then
  exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"
fi
exec /bin/sh
