import { type Job, LEFT, type Performed } from '../execute/executor.ts';
import { outlivesGonogo } from '../plan/action-nature.ts';
import type { Action } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import type { CheckResult } from '../run/facts.ts';
import { type CheckStarted, checkAction } from '../run/item-check.ts';
import { isOk } from '../run/target-result.ts';
import type { AttemptWork } from './attempt-work.ts';
import { jobOf } from './job.ts';
import { cutOff } from './run-batches.ts';

/** Milliseconds for a check whose fence gives it no limit: nobody can stop it. */
const patience = 60_000;
const longestLine = 200;

/** Runs the check of a checklist item on all its targets at once, and reports what it found. */
export async function runCheck(work: AttemptWork, begun: CheckStarted): Promise<void> {
  const { options, step, resumed } = work;
  const { attempt, item, check, targets } = begun;
  const found = step.checklist.find(({ number }) => number === item)?.check?.action;
  if (found === undefined) return;
  const action = { ...found, index: checkAction(item, check) };
  const ends = await Promise.all(targets.map((target) => checkOn({ work, action, target, attach: resumed })));
  const results = ends.filter((end) => end !== LEFT);
  if (results.length < ends.length) return;
  // Output is durable before the result that refers to it.
  await options.flush();
  await options.report({ type: 'finish-check', step: step.id, attempt, item, check, results });
}

type OneTarget = {
  readonly work: AttemptWork;
  readonly action: Action;
  readonly target: string;
  /** It was under way before this session. */
  readonly attach: boolean;
};

async function checkOn({ work, action, target, attach }: OneTarget): Promise<CheckResult | typeof LEFT> {
  const { options, step, attempt } = work;
  const began = options.clock.now();
  const lines = firstLines();
  const ended = await perform();
  if (ended === LEFT) return LEFT;
  work.onLink(target, undefined);
  const { result, endedAt = options.clock.now() } = ended;
  const line = isOk(result) ? undefined : lines.worst();
  const output = options.pump.digest({ step: step.id, attempt, action: action.index, target });
  return {
    target,
    result,
    took: Math.max(0, endedAt - began),
    ...(line === undefined ? {} : { line }),
    output,
  };

  async function perform(): Promise<Performed> {
    if (attach && !outlivesGonogo(action)) return { result: cutOff(action) };
    const job = jobOf({ work, action, target, mode: 'start' });
    return await options.executor.perform({
      ...job,
      mode: attach ? 'attach' : 'start',
      timeout: action.timeout ?? (action.http === undefined ? patience : undefined),
      onLaunched: () => undefined,
      onOutput: (chunk) => {
        lines.add(chunk);
        return job.onOutput(chunk);
      },
    });
  }
}

type Chunk = Parameters<Job['onOutput']>[0];

/** The first line on stderr, else the last on stdout: most say there what is wrong. */
function firstLines() {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const said = { stdout: '', stderr: '' };
  const kept = 4_000;
  const linesOf = (text: string) => text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return {
    add: ({ stream, bytes }: Chunk) => {
      const text = said[stream] + decoders[stream].decode(bytes, { stream: true });
      said[stream] = stream === 'stderr' ? text.slice(0, kept) : text.slice(-kept);
    },
    worst: (): string | undefined => {
      const line = linesOf(said.stderr)[0] ?? linesOf(said.stdout).at(-1);
      if (line === undefined) return undefined;
      const safe = safeLine(line).trim();
      return safe.length <= longestLine ? safe : `${safe.slice(0, longestLine - 1)}…`;
    },
  };
}
