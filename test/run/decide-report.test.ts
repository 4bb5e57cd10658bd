import { expect, test } from 'vitest';
import { decide } from '../../source/run/decide.ts';
import { createState, reduce } from '../../source/run/reduce.ts';
import type { RunState } from '../../source/run/state.ts';
import { makePlan, start } from '../helpers/plan.ts';

const state = createState(makePlan({ main: [{ id: 'one' }] }), {
  seq: 1,
  at: start,
  event: {
    type: 'run.created',
    mode: 'live',
    planFile: 'plan.md',
    planText: '',
    planSha256: '',
    schedule: { start, opens: start, closes: start + 1, zone: 'UTC' },
    seed: undefined,
    tool: { version: '0', node: '0' },
    host: 'here',
    by: 'Thomas',
  },
});
const facts = { seq: 7, hash: 'ab', key: 'SHA256:k', signature: 's', by: 'Thomas' };

test('a signature is taken at any time, after the end too, and changes nothing but the version', () => {
  const ended: RunState = { ...state, ended: { at: start, outcome: 'aborted', reason: 'no' } };
  for (const before of [state, ended]) {
    const decision = decide(before, { type: 'sign', ...facts }, start);
    const event = { type: 'record.signed', ...facts } as const;
    expect(decision).toEqual({ type: 'accepted', events: [event] });
    expect(reduce(before, { seq: 8, at: start, event })).toEqual({ ...before, version: 8 });
  }
});
