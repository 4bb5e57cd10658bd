import { expect, test } from 'vitest';
import {
  go,
  noGo,
  type PreflightResult,
  warn,
  worstOf,
} from '../../source/execute/preflight/preflight-report.ts';
import { preflightNote } from '../../source/session/preflight-note.ts';

const reached = ['web1', 'web2', 'mail'].map((target) => ({ target, ...go('connection', 'reached') }));
const report = (...more: readonly PreflightResult[]) => {
  const results = [...reached, ...more];
  return { verdict: worstOf(results), results };
};

test('the record says what was looked at, and what stood against it', () => {
  expect(preflightNote(report())).toBe('preflight: GO, 3 targets');
  const late = { target: 'web2', ...warn('clock', '3.0 s behind') };
  expect(preflightNote(report(late))).toBe(
    'preflight: GO with warnings, 3 targets: web2: clock: 3.0 s behind',
  );
  const bad = ['web1', 'web2'].map((target) => ({ target, ...noGo('job folder', "can't be written") }));
  expect(preflightNote(report(late, ...bad), 'mended by hand at S')).toBe(
    "preflight NO-GO: web[1-2]: job folder: can't be written; went on: mended by hand at S",
  );
});

test('of very many problems it tells the first ones and counts the others', () => {
  const bad = Array.from({ length: 9 }, (_, index) => ({
    target: 'web1',
    ...noGo('sudo', `problem ${index + 1}`),
  }));
  expect(preflightNote(report(...bad), 'no time')).toMatch(/problem 6; and 3 more; went on: no time$/);
});
