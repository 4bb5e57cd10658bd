import { expect, test } from 'vitest';
import { findSeries, folded } from '../../../source/plan/import/find-hosts.ts';

test.each([
  ['on prod2 . . . prod6, and mail1', ['prod[2-6],mail1']],
  ['Start Prod2, ..., prod6, mail1.', ['prod[2-6],mail1']],
  ['web01\u2026web12 & db1', ['web[01-12],db1']],
  ['web1 to web4 and app1.example.org', ['web[1-4],app1.example.org']],
  ['prod[2-6] first', ['prod[2-6]']],
  ['node1-4', ['node[1-4]']],
  ['prod2 - prod6', ['prod[2-6]']],
  ['from version1 to version2', []],
  ['v2 to v3', []],
  ['REL-101 to REL-104', []],
  ['prod6 . . . prod2', []],
  ['web1 . . . app6', []],
  ['a1 . . . a9999', []],
])('%s', (text, expected) => {
  expect(findSeries(text).map(({ hosts }) => folded(hosts))).toEqual(expected);
});
