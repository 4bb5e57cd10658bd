export type KillScript = {
  /** What the shell said `kill` is to be given: `-GROUP` or a process id. */
  readonly target: string;
  /** Seconds between TERM and KILL. */
  readonly grace: number;
  /** Marks the one line it prints: `NONCE gone`, or `NONCE left` where something outlived the KILL. */
  readonly nonce: string;
};

/** Seconds a killed group may take to be gone. */
export const afterKill = 2;

/**
 * For the stdin of `sh -s` on a host: asks a group to end, waits until none of it is left, then ends it and
 * looks again. One script, so that it goes through even when the connection doesn't last. Busybox's kill knows
 * no `--`; another user's process (sudo) answers no `kill -0`, but is seen in /proc.
 */
export function killScript({ target, grace, nonce }: KillScript): string {
  return `
alive() {
  [ -r /proc/self/stat ] || { kill -0 ${target} 2>/dev/null; return; }
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
gone() {
  ticks=0
  while alive; do
    [ "$ticks" -lt "$1" ] || return 1
    sleep 0.2 2>/dev/null || { sleep 1; ticks=$((ticks + 4)); }
    ticks=$((ticks + 1))
  done
}
{
exec </dev/null
word=gone
kill -TERM ${target} 2>/dev/null
gone ${Math.ceil(grace * 5)} || { kill -KILL ${target} 2>/dev/null; gone ${afterKill * 5}; } || word=left
printf '%s %s\\n' '${nonce}' "$word"
exit 0
}
`;
}
