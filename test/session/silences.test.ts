import { expect, test } from 'vitest';
import { noSilences, silencesIn, silencesOf } from '../../source/session/silences.ts';
import { ended, launched, nodes, startOnHosts } from '../helpers/many-hosts.ts';
import { minute } from '../helpers/plan.ts';

function open(silence: number | 'none' = 2 * minute) {
  const { session, clock } = startOnHosts(nodes(3), silence === 'none' ? {} : { silence });
  const quiet = () =>
    silencesOf(session, clock.now()).quiet.map(({ target, since }) => `${target} ${clock.now() - since}`);
  return { session, clock, quiet };
}

test('a host that has printed nothing since the action began is flagged once that was too long', () => {
  const { session, clock, quiet } = open();
  clock.advance(2 * minute);
  expect(quiet()).toEqual([]);
  expect(silencesOf(session, clock.now())).toBe(noSilences);
  clock.advance(1000);
  expect(quiet()).toEqual(['node1 121000', 'node2 121000', 'node3 121000']);
});

test('whatever it prints counts, even without the end of a line', () => {
  const { session, clock, quiet } = open();
  clock.advance(minute);
  session.print('deploy', 'node1', 'x');
  clock.advance(90_000);
  expect(quiet()).toEqual(['node2 150000', 'node3 150000']);
  clock.advance(minute);
  expect(quiet()[0]).toBe('node1 150000');
});

test('a host that has ended is not silent', () => {
  const { session, clock, quiet } = open();
  session.record(ended('node1', 0), ended('node2', 1));
  clock.advance(3 * minute);
  expect(quiet()).toEqual(['node3 180000']);
});

test('a later batch is silent from its own beginning on, not before', () => {
  const { session, clock, quiet } = open();
  session.record(launched('node1'));
  clock.advance(3 * minute);
  expect(quiet()).toEqual(['node1 180000']);
  session.record(ended('node1', 0), launched('node2'));
  expect(quiet()).toEqual([]);
  clock.advance(2 * minute + 1);
  expect(quiet()).toEqual(['node2 120001']);
});

test('nothing is flagged where the plan does not say so', () => {
  const { clock, quiet } = open('none');
  clock.advance(60 * minute);
  expect(quiet()).toEqual([]);
});

test('a host that can not be reached is named once, by its link', () => {
  const { session, clock, quiet } = open();
  clock.advance(3 * minute);
  const link = { step: 'deploy', target: 'node2', since: clock.now() - 1000, reason: 'no answer' };
  session.setLinks([link]);
  expect(quiet()).toEqual(['node1 180000', 'node3 180000']);
  const silences = silencesOf(session, clock.now());
  expect(silences.links).toEqual([link]);
  expect(silencesIn(silences, 'after')).toEqual(noSilences);
});
