export type KillScript = {
  /** What the shell said `kill` is to be given: `-GROUP` or a process id. */
  readonly target: string;
  /** Seconds between TERM and KILL. */
  readonly grace: number;
};

/**
 * For the stdin of `sh -s` on a host: asks a group to end, waits until none of it is left, then ends it. One
 * script, so that it goes through even when the connection doesn't last. Busybox's kill knows no `--`.
 */
export function killScript({ target, grace }: KillScript): string {
  return `
alive() {
  kill -0 ${target} 2>/dev/null || return 1
  [ -r /proc/self/stat ] || return 0
  for file in /proc/[0-9]*/stat; do
    { IFS= read -r stat <"$file"; } 2>/dev/null || continue
    pid=\${stat%% *}
    set -- \${stat##*) }
    case "$1 -$3 $pid" in
      [ZX]\\ *) ;;
      ?\\ ${target}\\ *|*\\ ${target}) return 0 ;;
    esac
  done
  return 1
}
{
exec </dev/null
kill -TERM ${target} 2>/dev/null
ticks=0
while [ "$ticks" -lt ${Math.ceil(grace * 5)} ] && alive; do
  sleep 0.2 2>/dev/null || { sleep 1; ticks=$((ticks + 4)); }
  ticks=$((ticks + 1))
done
kill -KILL ${target} 2>/dev/null
exit 0
}
`;
}
