import { shellFolder, shellQuote } from '../shell/shell-script.ts';
import { type FollowScript, followFunctions } from './supervisor-follow-script.ts';
import { makeJobsFolder } from './supervisor-place.ts';
import { sealLead, sealLength } from './supervisor-seal.ts';

export type StartScript = FollowScript & {
  readonly env: Readonly<Record<string, string>>;
  /** Where the commands run; `~` is the home folder. */
  readonly cwd: string | undefined;
  readonly commands: string;
  /** 32 hex digits that nobody can guess. */
  readonly seal: string;
};

/**
 * For the stdin of `sh -s`: starts a job once and for all, or follows it where it was started before. Making the
 * script file is the start, the claim its proof. A keeper, in the background, waits for the commands, which run in a
 * session of their own, and writes down their exit. The commands write into pipes, so that whoever opens /dev/stderr
 * again can't cut the file off; drains, one a pipe, bring it to the files. When the exit is written down the keeper
 * puts the seal into both pipes: before it in the files is all that the commands said before their end. All of them
 * are parts of one pipeline instead of an `&`, which would leave the commands deaf to INT and QUIT; the follower, its
 * last part, ends the shell that would wait for a pipe which a left behind child holds. One compound command: the
 * shell has read it to its end before it runs. File descriptors: 3 and 4 the files, 5 and 6 the channel, 7 and 8 the pipes.
 */
export function startScript({ env, cwd, commands, seal, ...follow }: StartScript): string {
  return `{
${followFunctions(follow)}
gonogo_text=${shellQuote(commands)}
gonogo_same() {
  [ -n "$gonogo_mine" ] || [ ! -r "$gonogo_job.script" ] ||
    [ "$(cat "$gonogo_job.script"; echo .)" = "$gonogo_text." ]
}
gonogo_meet() {
  gonogo_look || return
  gonogo_same || { gonogo_say other; return; }
  gonogo_say pid "$gonogo_leader" "$gonogo_seal"
}
gonogo_whoami() {
  gonogo_since self && return
  gonogo_pid=$(exec sh -c 'echo "$PPID"')
  gonogo_since "$gonogo_pid"
}
gonogo_clear() { rm -f "$gonogo_job.script" "$gonogo_job.claim" "$gonogo_job.out" "$gonogo_job.err"; }
gonogo_keep() {
  trap : HUP INT TERM PIPE
  gonogo_whoami
  gonogo_me="$gonogo_pid $gonogo_since"
  (
${enter(cwd)}    gonogo_whoami
    set -C
    printf '%s\\n%64s\\n-\\n-\\n' "$gonogo_boot $gonogo_me $gonogo_pid $gonogo_since ${seal}" '' 2>/dev/null >"$gonogo_job.claim" ||
      { [ -s "$gonogo_job.claim" ] || gonogo_clear; exit 1; }
    trap '' PIPE
    gonogo_say pid "$gonogo_pid" ${seal} >&5 2>/dev/null
    trap - PIPE
    set +C
    umask "$gonogo_umask"
    set -- "$gonogo_job.script"
${exportLines(env)}    exec 3>&- 4>&- 5>&-
    command -v setsid >/dev/null 2>&1 && exec setsid sh "$1"
    exec perl -e 'use POSIX; POSIX::setsid(); exec @ARGV' sh "$1"
  ) >&7 2>&8 7>&- 8>&-
  gonogo_exit=$?
  gonogo_claim
  if [ "$gonogo_keeper $gonogo_kept" != "$gonogo_me" ]; then
    if [ -n "$gonogo_owner" ]; then gonogo_say never >&5; else gonogo_say no claim >&5; fi
    return
  fi
  gonogo_then=-
  { read -r gonogo_then gonogo_rest </proc/uptime; } 2>/dev/null
  until gonogo_write 1 %-64s "ended $gonogo_exit $gonogo_then end"; do
    [ -s "$gonogo_job.claim" ] || return
    sleep 1
  done
  printf '${sealLead}%s' ${seal} >&7
  printf '${sealLead}%s' ${seal} >&8
  kill -0 "-$gonogo_leader" 2>/dev/null && gonogo_say wake >&5
}
gonogo_write() {
  [ -s "$gonogo_job.claim" ] && {
    gonogo_lines=$1
    while [ "$gonogo_lines" -gt 0 ] && read -r gonogo_rest; do gonogo_lines=$((gonogo_lines - 1)); done
    printf "$2" "$3"
  } <>"$gonogo_job.claim" >&0
}
gonogo_drain() {
  trap '' HUP INT TERM PIPE 25
  until cat; do
    if [ $? -gt 128 ]; then gonogo_write "$1" %s c
    else
      gonogo_write "$1" %s f
      cat >/dev/null
      return
    fi
  done
}
gonogo_size() {
  gonogo_size=
  read -r gonogo_rest gonogo_size <"/proc/self/fdinfo/$1"
}
gonogo_tell() {
  gonogo_claim
  gonogo_out=out gonogo_err=err
  [ "$gonogo_end$gonogo_lacks_out" = end- ] && gonogo_size 3 && [ "$gonogo_size" = ${sealLength} ] && gonogo_out=
  [ "$gonogo_end$gonogo_lacks_err" = end- ] && gonogo_size 4 && [ "$gonogo_size" = ${sealLength} ] && gonogo_err=
  if [ -z "$gonogo_out$gonogo_err" ]; then gonogo_say exit "$gonogo_code" "$gonogo_then" "$gonogo_then" silent
  else gonogo_say wake $gonogo_out $gonogo_err
  fi
} >&5
if [ ! -e "$gonogo_job.claim" ] && [ ! -e "$gonogo_job.script" ]; then
  command -v setsid >/dev/null 2>&1 || command -v perl >/dev/null 2>&1 || { gonogo_say no session; exit 1; }
  ${makeJobsFolder}
  { read -r gonogo_rest && read -r gonogo_rest gonogo_umask; } 2>/dev/null </proc/self/status
  case \${gonogo_umask-} in 0[0-7]*) ;; *) gonogo_umask=$(umask) ;; esac
  umask 077
  set -C
  if true >"$gonogo_job.script"; then
    set +C
    { printf %s "$gonogo_text" >"$gonogo_job.script" && true >"$gonogo_job.out" && true >"$gonogo_job.err"; } ||
      { gonogo_clear; gonogo_say no space; exit 1; }
    gonogo_mine=1
    exec 5>&1 6<&0
    {
      {
        exec 7>&1 </dev/null 2>/dev/null 6<&-
        { exec 8>&1 >/dev/null; gonogo_keep; } | { exec >&4 5>&- 7>&-; gonogo_drain 3; }
      } | {
        exec >&3 2>/dev/null 6<&-
        gonogo_drain 2
        gonogo_tell
      } | {
        exec <&6 5>&- 6<&-
        gonogo_follow
        [ "/proc/$$/fd/6" -ef /proc/self/fd/0 ] && kill -PIPE $$
      }
    } 3>>"$gonogo_job.out" 4>>"$gonogo_job.err"
    exit 0
  fi
  [ -e "$gonogo_job.script" ] || { gonogo_say no folder; exit 1; }
fi
gonogo_meet
gonogo_follow
exit 0
}
`;
}

function enter(cwd: string | undefined): string {
  if (cwd === undefined) return '';
  return `    CDPATH= cd -- ${shellFolder(cwd)} >/dev/null 2>&1 || { gonogo_say no cwd >&5; gonogo_never; exit 1; }\n`;
}

function exportLines(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${shellQuote(value)}\n`)
    .join('');
}
