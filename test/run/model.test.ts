import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Step, stepsOf } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import { decide } from '../../source/run/decide.ts';
import type { Recorded } from '../../source/run/event.ts';
import { missingFor } from '../../source/run/readiness.ts';
import { createState, reduce } from '../../source/run/reduce.ts';
import { isSettled } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { created } from './scenario.ts';

const item = { number: 1, text: 'Item', line: 1, owners: [] };
const plan = makePlan({
  main: [
    { id: 'a', actions: [sh(['web1', 'web2'])] },
    {
      id: 'b',
      offset: 5 * minute,
      after: ['a'],
      actions: [sh(), sh(['web1'], { index: 1 })],
      confirm: ['dba'],
    },
    { id: 'c', offset: 10 * minute, after: ['a', 'b'], checklist: [item], decision: true, poll: ['qc'] },
    { id: 'd', offset: 15 * minute, after: ['c'], required: true, actions: [sh()] },
  ],
  fallback: [
    { id: 'x', actions: [sh(['web1'])], undoes: ['a'] },
    { id: 'y', offset: 5 * minute, after: ['x'], confirm: ['qc'], undoes: ['d'] },
    { id: 'z', offset: 10 * minute, after: ['y'], actions: [sh()], undoes: ['b'], required: true },
  ],
});
const ids = ['a', 'b', 'c', 'd', 'x', 'y', 'z', 'nothing'];
const by = 'Thomas';

const step = fc.constantFrom(...ids);
const reason = fc.constantFrom(undefined, '', 'because');
const text = fc.constantFrom('', 'because');
const host = fc.constantFrom('web1', 'web2', 'nowhere');
const role = fc.constantFrom('qc', 'dba', 'nobody');
const changes = fc.option(
  fc.array(fc.record({ step: fc.constantFrom('x', 'y', 'z', 'a'), needed: fc.boolean(), reason: text }), {
    maxLength: 2,
  }),
  { nil: undefined, freq: 1 },
);
const attempt = fc.integer({ min: 1, max: 4 });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('start' as const),
      step,
      reason,
      open: fc.boolean(),
      by: fc.constant(by),
    }),
  },
  fc.record({ type: fc.constant('do-by-hand' as const), step, reason: text, by: fc.constant(by) }),
  fc.record({
    type: fc.constant('edit' as const),
    step,
    action: fc.constantFrom(0, 1, 7),
    text: fc.constantFrom('', 'true', 'other'),
    diff: fc.constant('-true\n+other'),
    reason: text,
    by: fc.constant(by),
  }),
  fc.record({ type: fc.constant('reattach' as const), step, by: fc.constant(by) }),
  fc.record({ type: fc.constant('hold' as const), reason: text, by: fc.constant(by) }),
  fc.record({ type: fc.constant('release' as const), by: fc.constant(by) }),
  fc.record({
    type: fc.constantFrom('exclude' as const, 'include' as const),
    host,
    reason: text,
    by: fc.constant(by),
  }),
  fc.record({ type: fc.constant('stop' as const), step, by: fc.constant(by) }),
  fc.record({
    type: fc.constant('skip' as const),
    step,
    reason: fc.constantFrom('', 'r'),
    by: fc.constant(by),
  }),
  fc.record({
    type: fc.constant('settle' as const),
    step,
    outcome: fc.constantFrom('succeeded' as const, 'failed' as const),
    reason: fc.constant('looked'),
    by: fc.constant(by),
  }),
  fc.record({
    type: fc.constant('answer' as const),
    step,
    item: fc.constantFrom(1, 2),
    answer: fc.constantFrom('passed' as const, 'failed' as const),
    by: fc.constant(by),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('confirm' as const), step, role, by: fc.constant(by) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('vote' as const),
      step,
      role,
      verdict: fc.constantFrom('go' as const, 'no-go' as const),
      reason,
      changes,
      by: fc.constant(by),
    }),
  },
  fc.record({
    type: fc.constant('fallback' as const),
    reason: fc.constantFrom('', 'errors'),
    changes,
    by: fc.constant(by),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('recycle' as const),
      to: step,
      reason: text,
      by: fc.constant(by),
    }),
  },
  fc.record({ type: fc.constant('end' as const), reason, by: fc.constant(by) }),
  fc.record({
    type: fc.constant('begin-action' as const),
    step,
    attempt,
    action: fc.constantFrom(0, 1),
    targets: fc.constant(['web1', 'web2']),
  }),
  fc.record({
    type: fc.constant('finish-target' as const),
    step,
    attempt,
    action: fc.constantFrom(0, 1),
    target: fc.constantFrom('web1', 'web2', 'web3'),
    result: fc.constant({ type: 'exited' as const, code: 0 }),
  }),
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('finish-attempt' as const),
      step,
      attempt,
      outcome: fc.constantFrom(
        'succeeded' as const,
        'failed' as const,
        'unknown' as const,
        'stopped' as const,
      ),
      detail: fc.constant(''),
    }),
  },
);

