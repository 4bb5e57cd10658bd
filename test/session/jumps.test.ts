import { expect, test } from 'vitest';
import type { Journal } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import type { Plan } from '../../source/plan/plan.ts';
import { formatMoment } from '../../source/plan/zone.ts';
import type { RunMode } from '../../source/run/facts.ts';
import { createRun, scheduleFor } from '../../source/session/create-run.ts';
import { openLive } from '../../source/session/live.ts';
import { createFakeExecutor } from '../helpers/fake-executor.ts';
import { makePlan, minute, type StepDraft, sh } from '../helpers/plan.ts';
import { frontWith, planOf } from '../plan/write-plan.ts';
import { createJumpingClock } from './jumping-clock.ts';
import { ok, settled } from './live-bench.ts';

const by = 'Thomas';
const second = 1000;

/** Each starts by itself and runs on a machine of its own name. */
const auto = (id: string, offset: number, more: Partial<StepDraft> = {}): StepDraft => ({
  id,
  offset,
  auto: true,
  actions: [sh([id])],
  ...more,
});

/** A live run in memory from S on, on a machine whose time jumps. */
async function open(main: readonly StepDraft[], kind: RunMode = 'live', journal = createMemoryJournal()) {
  return openAt(makePlan({ main }), kind, journal);
}

async function openAt(plan: Plan, kind: RunMode, journal: Journal) {
  const { start, zone } = plan.window;
  const clock = createJumpingClock(start);
  const { run } = await createRun({
    journal,
    plan,
    planText: '',
    planSha256: '',
    mode: kind,
    schedule: scheduleFor(plan),
    seed: undefined,
    by,
    host: 'here',
    tool: { version: '0', node: '0' },
    clock,
  });
  const executor = createFakeExecutor();
  const session = await openLive({
    kind,
    journal,
    run,
    plan,
    executor,
    identity: { person: by, roles: [] },
    clock,
    wall: clock,
    machine: clock.machine,
    host: 'here',
    pid: 1,
    autopilot: 'plan',
  });
  return {
    clock,
    session,
    executor,
    /** Steps in the order in which they were started, each with its minute from S. */
    started: () =>
      session
        .history()
        .flatMap(({ at, event }) =>
          event.type === 'step.started' ? [`${event.step} ${Math.floor((at - start) / second)}s`] : [],
        ),
    times: () =>
      session
        .history()
        .flatMap(({ at, event }) => (event.type === 'step.started' ? [formatMoment(at, zone)] : [])),
    notes: () => session.state().notes.map(({ by: who, text }) => `${who}: ${text}`),
  };
}

test('awake, every auto step starts in the second in which it is due', async () => {
  const { clock, started, notes } = await open([auto('one', 2 * minute), auto('two', 5 * minute)]);
  await clock.run(20 * minute);
  expect(started()).toEqual(['one 120s', 'two 300s']);
  expect(notes()).toEqual([]);
});

test('asleep for ten minutes: what fell due meanwhile never starts by itself, what comes later does', async () => {
  const { clock, started, notes } = await open([
    auto('early', minute),
    auto('asleep', 5 * minute),
    // Due less than a minute, and less than a second, before somebody is there again.
    auto('late', 12 * minute - 30 * second),
    auto('last', 12 * minute - 200),
    auto('awake', 13 * minute),
  ]);
  await clock.run(2 * minute);
  clock.sleep(10 * minute);
  await clock.run(30 * minute);
  expect(started()).toEqual(['early 60s', 'awake 780s']);
  expect(notes()).toEqual([
    'gonogo: this machine was asleep from 05:02:00 to 05:12:01: nothing started by itself',
  ]);
});

test('what was missed is still for a person to start', async () => {
  const { clock, session, started } = await open([auto('asleep', 5 * minute)]);
  await clock.run(2 * minute);
  clock.sleep(10 * minute);
  await clock.run(minute);
  expect(started()).toEqual([]);
  expect(await session.send({ type: 'start', step: 'asleep', by })).toEqual({ type: 'accepted' });
});

test('a step that was late before the sleep does not start on the news that comes with waking up', async () => {
  const { clock, executor, session, started } = await open([
    { id: 'copy', actions: [sh(['copy'])] },
    auto('late', minute, { after: ['copy'] }),
  ]);
  await session.send({ type: 'start', step: 'copy', by });
  await clock.run(2 * minute);
  clock.sleep(10 * minute);
  executor.end('copy', ok);
  await settled(() => session.state().steps.copy?.status === 'done');
  await clock.run(minute);
  expect(started()).toEqual(['copy 0s']);
});

