import { createFrameReader, frameNonce } from '../shell/shell-frame.ts';
import type { ShellPlace } from '../shell/shell-place.ts';
import { shellQuote } from '../shell/shell-script.ts';
import { type Timers, within } from '../timers.ts';
import { jobsFolder, unfitForFiles } from './supervisor-place.ts';

export type SweepJobs = {
  readonly place: ShellPlace;
  readonly timers: Timers;
  /** What the names of the jobs begin with. */
  readonly prefix: string;
};

/** Milliseconds. */
const patience = 15_000;

/** Removes the files of ended jobs, and of those that never began. Best effort; false where nobody answered. */
export async function sweepJobs({ place, timers, prefix }: SweepJobs): Promise<boolean> {
  if (unfitForFiles(prefix) !== undefined) return false;
  const nonce = frameNonce();
  const swept = Promise.withResolvers<boolean>();
  const reader = createFrameReader({ nonce, onFrame: () => swept.resolve(true), onBytes: () => {} });
  const order = { input: sweepScript(prefix, nonce), stdout: reader.push, stderr: () => {} };
  const giveUp = new AbortController();
  const cancel = timers.after(patience, () => giveUp.abort());
  try {
    const started = await place.run(order, { which: 'kept', abandon: giveUp.signal });
    if (started.type !== 'started') return false;
    const ended = started.channel.ended.then(() => false);
    const done = await within(Promise.race([swept.promise, ended]), { ms: patience, timers });
    started.channel.close();
    return done ?? false;
  } finally {
    cancel();
  }
}

/** For the stdin of `sh -s`. */
function sweepScript(prefix: string, nonce: string): string {
  return `{
exec </dev/null
${jobsFolder}
for gonogo_claim in "$gonogo_jobs"/${shellQuote(prefix)}*.claim; do
  gonogo_job=\${gonogo_claim%.claim}
  gonogo_end= gonogo_owner=
  { read -r gonogo_owner gonogo_rest; read -r gonogo_mark gonogo_code gonogo_then gonogo_end; } 2>/dev/null <"$gonogo_claim"
  if [ "$gonogo_end" = end ] || [ "$gonogo_owner" = never ]; then
    rm -f "$gonogo_job.script" "$gonogo_job.out" "$gonogo_job.err" "$gonogo_claim"
  fi
done
printf '%s swept\\n' ${nonce}
exit 0
}
`;
}
