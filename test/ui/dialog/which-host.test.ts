import { expect, test } from 'vitest';
import { whichHost } from '../../../source/ui/dialog/which-host.ts';

const label = (host: string): string => host;
const many = Array.from({ length: 200 }, (_, index) => `n${index + 1}`);

test('one host is not asked for', () => {
  const question = { hosts: ['a'], first: [], all: [], label };
  expect(whichHost(question, ['why'])).toEqual({ type: 'chosen', hosts: ['a'], rest: ['why'] });
});

test('a few have a key each', () => {
  const question = { hosts: ['a', 'b', 'c'], first: [], all: [], label };
  expect(whichHost(question, [])).toMatchObject({
    stage: { choices: [{ key: 'b' }, { key: 'c' }, { key: 'd', label: 'c' }] },
  });
  expect(whichHost(question, ['d', 'why'])).toEqual({ type: 'chosen', hosts: ['c'], rest: ['why'] });
});

test('of many those in trouble have a key, and any is named', () => {
  const question = { hosts: many, first: ['n17', 'n93'], failed: ['n17'], all: ['n17', 'n93'], label };
  expect(whichHost(question, [])).toMatchObject({
    stage: {
      choices: [
        { key: 'a', label: 'all 2 that did not end well: n[17,93]' },
        { key: 'b', label: '✖ n17' },
        { key: 'c', label: 'n93' },
        { key: 'n', label: 'another: type its name (n[1-200])' },
      ],
    },
  });
  expect(whichHost(question, ['a'])).toEqual({ type: 'chosen', hosts: ['n17', 'n93'], rest: [] });
  expect(whichHost(question, ['c'])).toMatchObject({ hosts: ['n93'] });
  expect(whichHost(question, ['n'])).toMatchObject({ type: 'ask', stage: { type: 'word', words: many } });
  expect(whichHost(question, ['n', 'n5', 'why'])).toEqual({ type: 'chosen', hosts: ['n5'], rest: ['why'] });
});

test('of many without trouble one is named at once', () => {
  const question = { hosts: many, first: [], all: [], label };
  expect(whichHost(question, [])).toMatchObject({ stage: { type: 'word', ask: 'Type its name (n[1-200])' } });
  expect(whichHost(question, ['n5'])).toEqual({ type: 'chosen', hosts: ['n5'], rest: [] });
});

test('the host whose log is open comes first, then those that failed; a digit is none of them', () => {
  const hosts = ['prod2', 'prod3', 'prod4', 'prod5'];
  const question = { hosts, first: ['prod4'], failed: ['prod4'], open: 'prod5', all: [], label };
  expect(whichHost(question, [])).toMatchObject({
    stage: {
      choices: [
        { key: 'b', label: 'prod5 (its log is open)' },
        { key: 'c', label: '✖ prod4' },
        { key: 'd', label: 'prod2' },
        { key: 'e', label: 'prod3' },
      ],
    },
  });
  expect(whichHost(question, ['c'])).toMatchObject({ hosts: ['prod4'] });
});
