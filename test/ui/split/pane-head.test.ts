import { expect, test } from 'vitest';
import { hostStates } from '../../../source/session/host-states.ts';
import { silencesOf } from '../../../source/session/silences.ts';
import { span, widthOf } from '../../../source/ui/line.ts';
import { type HeadFacts, paneHead } from '../../../source/ui/split/pane-head.ts';
import { begun, ended, launched, nodes, started, startOnHosts } from '../../helpers/many-hosts.ts';
import { minute } from '../../helpers/plan.ts';

function open(count = 4) {
  const { session, clock, step } = startOnHosts(nodes(count));
  const head = (changes: Partial<HeadFacts> = {}): string => {
    const state = session.state();
    const now = clock.now();
    const states = hostStates({ state, step, now, silences: silencesOf(session, now), written: [] });
    const facts = { target: 'node2', number: 2, focused: false, place: span('following ', 'dim'), width: 80 };
    const line = paneHead({ state, step, now, states, ...facts, ...changes });
    expect(widthOf(line)).toBe(changes.width ?? 80);
    return line.map(({ text }) => text).join('');
  };
  return { session, clock, head };
}

test('whose log it is, how that goes and for how long', () => {
  const { session, clock, head } = open();
  session.record(launched('node2'));
  clock.advance(minute + 15_000);
  expect(head()).toMatch(/^ 2 1 node2 · Deploy the release to every node ─+ following ● running 1:15$/);
  expect(head({ target: undefined })).toMatch(/^ 2 1 all 4 · Deploy .* following ● running 1:15$/);
  session.record(ended('node2', 3));
  expect(head()).toMatch(/ following ✖ exit 3$/);
});

test('the pointer says which one has the focus', () => {
  expect(open().head({ focused: true })).toMatch(/^▶2 1 node2 · /);
});

test('the title gives way first, then where in the log it is; never that it does not follow', () => {
  const { session, clock, head } = open();
  session.record(launched('node2'));
  clock.advance(75 * minute);
  expect(head({ width: 59 })).toMatch(/^ 2 1 node2 · Deploy the releas… following ● running 1:15:00$/);
  expect(head({ width: 36 })).toMatch(/^ 2 1 node2 · .*● running 1:15:00$/);
  const place = span('1,204-1,215 of 4,310, end follows ', 'warn');
  expect(head({ place })).toContain(' 1,204-1,215 of 4,310, end follows ');
  expect(head({ place, width: 48 })).toMatch(/^ 2 1 node2 · De.* scrolled ● running 1:15:00$/);
  expect(head({ place, width: 36 })).toContain(' scrolled ● running 1:15:00');
});

test('a second attempt goes on in the same pane', () => {
  const { session, clock, head } = open();
  session.record(ended('node2', 3), {
    type: 'attempt.finished',
    step: 'deploy',
    attempt: 1,
    outcome: 'failed',
    detail: '',
  });
  clock.advance(minute);
  session.record(started(2), begun(2, nodes(4)), launched('node2', 2));
  clock.advance(5000);
  expect(head()).toMatch(/● running 0:05$/);
});
