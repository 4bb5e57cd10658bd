import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createRehearsalExecutor } from '../../source/execute/rehearsal-executor.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import { findStep } from '../../source/run/select.ts';
import { createRun, scheduleFor } from '../../source/session/create-run.ts';
import { createLeapingClock } from '../../source/session/leaping-clock.ts';
import { openLive } from '../../source/session/live.ts';
import { minute } from '../helpers/plan.ts';
import { idle } from './live-bench.ts';

test('it leaps to what falls due next, in order, and not to what was cancelled', async () => {
  const clock = createLeapingClock({ from: 1000 });
  const calls: string[] = [];
  const told = Promise.withResolvers<void>();
  clock.after(60 * minute, () => {
    calls.push(`c${clock.now()}`);
    told.resolve();
  });
  clock.after(20, () => calls.push(`b${clock.now()}`));
  const cancelSecond = clock.after(20, () => calls.push('never'));
  clock.after(10, () => {
    calls.push(`a${clock.now()}`);
    cancelSecond();
    clock.after(5, () => calls.push(`then${clock.now()}`));
  });
  expect(clock.now()).toBe(1000);
  await told.promise;
  expect(calls).toEqual(['a1010', 'then1015', 'b1020', `c${1000 + 60 * minute}`]);
});

test('what waits for turns of the process, and not for time, is done before it leaps', async () => {
  const clock = createLeapingClock({ from: 0 });
  const seen: number[] = [];
  const told = Promise.withResolvers<void>();
  clock.after(minute, told.resolve);
  for (let turns = 0; turns < 50; turns += 1) {
    await idle();
    seen.push(clock.now());
  }
  expect(new Set(seen)).toEqual(new Set([0]));
  await told.promise;
  expect(clock.now()).toBe(minute);
});

test('the whole night of 18 August takes moments, and is the same for the same seed', async () => {
  await night(7);
  const began = performance.now();
  const first = await night(7);
  const took = performance.now() - began;
  expect(await night(7)).toEqual(first);
  expect(await night(8)).not.toEqual(first);
  expect(took).toBeLessThan(10_000);
});

/** Everything that was recorded, with its time. */
async function night(seed: number): Promise<readonly string[]> {
  const file = resolve(import.meta.dirname, '../../plans/2009-08-18-gradebook2.md');
  const planText = readFileSync(file, 'utf8');
  const parsed = parsePlan({ text: planText, file: 'plan.md' });
  if (parsed.type !== 'parsed') throw new Error('the plan has errors');
  const { plan } = parsed;
  const clock = createLeapingClock({ from: plan.window.opens - 11 * minute });
  const journal = createMemoryJournal();
  const by = 'Thomas';
  const created = await createRun({
    journal,
    plan,
    planText,
    planSha256: '',
    mode: 'rehearsal',
    schedule: scheduleFor(plan),
    seed,
    by,
    host: 'here',
    tool: { version: '0', node: '0' },
    clock,
    random: () => 0.5,
  });
  const session = await openLive({
    kind: 'rehearsal',
    journal,
    run: created.run,
    plan,
    executor: createRehearsalExecutor({
      after: clock.after,
      now: clock.now,
      seed,
      durationOf: ({ step }) => findStep({ plan }, step)?.duration ?? 0,
    }),
    identity: { person: by, roles: plan.roles.map(({ id }) => id) },
    clock,
    wall: clock,
    host: 'here',
    pid: 1,
    autopilot: 'all',
  });
  const ended = Promise.withResolvers<void>();
  const look = () => {
    if (session.state().ended !== undefined) ended.resolve();
  };
  session.subscribe(look);
  look();
  await ended.promise;
  expect(session.state().ended?.outcome).toBe('go');
  await session.close();
  return session.history().map(({ at, event }) => `${at} ${JSON.stringify(event)}`);
}
