import { expect, test } from 'vitest';
import { exitCodeOf, exitCodes } from '../../source/cli/exit-codes.ts';
import { exitCodeHelp } from '../../source/cli/help.ts';

test('an outcome has its exit code', () => {
  expect(exitCodeOf('go')).toBe(0);
  expect(exitCodeOf('go-with-failures')).toBe(5);
  expect(exitCodeOf('fell-back')).toBe(6);
  expect(exitCodeOf('fell-back-with-failures')).toBe(5);
  expect(exitCodeOf('aborted')).toBe(7);
});

test('the help names every code there is, and no other', () => {
  const named = [...exitCodeHelp.matchAll(/(?:^|\s)(\d+) /g)].map(([, code]) => Number(code));
  expect(named.toSorted((a, b) => a - b)).toEqual(Object.values(exitCodes));
});
