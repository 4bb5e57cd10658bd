import { type JobPlace, jobPlace, makeJobsFolder } from './supervisor-place.ts';
import { readFrom } from './supervisor-seal.ts';

/** The most bytes of one stream that one answer carries. */
export const answerLimit = 8 * 1_024 * 1_024;

export type FollowScript = JobPlace & {
  /** How much of its output has arrived already, bytes. */
  readonly delivered: { readonly stdout: number; readonly stderr: number };
};

export type AttachScript = FollowScript & {
  /** Whether it is known to have begun: it is not to be kept from beginning then. */
  readonly begun: boolean;
};

/** For the stdin of `sh -s`: follows a job that is there already. One that never began is kept from it for ever. */
export function attachScript(script: AttachScript): string {
  const absent = script.begun ? '{ gonogo_say none; exit 0; }' : `{\n${keepFromBeginning}\n}`;
  return `{
${followFunctions(script)}
[ -e "$gonogo_job.claim" ] || [ -e "$gonogo_job.script" ] || ${absent}
gonogo_meet
gonogo_follow
exit 0
}
`;
}

// A starter that comes first wins; one that comes later finds a claim that is not its own.
const keepFromBeginning = `${makeJobsFolder}
gonogo_never
[ -n "$gonogo_owner" ] || { gonogo_say no proof; exit 1; }`;

/**
 * Answers each line of stdin with what is new: `p` with output and state (`o`, `e` and `x`: of the output only stdout,
 * only stderr, none), `n` after keeping from its beginning what has not begun. The claim is read before the output:
 * whatever was kept before it was written is then sent, too.
 */
export function followFunctions({ delivered, ...place }: FollowScript): string {
  const blocks = answerLimit / 131_072;
  return `${jobPlace(place)}
gonogo_open= gonogo_mine=
gonogo_look() {
  gonogo_claim
  case $gonogo_owner in
  '') gonogo_say wait; return 1 ;;
  never) gonogo_say never; return 1 ;;
  esac
  [ -r "$gonogo_job.out" ] && [ -r "$gonogo_job.err" ] || { gonogo_say none; return 1; }
  exec 3<"$gonogo_job.out" 4<"$gonogo_job.err"
${skip(3, readFrom(delivered.stdout))}${skip(4, readFrom(delivered.stderr))}  gonogo_open=1
}
gonogo_meet() { gonogo_look && gonogo_say pid "$gonogo_leader" "$gonogo_seal"; }
gonogo_some() { [ -s "$gonogo_job.$1" ] || [ ! -e "$gonogo_job.$1" ]; }
gonogo_send() { gonogo_some "$1" && { gonogo_say "$1"; dd bs=131072 count=${blocks} 2>/dev/null; }; }
gonogo_poll() {
  gonogo_claim
  case $gonogo_line in [po]) gonogo_send out <&3 ;; esac
  case $gonogo_line in [pe]) gonogo_send err <&4 ;; esac
  if [ "$gonogo_end" = end ]; then
    if [ "$gonogo_owner" = "$gonogo_boot" ] && [ "$gonogo_then" != - ]; then
      read -r gonogo_now gonogo_rest </proc/uptime
    else
      gonogo_then=$(date -r "$gonogo_job.claim" +%s 2>/dev/null) gonogo_now=$(date +%s)
    fi
    gonogo_say exit "$gonogo_code" "\${gonogo_then:--}" "$gonogo_now" "$gonogo_lacks_out$gonogo_lacks_err"
  elif [ -z "$gonogo_owner" ]; then gonogo_say none
  elif [ "$gonogo_owner" != "$gonogo_boot" ]; then gonogo_say rebooted
  elif gonogo_since "$gonogo_keeper" && [ "$gonogo_since" = "$gonogo_kept" ]; then gonogo_say .
  elif gonogo_claim; [ "$gonogo_end" = end ]; then gonogo_say .
  else gonogo_say gone
  fi
}
gonogo_follow() {
  while IFS= read -r gonogo_line; do
    case $gonogo_line in
    n) gonogo_never; gonogo_meet ;;
    [poex]) if [ -n "$gonogo_open" ]; then gonogo_poll
      elif [ -n "$gonogo_mine" ]; then gonogo_look && gonogo_poll
      else gonogo_meet
      fi ;;
    esac
  done
}`;
}

function skip(fd: number, bytes: number): string {
  return bytes === 0 ? '' : `  dd bs=1 skip=${bytes} count=0 <&${fd} 2>/dev/null\n`;
}
