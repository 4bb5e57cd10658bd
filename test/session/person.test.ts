import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Plan, stepsOf } from '../../source/plan/plan.ts';
import type { Fault } from '../../source/run/fault.ts';
import { personMove } from '../../source/session/person.ts';
import { canFail } from '../../source/session/rehearsal-faults.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { by, ended, given, startStep } from '../run/scenario.ts';
import { type Night, readPlan, rehearseNight } from './rehearsed-night.ts';

const august = readPlan('plans/2009-08-18-gradebook2.md');
const small = readPlan('test/fixtures/plans/small.md');

/** What happened that somebody decided or that ended, with minutes from S. */
function story({ state, history }: Night): readonly string[] {
  return history.flatMap(({ at, event }) => {
    const minutes = Math.round((at - state.schedule.start) / minute);
    switch (event.type) {
      case 'step.started':
      case 'step.skipped':
      case 'step.confirmed':
      case 'vote.cast':
      case 'attempt.settled':
        return [`${minutes} ${event.type} ${event.step}`];
      case 'attempt.finished':
        return event.outcome === 'succeeded' ? [] : [`${minutes} ${event.outcome} ${event.step}`];
      case 'host.excluded':
        return [`${minutes} excluded ${event.host}`];
      case 'fallback.called':
      case 'run.ended':
        return [`${minutes} ${event.type} ${event.reason ?? ''}`.trimEnd()];
      default:
        return [];
    }
  });
}

test('people take the time that the plan gives them, one answer after the other', async () => {
  const night = await rehearseNight({ plan: august, exact: true });
  const answers = night.history.filter(({ event }) => event.type === 'item.answered');
  expect(answers.map(({ at }) => (at - august.window.start) / minute)).toEqual([47, 49, 51, 53]);
  expect(story(night)).toContain('55 vote.cast verify');
  expect(story(night).at(-1)).toBe('75 run.ended');
  expect(night.state.ended?.outcome).toBe('go');
});

test('a step that failed is tried once more, and then done', async () => {
  const faults: Fault[] = [{ type: 'fail', step: 'deploy-head', always: false }];
  const night = await rehearseNight({ plan: august, exact: true, faults });
  const own = story(night).filter((line) => line.endsWith('deploy-head'));
  expect(own.map((line) => line.replace(/^\d+ /, ''))).toEqual([
    'step.started deploy-head',
    'failed deploy-head',
    'step.started deploy-head',
  ]);
  expect(night.state.ended?.outcome).toBe('go');
});

test('failed twice in time: back; what failed twice there is skipped', async () => {
  const faults: Fault[] = [
    { type: 'fail', step: 'deploy-head', always: true },
    { type: 'fail', step: 'restore', always: true },
  ];
  const night = await rehearseNight({ plan: august, faults });
  expect(night.state.fallback?.reason).toBe('rehearsed: 6 Deploy to the head node failed twice');
  expect(night.state.steps['deploy-head']?.attempts).toHaveLength(2);
  expect(night.state.steps.restore?.attempts).toHaveLength(2);
  expect(night.state.steps.restore?.skipped?.reason).toMatch(/Restore the database failed twice$/);
  expect(night.state.ended?.outcome).toBe('fell-back-with-failures');
});

test('failed twice too late to go back: skipped', async () => {
  const faults: Fault[] = [{ type: 'fail', step: 'deploy-rest', always: true }];
  const night = await rehearseNight({ plan: august, faults });
  expect(night.state.fallback).toBeUndefined();
  expect(night.state.steps['deploy-rest']?.status).toBe('skipped');
  expect(night.state.ended?.outcome).toBe('go-with-failures');
});

test('a decision that fails is not looked at again where that would be too late to go back', async () => {
  const faults: Fault[] = [{ type: 'fail', step: 'verify', always: false }];
  const night = await rehearseNight({ plan: august, exact: true, faults });
  expect(story(night)).toContain(
    '54 fallback.called rehearsed: 8 Verification failed, and there is no time to look again',
  );
  expect(night.state.ended?.outcome).toBe('fell-back');
});

test('a lost host is looked at, left out, and what was open goes on without it', async () => {
  const faults: Fault[] = [{ type: 'lose-host', host: 'sakaiprod4' }];
  const night = await rehearseNight({ plan: august, faults });
  expect(
    story(night)
      .filter((line) => !line.includes('marker'))
      .slice(0, 5),
  ).toEqual([
    '-11 step.started preflight',
    '-10 unknown preflight',
    '-8 attempt.settled preflight',
    '-8 excluded sakaiprod4',
    '-8 step.started preflight',
  ]);
  const there = night.history.filter(
    ({ event }) => event.type === 'target.finished' && event.target === 'sakaiprod4',
  );
  expect(there).toHaveLength(1);
  expect(night.state.ended?.outcome).toBe('go');
});

test('a step whose only host was lost is not done without it', async () => {
  const faults: Fault[] = [{ type: 'lose-host', host: 'sakaiprod1' }];
  const night = await rehearseNight({ plan: august, faults });
  expect(night.state.fallback?.reason).toBe(
    "rehearsed: 6 Deploy to the head node can't be done without sakaiprod1",
  );
});