test('asleep in the middle of a command: what the next look finds due is missed all the same', async () => {
  const inner = createMemoryJournal();
  const gate = Promise.withResolvers<void>();
  let slow = false;
  const journal: Journal = {
    ...inner,
    append: async (...args) => {
      if (slow) await gate.promise;
      return inner.append(...args);
    },
  };
  const { clock, started } = await open([auto('one', minute), auto('two', 2 * minute)], 'live', journal);
  slow = true;
  await clock.run(minute + second);
  clock.sleep(10 * minute);
  gate.resolve();
  await clock.run(minute);
  expect(started()).toEqual(['one 60s']);
});

test('a nap of some seconds is made up for', async () => {
  const { clock, started, notes } = await open([auto('one', minute + 3 * second)]);
  await clock.run(minute);
  clock.sleep(8 * second);
  await clock.run(minute);
  expect(started()).toEqual(['one 69s']);
  expect(notes()).toEqual([]);
});

test('the clock is set forward by an hour: what lies between does not start, what comes later does', async () => {
  const { clock, started, notes } = await open([auto('between', 30 * minute), auto('later', 65 * minute)]);
  await clock.run(2 * minute);
  clock.set(60 * minute);
  await clock.run(10 * minute);
  expect(started()).toEqual(['later 3900s']);
  expect(notes()).toEqual([
    'gonogo: the clock of this machine was set forward by 1h at 05:02:01, to 06:02:01',
  ]);
});

test('the clock is set back by an hour: nothing starts twice, and what is due again starts when it is', async () => {
  const { clock, executor, session, started, notes } = await open([
    auto('done', minute),
    auto('again', 5 * minute, { after: ['done'] }),
    auto('later', 70 * minute),
  ]);
  clock.set(60 * minute);
  await clock.run(2 * minute);
  expect(started()).toEqual([]);
  await session.send({ type: 'start', step: 'done', by });
  await clock.run(second);
  clock.set(-60 * minute);
  await clock.run(minute);
  executor.end('done', ok);
  await settled(() => session.state().steps.done?.status === 'done');
  expect(session.state().steps.done?.attempts).toHaveLength(1);
  await clock.run(75 * minute);
  expect(started()).toEqual(['done 3720s', 'again 300s', 'later 4200s']);
  expect(notes()[1]).toMatch(
    /^gonogo: the clock of this machine was set back by 1h at 06:02:0\d, to 05:02:0\d$/,
  );
});

test('a clock that is put right by seconds keeps a late step waiting for what comes before it, and no longer', async () => {
  const { clock, executor, session, started } = await open([
    { id: 'copy', actions: [sh(['copy'])] },
    auto('late', minute, { after: ['copy'] }),
  ]);
  await session.send({ type: 'start', step: 'copy', by });
  await clock.run(2 * minute);
  clock.set(-3 * second);
  await clock.run(2 * minute);
  executor.end('copy', ok);
  await settled(() => session.state().steps.copy?.status === 'done');
  await clock.run(2 * second);
  expect(started()).toEqual(['copy 0s', 'late 237s']);
});

test('a hold moves what is due: sleeping through the hold misses nothing', async () => {
  const { clock, session, started } = await open([auto('one', 5 * minute)]);
  await clock.run(2 * minute);
  await session.send({ type: 'hold', reason: 'the DBA looks at a lock', by });
  clock.sleep(20 * minute);
  await clock.run(minute);
  await session.send({ type: 'release', by });
  await clock.run(10 * minute);
  // Three minutes after the release, as it was three minutes before it was due.
  expect(started()).toEqual([`one ${(5 + 21) * 60}s`]);
});

test('a rehearsal has a clock of its own, and says nothing of the machine', async () => {
  const { clock, notes } = await open([auto('one', 5 * minute)], 'rehearsal');
  clock.sleep(10 * minute);
  await clock.run(2 * minute);
  expect(notes()).toEqual([]);
});

const nights = [
  ['2026-03-08 01:30 - 04:00 America/Los_Angeles', ['01:45:00 PST', '03:15:00 PDT', '03:45:00 PDT']],
  ['2026-11-01 00:45 - 03:00 America/Los_Angeles', ['01:00:00 PDT', '01:30:00 PDT', '01:00:00 PST']],
  ['2028-02-28 23:30 - 01:30 Asia/Kolkata', ['23:45:00 GMT+5:30', '00:15:00 GMT+5:30', '00:45:00 GMT+5:30']],
] as const;

test.each(nights)('%s: steps start so many minutes after S, each once', async (text, expected) => {
  const { window } = planOf({ front: frontWith('window', `window: ${text}`) });
  const main = [15, 45, 75].map((after) => auto(`m${after}`, after * minute));
  const plan = { ...makePlan({ main }), window };
  const { clock, started, times } = await openAt(plan, 'live', createMemoryJournal());
  await clock.run(100 * minute);
  expect(started()).toEqual(['m15 900s', 'm45 2700s', 'm75 4500s']);
  expect(times().map((moment) => moment.slice('2026-03-08 '.length))).toEqual(expected);
});