const moves = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 4 * minute }), command }), {
  maxLength: 120,
});

test('whatever is asked in whatever order, the promises of the core hold', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10, max: 20 }), moves, (offset, list) => {
      const first = created(plan);
      const history: Recorded[] = [first];
      let state = createState(plan, first);
      let now = start + offset * minute;
      for (const { wait, command: asked } of list) {
        now += wait;
        const before = state;
        const decision = decide(before, asked, now);
        if (decision.type === 'refused') continue;
        expect(decision.events.length).toBeGreaterThan(0);
        for (const event of decision.events) {
          const recorded = { seq: state.version + 1, at: now, event };
          checkStart({ before, recorded, history });
          checkTurn(state, recorded);
          history.push(recorded);
          state = reduce(state, recorded);
        }
      }
      const [, ...rest] = history;
      expect(rest.reduce<RunState>(reduce, createState(plan, first))).toEqual(state);
      for (const one of stepsOf(state.plan)) checkSettled(state, one);
    }),
    { numRuns: 400 },
  );
});

type Move = { readonly before: RunState; readonly recorded: Recorded; readonly history: readonly Recorded[] };

function checkStart({ before, recorded, history }: Move): void {
  const { event, at } = recorded;
  if (before.ended !== undefined) expect(event.type).toMatch(/^(note|attempt|target|action|session)/);
  if (event.type === 'action.started') {
    // A step that ran when D was called begins nothing more.
    const running = stepsOf(before.plan).find(({ id }) => id === event.step);
    expect(running?.timeline === 'fallback').toBe(before.fallback !== undefined);
  }
  if (event.type !== 'step.started') return;
  expect(before.held).toBeUndefined();
  // No attempt is started twice.
  const same = history.filter(
    ({ event: old }) =>
      old.type === 'step.started' && old.step === event.step && old.attempt === event.attempt,
  );
  expect(same).toEqual([]);
  // Nor while the one before it is still under way, or nobody knows what it did.
  const last = before.steps[event.step]?.attempts.at(-1);
  expect(
    last === undefined || (last.outcome !== undefined && before.steps[event.step]?.status === 'failed'),
  ).toBe(true);
  const step = stepsOf(before.plan).find(({ id }) => id === event.step);
  if (step === undefined) throw new Error('started a step that is not there');
  // Nothing starts before what it waits for, or before it is due, without a person's reason.
  expect(event.missing).toEqual(missingFor(before, step, at));
  const open = step.after.filter((id) => !isSettled(before, id));
  if (open.length > 0) expect(event.reason).toBeTruthy();
  // After D no step of the main timeline starts, and none of the fallback before.
  expect(step.timeline === 'fallback').toBe(before.fallback !== undefined);
}

/** After D only steps of the fallback are skipped, before it none; going back to a step leaves alone what runs or is unknown. */
function checkTurn(before: RunState, { event }: Recorded): void {
  if (event.type === 'step.skipped') {
    const skipped = stepsOf(before.plan).find(({ id }) => id === event.step);
    expect(skipped?.timeline === 'fallback').toBe(before.fallback !== undefined);
  }
  if (event.type !== 'run.recycled') return;
  expect(event.setBack).toBeGreaterThanOrEqual(0);
  expect(event.steps).toContain(event.to);
  for (const id of event.steps) expect(before.steps[id]?.status).not.toMatch(/waiting|running|unknown/);
}

function checkSettled(state: RunState, step: Step): void {
  const own = state.steps[step.id];
  if (own === undefined) throw new Error('a step without state');
  const numbers = [...own.earlier, ...own.attempts].map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const settled = own.status === 'done' || own.status === 'skipped';
  expect(own.settledAt !== undefined).toBe(settled);
  if (step.required || step.decision) expect(own.status).not.toBe('skipped');
  if (own.status === 'done') {
    for (const needed of step.confirm) expect(own.confirmations[needed]).toBeDefined();
    for (const needed of step.poll) expect(own.votes[needed]?.verdict).toBe('go');
  }
}