test('nor is one that lost its only host itself', async () => {
  const plan = makePlan({
    main: [{ id: 'deploy', actions: [sh(['web1'])] }],
    fallback: [{ id: 'back', actions: [sh(['web2'])] }],
  });
  const night = await rehearseNight({ plan, faults: [{ type: 'lose-host', host: 'web1' }] });
  expect(night.state.fallback?.reason).toBe("rehearsed: 1 Step deploy can't be done without web1");
  expect(night.state.steps.deploy?.attempts).toHaveLength(1);
});

test('a decision that says no goes back', async () => {
  const plan = makePlan({
    main: [{ id: 'look', decision: true, poll: ['qc'] }],
    fallback: [{ id: 'back', actions: [sh(['web1'])] }],
  });
  const night = await rehearseNight({ plan, faults: [{ type: 'fail', step: 'look', always: false }] });
  expect(night.state.fallback?.reason).toBe('no-go, as rehearsed');
  expect(night.state.ended?.outcome).toBe('fell-back');
});

test('past what can not be undone nobody goes back: what fails twice then is skipped', async () => {
  const plan = makePlan({
    main: [
      { id: 'switch', noReturn: true, actions: [sh(['web1'])] },
      { id: 'tidy', offset: 5 * minute, after: ['switch'], actions: [sh(['web1'])] },
    ],
    fallback: [{ id: 'back', actions: [sh(['web1'])] }],
  });
  const night = await rehearseNight({ plan, faults: [{ type: 'fail', step: 'tidy', always: true }] });
  expect(night.state.fallback).toBeUndefined();
  expect(night.state.steps.tidy?.status).toBe('skipped');
});

test('a built-in hold ends when it is planned, and at once where that has passed', async () => {
  const plan = makePlan({
    main: [
      { id: 'first', duration: 5 * minute, confirm: ['qc'] },
      {
        id: 'wait',
        offset: 5 * minute,
        duration: 20 * minute,
        hold: true,
        after: ['first'],
        confirm: ['qc'],
      },
    ],
  });
  const endOf = async (late: number) => {
    const faults: Fault[] = [{ type: 'late', step: 'first', by: late * minute }];
    const { state } = await rehearseNight({ plan, exact: true, faults });
    return ((state.steps.wait?.settledAt ?? 0) - plan.window.start) / minute;
  };
  expect([await endOf(1), await endOf(10), await endOf(30)]).toEqual([25, 25, 35]);
});

test('a built-in hold takes up what a hold that was called has cost', () => {
  const plan = makePlan({
    main: [
      { id: 'first', duration: 5 * minute, actions: [sh()] },
      {
        ...{ id: 'wait', offset: 5 * minute, duration: 20 * minute, hold: true },
        after: ['first'],
        confirm: ['qc'],
      },
    ],
  });
  const { state } = given(
    plan,
    startStep('first'),
    ...ended('first', 'succeeded'),
    5 * minute,
    { type: 'hold', reason: 'look', by },
    10 * minute,
    { type: 'release', by },
    startStep('wait'),
  );
  const move = personMove({ state, now: start + 10 * minute, by, people: { patience: () => 0 } });
  expect(move).toEqual({ type: 'wait', until: start + 25 * minute });
});

test('what fails twice before S puts the release off', async () => {
  const faults: Fault[] = [{ type: 'fail', step: 'preflight', always: true }];
  const night = await rehearseNight({ plan: august, exact: true, faults });
  expect(night.state.ended).toMatchObject({
    outcome: 'aborted',
    reason: 'rehearsed: 1 Check every server failed twice',
  });
});

test('whatever goes wrong, it comes to an end, and no step is tried for ever', async () => {
  const item = { number: 1, text: 'Item', line: 1, owners: [] };
  const one = [{ type: 'count' as const, value: 1 }];
  const required = makePlan({
    main: [
      { id: 'stop', actions: [sh(['web1', 'web2'], { batch: one })], required: true },
      { id: 'ask', offset: minute, after: ['stop'], confirm: ['qc'], checklist: [item], required: true },
      { id: 'go', offset: 5 * minute, after: ['ask'], decision: true, poll: ['qc', 'dba'] },
    ],
    fallback: [
      { id: 'back', actions: [sh(['web1', 'web2'])], required: true },
      { id: 'look', after: ['back'], checklist: [item], required: true },
    ],
  });
  const nights = fc.constantFrom(august, small, required).chain((plan) =>
    fc.record({
      plan: fc.constant(plan),
      faults: fc.array(faultIn(plan), { maxLength: 6 }),
      seed: fc.nat(),
    }),
  );
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(nights, async (options) => {
      const { state } = await rehearseNight(options);
      outcomes.add(state.ended?.outcome ?? 'open');
      for (const { attempts } of Object.values(state.steps)) {
        expect(attempts.length).toBeLessThanOrEqual(2 + options.plan.hosts.length);
      }
    }),
    { numRuns: 80 },
  );
  expect(outcomes).not.toContain('open');
  expect(outcomes.size).toBeGreaterThan(2);
}, 60_000);

function faultIn(plan: Plan): fc.Arbitrary<Fault> {
  const step = fc.constantFrom(
    ...stepsOf(plan)
      .filter(canFail)
      .map(({ id }) => id),
  );
  return fc.oneof(
    fc.record({ type: fc.constant('fail' as const), step, always: fc.boolean() }),
    fc.record({ type: fc.constant('late' as const), step, by: fc.nat({ max: 90 * minute }) }),
    fc.record({ type: fc.constant('lose-host' as const), host: fc.constantFrom(...plan.hosts) }),
  );
}
