import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { by, ended, given, startStep } from './scenario.ts';

const plan = makePlan({ main: [{ id: 'one', actions: [sh(['web1'])] }], fallback: [{ id: 'back' }] });
const hold: Command = { type: 'hold', reason: 'the database is slow', by };
const exclude = (host: string, reason = 'dead disk'): Command => ({ type: 'exclude', host, reason, by });
const include = (host: string, reason = 'new disk'): Command => ({ type: 'include', host, reason, by });

test('while a run is held nothing starts, and what runs goes on', () => {
  const held = given(plan, startStep('one'), hold);
  expect(held.state.held).toEqual({ at: start, reason: 'the database is slow', by });
  expect(held.state.steps.one?.status).toBe('running');
  held.when(hold).refused(/held already/);
  given(plan, hold)
    .when(startStep('one'))
    .refused(/held: the database is slow/);
  given(plan, hold, { type: 'release', by })
    .when(startStep('one'))
    .gives({ type: 'step.started', step: 'one', attempt: 1, by, reason: undefined, missing: [] });
  given(plan)
    .when({ type: 'release', by })
    .refused(/not held/);
  given(plan)
    .when({ ...hold, reason: '  ' })
    .refused(/reason/, 'needs-reason');
});

test('calling the fallback ends a hold', () => {
  const { state } = given(plan, hold, minute, { type: 'fallback', reason: 'errors', by });
  expect(state.held).toBeUndefined();
});

test('a host of the plan is left out and taken in again, with reasons', () => {
  const state = given(plan)
    .when(exclude('web2'))
    .gives({ type: 'host.excluded', host: 'web2', reason: 'dead disk', by });
  expect(state.excluded).toEqual({ web2: { reason: 'dead disk', by, at: start } });
  given(plan, exclude('web2'))
    .when(exclude('web2'))
    .refused(/already/);
  given(plan)
    .when(exclude('web9'))
    .refused(/no host web9/, 'invalid');
  given(plan)
    .when(exclude('web1', ''))
    .refused(/reason/, 'needs-reason');
  given(plan)
    .when(include('web1'))
    .refused(/not excluded/);
  const again = given(plan, exclude('web2'), include('web2'));
  expect(again.state.excluded).toEqual({});
});

test('nothing of this after the end', () => {
  const over = given(plan, { type: 'end', reason: 'enough', by });
  over.when(hold).refused(/ended/);
  over.when(exclude('web1')).refused(/ended/);
  over.when({ type: 'open-shell', host: 'web1', by }).refused(/ended/);
});

test('a shell on a host is recorded, when it was opened and how long', () => {
  const opened = given(plan, startStep('one'), ...ended('one', 'failed'));
  opened
    .when({ type: 'open-shell', step: 'one', host: 'web1', by })
    .gives({ type: 'shell.opened', step: 'one', host: 'web1', by });
  opened
    .when({ type: 'close-shell', step: 'one', host: 'web1', after: 1500, by })
    .gives({ type: 'shell.closed', step: 'one', host: 'web1', after: 1500, by });
  opened.when({ type: 'open-shell', host: 'web9', by }).refused(/no host/, 'invalid');
});
