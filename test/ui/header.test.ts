import { expect, test } from 'vitest';
import { createManualClock } from '../../source/session/clock.ts';
import { silencesOf } from '../../source/session/silences.ts';
import { headerLines } from '../../source/ui/header.ts';
import { type Line, widthOf } from '../../source/ui/line.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute, start } from '../helpers/plan.ts';

function open() {
  const clock = createManualClock(start + 40 * minute);
  const session = createFakeSession({ plan: makeAugustPlan(), clock });
  const rule = (width: number): Line => {
    const now = clock.now();
    const silences = silencesOf(session, now);
    const lines = headerLines({
      state: session.state(),
      session,
      now,
      trouble: session.trouble(),
      silences,
      width,
    });
    return lines[2] ?? [];
  };
  const text = (width: number) =>
    rule(width)
      .map((piece) => piece.text)
      .join('');
  const hold = () => session.record({ type: 'hold.called', reason: 'the DBA looks at a lock', by: 'Sandra' });
  const cut = () =>
    session.setLinks([
      { step: 'deploy-head', target: 'node3', since: clock.now() - 5000, reason: 'no answer' },
      { step: 'deploy-head', target: 'node7', since: clock.now() - 12_000, reason: 'no answer' },
    ]);
  return { session, rule, text, hold, cut };
}

test('a hold stands in the header until it is released', () => {
  const { session, text, hold } = open();
  expect(text(120)).toMatch(/^─+$/);
  hold();
  expect(text(120)).toMatch(/^ HELD since 05:40: the DBA looks at a lock ─+$/);
  session.record({ type: 'hold.released', by: 'Sandra' });
  expect(text(120)).toMatch(/^─+$/);
});

test('broken links: for how long, where, since when, and that nobody has to do anything', () => {
  const { text, cut } = open();
  cut();
  expect(text(120)).toMatch(
    /^ link: silent 12 s: node\[3,7\] since 05:39:48; gonogo tries again by itself, the step goes on there ─+$/,
  );
});

test.each([60, 80, 100, 120, 160])('at %i columns trouble, hold and links have their share', (width) => {
  const { session, rule, text, hold, cut } = open();
  hold();
  cut();
  expect(widthOf(rule(width))).toBe(width);
  expect(text(width)).toMatch(/ HELD since 05:40.* link: silent 12 s/);
  session.setTrouble('the journal can not be written: disk full');
  expect(widthOf(rule(width))).toBe(width);
  expect(text(width)).toMatch(/ TROUBLE: the j.* HELD since.* link: silent/);
});
