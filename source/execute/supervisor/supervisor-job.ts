import type { TargetResult } from '../../run/facts.ts';
import { type Job, type JobResult, LEFT, type Performed } from '../executor.ts';
import type { ShellPlace } from '../shell/shell-place.ts';
import { unfitForShell } from '../shell/shell-script.ts';
import { type Timers, within } from '../timers.ts';
import { type Attempts, createAttempts } from './supervisor-attempts.ts';
import { type Cut, interruptionOf } from './supervisor-interruption.ts';
import { type KillOutcome, killJob } from './supervisor-kill.ts';
import { unfitForFiles } from './supervisor-place.ts';

export type SupervisedJob = {
  readonly job: Job;
  readonly place: ShellPlace;
  readonly timers: Timers;
  readonly random: () => number;
  /** Milliseconds between TERM and KILL. */
  readonly grace: number;
  /** Aborted when the program closes: the job is left to itself. */
  readonly leave: AbortSignal;
};

/** How long the rest of a killed job's output may take, milliseconds. */
const afterKill = 3_000;
/** How long a start that is just being sent may take, milliseconds. */
const startPatience = 10_000;

/** Starts a job at a place, or attaches to it, and follows it to its end, over as many connections as that takes. */
export async function performSupervised(options: SupervisedJob): Promise<Performed> {
  const { job, leave, timers } = options;
  const { env, action, name } = job;
  const unfit = unfitForFiles(name) ?? unfitForShell({ env, cwd: action.cwd, commands: action.text });
  if (unfit !== undefined) return { result: { type: 'refused', reason: unfit } };
  if (leave.aborted) return LEFT;
  const interruption = interruptionOf(job, timers);
  if (interruption.asked() !== undefined && job.mode === 'start') {
    interruption.cancel();
    return { result: { type: 'stopped' } };
  }
  const attempts = createAttempts(options);
  const left = Promise.withResolvers<typeof LEFT>();
  const onLeave = () => left.resolve(LEFT);
  leave.addEventListener('abort', onLeave, { once: true });
  try {
    const followed = attempts.follow();
    const first = await Promise.race([followed, interruption.happened, left.promise]);
    if (first === LEFT) return LEFT;
    if (first.type === 'performed') return first.performed;
    const ended = cutShort({ ...options, cut: first, attempts, followed });
    return await Promise.race([ended, left.promise]);
  } finally {
    interruption.cancel();
    leave.removeEventListener('abort', onLeave);
    attempts.close();
  }
}

type CutShort = SupervisedJob & {
  readonly cut: Cut;
  readonly attempts: Attempts;
  readonly followed: ReturnType<Attempts['follow']>;
};

async function cutShort(options: CutShort): Promise<JobResult> {
  const { cut, attempts, followed, place, timers, grace, job } = options;
  const hostKey = attempts.hostKey();
  const unsent = await within(attempts.abandon(), { ms: startPatience, timers });
  if (unsent === true) return { result: cut, hostKey };
  const kill = await killJob({ place, timers, grace, name: job.name, begun: attempts.begun });
  const end = kill.type === 'never' ? undefined : await within(followed, { ms: afterKill, timers });
  const result = afterCut({ cut, kill, end: end?.performed.result, place: place.name });
  return { ...end?.performed, result, hostKey: attempts.hostKey() ?? hostKey };
}

type Ends = {
  readonly cut: Cut;
  readonly kill: KillOutcome;
  readonly end: TargetResult | undefined;
  readonly place: string;
};

/** A stop or a time-out counts only when somebody saw the end: what may still run must not be run again. */
function afterCut({ cut, kill, end, place }: Ends): TargetResult {
  if (kill.type === 'gone' || kill.type === 'never') return cut;
  // It never began.
  if (end?.type === 'refused') return end;
  if (kill.type === 'unknown' && end?.type === 'exited') return cut;
  const asked = cut.type === 'stopped' ? 'a stop was asked for' : 'the time was up';
  const why = kill.type === 'left' ? 'something of it outlived the KILL' : kill.reason;
  return { type: 'lost', reason: `${asked}, but nobody saw the step end on ${place}: ${why}` };
}
