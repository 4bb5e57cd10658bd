import { jobsFolder } from '../supervisor/supervisor-place.ts';

export type PreflightScriptParts = {
  /** Begins every line that is for us. */
  readonly nonce: string;
  /** Whether to look for sudo. */
  readonly sudo: boolean;
};

/**
 * All questions to one host in one text for `sh -s`; dash, bash and busybox take it. It asks for one line on stdin
 * before it tells the time, so that the way there and back can be measured. It leaves the job folder and nothing else.
 */
export function preflightScript({ nonce, sudo }: PreflightScriptParts): string {
  return `gonogo_say() { printf '%s %s\\n' ${nonce} "$*"; }
gonogo_preflight() {
  gonogo_exe=$(readlink "/proc/$$/exe" 2>/dev/null)
  gonogo_say shell "\${gonogo_exe##*/}"
  IFS= read -r gonogo_line
  gonogo_say clock "$(date +%s.%N 2>/dev/null)"
  gonogo_folder
  if command -v setsid >/dev/null 2>&1; then gonogo_say session setsid
  elif command -v perl >/dev/null 2>&1; then gonogo_say session perl
  else gonogo_say session none
  fi
${sudo ? '  gonogo_sudo\n' : ''}  gonogo_say end
}
gonogo_folder() {
  ${jobsFolder.replaceAll('\n', '\n  ')}
  if ! (umask 077; mkdir -p "$gonogo_jobs") 2>/dev/null; then
    gonogo_say folder none "$gonogo_jobs"
    return
  fi
  gonogo_probe=$gonogo_jobs/.preflight-$$
  if (umask 077; printf %4096s . >"$gonogo_probe") 2>/dev/null; then gonogo_say folder writable "$gonogo_jobs"
  else gonogo_say folder read-only "$gonogo_jobs"
  fi
  rm -f "$gonogo_probe" 2>/dev/null
  df -Pk "$gonogo_jobs" 2>/dev/null | {
    read -r gonogo_line
    IFS= read -r gonogo_line && gonogo_say space "$gonogo_line"
  }
}
gonogo_sudo() {
  if ! command -v sudo >/dev/null 2>&1; then gonogo_say sudo none
  elif sudo -n true >/dev/null 2>&1 </dev/null; then gonogo_say sudo free
  elif sudo -n -l >/dev/null 2>&1 </dev/null; then gonogo_say sudo partly
  else gonogo_say sudo password
  fi
}
gonogo_preflight
exit 0
`;
}
