import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import type { CheckResult } from '../../source/run/facts.ts';
import { checkWords } from '../../source/run/item-check.ts';
import { makePlan, sh } from '../helpers/plan.ts';
import { by, given, startStep } from './scenario.ts';

const item = (number: number) => ({ number, text: `Item ${number}`, line: number, owners: [] });
const plan = {
  ...makePlan({
    main: [
      {
        id: 'verify',
        checklist: [
          { ...item(1), check: { action: sh(['web1', 'web2']), auto: true } },
          { ...item(2), check: { action: sh(), auto: false } },
          item(3),
        ],
        confirm: ['qc'],
      },
    ],
    fallback: [{ id: 'back' }],
  }),
};
const ask = (number: number): Command => ({ type: 'check', step: 'verify', item: number, by });
const ok = { type: 'exited', code: 0 } as const;
const result = (target: string, more: Partial<CheckResult> = {}): CheckResult => ({
  target,
  result: ok,
  took: 12,
  ...more,
});
const finish = (number: number, check: number, ...results: readonly CheckResult[]): Command => ({
  type: 'finish-check',
  step: 'verify',
  attempt: 1,
  item: number,
  check,
  results,
});
const answer = (number: number): Command => ({
  type: 'answer',
  step: 'verify',
  item: number,
  answer: 'passed',
  by,
});
const begun = [startStep('verify')];

test('a check is begun once the step has, one look of an item at a time', () => {
  given(plan)
    .when(ask(1))
    .refused(/not started/);
  given(plan, ...begun)
    .when(ask(1))
    .gives({
      type: 'check.started',
      step: 'verify',
      attempt: 1,
      item: 1,
      check: 1,
      targets: ['web1', 'web2'],
      by,
    });
  given(plan, ...begun, ask(1))
    .when(ask(1))
    .refused(/under way/);
  given(plan, ...begun, ask(1)).when(ask(2));
  given(plan, ...begun)
    .when(ask(3))
    .refused(/no check of its own/);
  given(plan, ...begun)
    .when(ask(9))
    .refused(/no item 9/, 'invalid');
});

test('a check waits for the work of its step', () => {
  const work = makePlan({
    main: [
      { id: 'verify', actions: [sh()], checklist: [{ ...item(1), check: { action: sh(), auto: true } }] },
    ],
  });
  given(work, startStep('verify'))
    .when(ask(1))
    .refused(/still under way/);
});

test('what it finds is kept beside the item, and answers nothing', () => {
  const { state } = given(plan, ...begun, ask(2), finish(2, 1, result('local')));
  expect(state.steps.verify?.checks?.[2]).toMatchObject({
    check: 1,
    results: [{ target: 'local', took: 12 }],
  });
  expect(state.steps.verify?.answers).toEqual({});
  expect(state.steps.verify?.status).toBe('checking');
});

test('a failed check keeps nobody from passing the item, and takes back no signature', () => {
  const failed = result('local', { result: { type: 'exited', code: 1 } });
  const bench = given(plan, ...begun, ask(2), finish(2, 1, failed), answer(1), answer(2), answer(3));
  const signed = given(plan, ...[...begun, answer(1), answer(2), answer(3)], {
    type: 'confirm',
    step: 'verify',
    role: 'qc',
    by,
  });
  expect(bench.state.steps.verify?.status).toBe('checking');
  expect(signed.state.steps.verify?.status).toBe('done');
  signed.when(ask(1)).refused(/it is done/);
});

test('a second look has a number of its own; what is said of another is not taken', () => {
  const bench = given(plan, ...begun, ask(2), finish(2, 1, result('local')), ask(2));
  expect(bench.state.steps.verify?.checks?.[2]?.check).toBe(2);
  bench.when(finish(2, 1, result('local'))).refused(/not under way/, 'invalid');
  given(plan, ...begun)
    .when(finish(2, 1, result('local')))
    .refused(/not under way/, 'invalid');
});

test('a new attempt forgets what was looked at before', () => {
  const failed: Command = { type: 'answer', step: 'verify', item: 1, answer: 'failed', by };
  const bench = given(plan, ...begun, ask(2), finish(2, 1, result('local')), failed, {
    type: 'start',
    step: 'verify',
    by,
  });
  expect(bench.state.steps.verify?.checks).toBeUndefined();
});

test('hosts that are left out are not looked at', () => {
  const exclude = (host: string): Command => ({ type: 'exclude', host, reason: 'its disk died', by });
  const bench = given(plan, ...begun, exclude('web1'), ask(1));
  expect(bench.state.steps.verify?.checks?.[1]?.targets).toEqual(['web2']);
  given(plan, ...begun, exclude('web1'), exclude('web2'))
    .when(ask(1))
    .refused(/left out/);
});

test('after D the other timelines are not checked any more', () => {
  given(plan, ...begun, 60_000, { type: 'fallback', reason: 'no', by })
    .when(ask(1))
    .refused(/frozen/);
});

test('results in words', () => {
  const exit = { type: 'exited', code: 1 } as const;
  const failed = { type: 'failed', reason: 'expected status 2xx, got 503' } as const;
  expect(checkWords([result('web1'), result('web2', { took: 1_240 })])).toEqual(['ok in 1.2 s']);
  expect(checkWords([result('local', { result: exit, line: 'ERROR: 3 new' })])).toEqual([
    'exit 1: ERROR: 3 new (12 ms)',
  ]);
  expect(
    checkWords([
      result('web1', { result: failed, line: '503' }),
      result('web2'),
      result('web3', { result: failed, line: '503' }),
    ]),
  ).toEqual(['web[1,3]: expected status 2xx, got 503']);
});
