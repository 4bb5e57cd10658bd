/** Carries a plan out by itself, and kills itself -9 around a chosen journal append. Told by its arguments, as JSON. */
import { readFileSync } from 'node:fs';
import { createWorld } from '../../source/execute/world.ts';
import type { Journal } from '../../source/journal/journal.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import { isSettled, unsettledSteps } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { stepState } from '../../source/run/timing.ts';
import { createWallClock } from '../../source/session/clock.ts';
import { createRun, scheduleFor } from '../../source/session/create-run.ts';
import { openLive } from '../../source/session/live.ts';

export type MortalRun = {
  readonly journal: string;
  readonly plan: string;
  readonly sshConfig: string;
  /** Number of the append, from 1; 0: it lives. */
  readonly dieAt: number;
  /** Before the append, or right after it is durable. */
  readonly when: 'before' | 'after';
};

const order: MortalRun = JSON.parse(process.argv[2] ?? '{}');
const by = 'operator';
const clock = createWallClock();
const journal = mortal(await openSqliteJournal({ file: order.journal }));
const plan = load();
const session = await openLive({
  kind: 'live',
  journal,
  run: await theRun(),
  plan,
  executor: createWorld({ plan, sshConfig: order.sshConfig }),
  identity: { person: by, roles: ['ops'] },
  clock,
  host: 'here',
  pid: process.pid,
  autopilot: 'plan',
});
while (session.state().ended === undefined) {
  const command = next(session.state());
  if (command !== undefined) await session.send(command);
  await new Promise((resolve) => clock.after(10, () => resolve(undefined)));
}
await session.close();
await journal.close();

function load(): Plan {
  const result = parsePlan({ file: order.plan, text: readFileSync(order.plan, 'utf8') });
  if (result.type !== 'parsed') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

async function theRun(): Promise<string> {
  const [open] = await journal.runs();
  if (open !== undefined) return open.run;
  const created = await createRun({
    journal,
    plan,
    planText: '',
    planSha256: '',
    mode: 'live',
    schedule: scheduleFor(plan, clock.now() - 3_600_000),
    seed: undefined,
    by,
    host: 'here',
    tool: { version: '0', node: '0' },
    clock,
  });
  return created.run;
}

/** What an operator does who only goes on: starts what is next, and tries again what failed. */
function next(state: RunState): Command | undefined {
  const [step] = unsettledSteps(state);
  if (step === undefined) return { type: 'end', by };
  const { status } = stepState(state, step.id);
  if (status === 'unknown') throw new Error(`nobody knows what became of ${step.id}`);
  const ready = step.after.every((id) => isSettled(state, id));
  return ready && (status === 'waiting' || status === 'failed')
    ? { type: 'start', step: step.id, by, open: true }
    : undefined;
}

function mortal(inner: Journal): Journal {
  let appends = 0;
  const die = () => process.kill(process.pid, 'SIGKILL');
  return {
    ...inner,
    append: async (...args) => {
      appends += 1;
      if (appends === order.dieAt && order.when === 'before') die();
      const result = await inner.append(...args);
      if (appends === order.dieAt) die();
      return result;
    },
  };
}
