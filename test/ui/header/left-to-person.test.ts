import { expect, test } from 'vitest';
import { findStep } from '../../../source/run/select.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { silencesOf } from '../../../source/session/silences.ts';
import { isLeftToPerson } from '../../../source/ui/header/left-to-person.ts';
import { statusLine } from '../../../source/ui/header/status-line.ts';
import { situationAt } from '../../../source/ui/situation.ts';
import { initialView } from '../../../source/ui/view.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const second = 1_000;

function night(more: { readonly noReturn?: boolean } = {}) {
  const plan = makePlan({
    main: [
      { id: 'first', actions: [sh()] },
      {
        id: 'next',
        title: 'Next',
        offset: 5 * minute,
        after: ['first'],
        auto: true,
        actions: [sh()],
        ...more,
      },
    ],
  });
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  return {
    clock,
    session,
    done: () =>
      session.record(
        { type: 'step.started', step: 'first', attempt: 1, by: 'x', reason: undefined, missing: [] },
        { type: 'attempt.finished', step: 'first', attempt: 1, outcome: 'succeeded', detail: '' },
      ),
    left: () => {
      const step = findStep(session.state(), 'next') ?? expect.fail();
      return isLeftToPerson(session.state(), step, clock.now());
    },
  };
}

test('an auto step that is ready and due, and has not begun after some seconds, is left to a person', () => {
  const { clock, session, done, left } = night();
  done();
  clock.advance(5 * minute + 2 * second);
  expect(left()).toBe(false);
  clock.advance(4 * second);
  expect(left()).toBe(true);
  const line = statusLine({
    situation: situationAt(session, initialView),
    view: initialView,
    silences: silencesOf(session, clock.now()),
    replay: false,
    width: 120,
  });
  expect(line.map(({ text }) => text).join('')).toContain(
    'Next fell due unwatched: it does not start by itself any more, enter starts it',
  );
});

test('not while something keeps it waiting, nor right after that has come to an end', () => {
  const { clock, session, done, left } = night();
  clock.advance(10 * minute);
  expect(left()).toBe(false);
  done();
  clock.advance(2 * second);
  expect(left()).toBe(false);
  session.record({ type: 'hold.called', reason: 'wait', by: 'x' });
  clock.advance(minute);
  expect(left()).toBe(false);
});

test('what can not be undone never begins by itself, and is not waited for', () => {
  const { clock, done, left } = night({ noReturn: true });
  done();
  clock.advance(10 * minute);
  expect(left()).toBe(false);
});
