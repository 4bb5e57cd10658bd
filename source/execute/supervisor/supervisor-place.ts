/** Where a job's files are, and how the scripts around it speak. */
export type JobPlace = {
  /** Job.name: letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Begins every line that is for us and not for the operator. */
  readonly nonce: string;
};

const safeName = /^(?!\.)[A-Za-z0-9._-]{1,200}$/;

/** Why no files can have this name; undefined where they can. */
export function unfitForFiles(name: string): string | undefined {
  return safeName.test(name) ? undefined : `${JSON.stringify(name)} cannot be the name of a job`;
}

/**
 * What every script of the supervisor begins with. Shell builtins only: no process is made for any of it where
 * there is a /proc. A process may have a line end in its name, which stands in its stat. The claim holds one line:
 * `never`, or the boot, the keeper's and the leader's process id and start, and the seal; and, reserved at once so that
 * a full disk can't swallow them, a second one for the exit (`ended`, its code, the time, `end`: only with both words
 * was it not read in halves) and one of one letter for what is missing of each stream: `-` nothing, `f` all that came
 * after the disk was full, `c` what a killed cat had in its hands.
 */
export function jobPlace({ name, nonce }: JobPlace): string {
  return `${jobsFolder}
gonogo_job=$gonogo_jobs/${name}
gonogo_say() { printf '%s %s\\n' ${nonce} "$*"; }
gonogo_boot=-
{ IFS= read -r gonogo_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null ||
  [ -d /proc/self ] || gonogo_boot=$(sysctl -n kern.boottime 2>/dev/null | tr -dc 0-9)
gonogo_claim() {
  gonogo_owner= gonogo_mark= gonogo_end= gonogo_lacks_out= gonogo_lacks_err=
  {
    read -r gonogo_owner gonogo_keeper gonogo_kept gonogo_leader gonogo_led gonogo_seal
    read -r gonogo_mark gonogo_code gonogo_then gonogo_end
    read -r gonogo_lacks_out
    read -r gonogo_lacks_err
  } 2>/dev/null <"$gonogo_job.claim"
  [ "$gonogo_mark" = ended ] || gonogo_end=
}
gonogo_never() { (set -C; echo never >"$gonogo_job.claim") 2>/dev/null; gonogo_claim; }
gonogo_read() {
  gonogo_stat=
  { while IFS= read -r gonogo_part; do gonogo_stat="$gonogo_stat$gonogo_part "; done <"$1"; } 2>/dev/null
  [ -n "$gonogo_stat" ]
}
gonogo_since() {
  gonogo_since=
  if [ -r /proc/self/stat ]; then
    gonogo_read "/proc/$1/stat" || return 1
    gonogo_pid=\${gonogo_stat%% *}
    set -- \${gonogo_stat##*) }
    case $1 in [ZX]) return 1 ;; esac
    gonogo_since=\${20}
  else
    set -- $(ps -o lstart= -p "$1" 2>/dev/null)
    gonogo_since=$2$3$4$5
    [ -n "$gonogo_since" ]
  fi
}
gonogo_alive() {
  [ -r /proc/self/stat ] || { kill -0 "-$gonogo_leader" 2>/dev/null; return; }
  for gonogo_file in /proc/[0-9]*/stat; do
    gonogo_read "$gonogo_file" || continue
    set -- \${gonogo_stat##*) }
    case "$1 $3" in
    [ZX]\\ *) ;;
    ?\\ "$gonogo_leader") return 0 ;;
    esac
  done
  return 1
}
`;
}

/** Makes the folder of all jobs where it is not there yet. */
export const makeJobsFolder = '[ -d "$gonogo_jobs" ] || mkdir -p -m 700 "$gonogo_jobs"';

/** Sets `gonogo_jobs`: the folder of all jobs, by the XDG rules. */
export const jobsFolder = `case \${XDG_STATE_HOME-} in
/*) gonogo_jobs=$XDG_STATE_HOME/gonogo/jobs ;;
*) gonogo_jobs=\${HOME:-/nonexistent}/.local/state/gonogo/jobs ;;
esac`;
