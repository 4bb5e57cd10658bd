import { type JobPlace, jobPlace, makeJobsFolder } from './supervisor-place.ts';

export type KillScript = JobPlace & {
  /** Seconds between TERM and KILL. */
  readonly grace: number;
  /** Whether it is known to have begun; one that never began is kept from it. */
  readonly begun: boolean;
};

/** Seconds a killed group may take to be gone. */
export const afterKill = 2;

/**
 * For the stdin of `sh -s`: asks a job's group to end, waits until none of it is left, then ends it and looks
 * again. One script, so that it goes through even when the connection doesn't last. A process id that was given
 * to somebody else since is not touched: it can't be, while anything of the group is left. Busybox's kill knows no
 * `--`; another user's process (sudo) answers no `kill -0`, but is seen in /proc. Says `gone`, `left`, `never`
 * (it never began, and never will) or `none` (its files are gone).
 */
export function killScript({ grace, begun, ...place }: KillScript): string {
  return `{
exec </dev/null
${jobPlace(place)}
gonogo_gone() {
  gonogo_ticks=0
  while gonogo_alive; do
    [ "$gonogo_ticks" -lt "$1" ] || return 1
    sleep 0.2 2>/dev/null || { sleep 1; gonogo_ticks=$((gonogo_ticks + 4)); }
    gonogo_ticks=$((gonogo_ticks + 1))
  done
}
gonogo_kill() {
  gonogo_since "$gonogo_leader" && [ "$gonogo_since" != "$gonogo_led" ] && return
  kill -TERM "-$gonogo_leader" 2>/dev/null
  gonogo_gone ${Math.ceil(grace * 5)} || { kill -KILL "-$gonogo_leader" 2>/dev/null; gonogo_gone ${afterKill * 5}; } ||
    gonogo_word=left
}
${begun ? '' : keepFromBeginning}gonogo_claim
gonogo_word=gone
case $gonogo_owner in
'') gonogo_word=none ;;
never) gonogo_word=never ;;
"$gonogo_boot") gonogo_kill ;;
esac
gonogo_say "$gonogo_word"
exit 0
}
`;
}

const keepFromBeginning = `${makeJobsFolder}
gonogo_never
`;
