import { expect, test } from 'vitest';
import { errorsOf, planOf, stepOf } from './write-plan.ts';

const MINUTE = 60_000;

test('a step waits for all earlier ones of its timeline, not for those beside it', () => {
  const main = [
    '- (S + 5m QC) C {#c}',
    '- (S + 0 QC) A {#a}',
    '- (S + 5m QC) D {#d}',
    '- (S + 9m QC) E {#e for=1m}',
  ];
  const plan = planOf({ main: main.join('\n'), fallback: '- (D + 5m DBA) F {#f for=1m}' });
  const after = plan.timelines.flatMap(({ steps }) =>
    steps.map((step) => [step.id, step.number, step.after]),
  );
  expect(after).toEqual([
    ['a', 1, []],
    ['c', 2, ['a']],
    ['d', 3, ['a']],
    ['e', 4, ['a', 'c', 'd']],
    ['f', 5, []],
  ]);
});

test('after= replaces that rule', () => {
  const fallback = [
    '- (D + 0 DBA) Stop {#stop}',
    '- (D + 2m DBA) Restore {#restore}',
    '- (D + 5m DBA) Deploy {#deploy after=stop}',
    '- (D + 50m DBA) Restart {#restart after="restore, deploy" for=5m}',
  ].join('\n');
  expect(stepOf({ fallback }, 'deploy').after).toEqual(['stop']);
  expect(stepOf({ fallback }, 'restart').after).toEqual(['restore', 'deploy']);
});

test('a preparation without times waits for nothing, and is not waited for', () => {
  const preparation = '- (QC) Read {#read}\n- (S - 1h QC) Call {#call}\n- (S - 30m QC) Mail {#mail for=5m}';
  expect(stepOf({ preparation }, 'read').after).toEqual([]);
  expect(stepOf({ preparation }, 'read').duration).toBe(0);
  expect(stepOf({ preparation }, 'mail').after).toEqual(['call']);
  expect(stepOf({ preparation }, 'look').after).toEqual([]);
});

test('a step lasts until the next later offset, or as long as it says', () => {
  const main = '- (S + 0 QC) A {#a}\n- (S + 0 QC) B {#b for=2m}\n- (S + 30m QC) C {#c}';
  expect(['a', 'b', 'c'].map((id) => stepOf({ main }, id).duration)).toEqual([30 * MINUTE, 2 * MINUTE, 0]);
});

test('ids are made from titles, each once', () => {
  const main = [
    '- (S + 0 QC) Stop every server!',
    '- (S + 1m QC) Stop every server',
    '- (S + 2m QC) Größe prüfen {#stop-every-server-2}',
    '- (S + 3m QC) 古い',
    '- (S + 4m QC) 2nd look at a title which is a good deal longer than an id may ever be',
    '- (S + 5m QC) Constructor {for=1m}',
    '- (S + 5m QC) Größe prüfen {for=1m}',
  ].join('\n');
  const ids = planOf({ main }).timelines[0]?.steps.map(({ id }) => id);
  expect(ids).toEqual([
    'stop-every-server',
    'stop-every-server-3',
    'stop-every-server-2',
    'step',
    'step-2nd-look-at-a-title-which-is-a-good-deal',
    'constructor-2',
    'gro-e-prufen',
  ]);
});

test.each([
  ['#a', 'the id `a` is taken by the step on line 21', '#a'],
  ['#', "`` can't be an id", '#'],
  ['#9a', "`9a` can't be an id", '#9a'],
  ['#toString', "`toString` can't be an id", '#toString'],
  ['#b after=c', 'no step has the id `c`', 'c'],
  ['#b after=a,lok', 'no step has the id `lok`', 'lok'],
  ['#b after=b', "can't name itself", 'b'],
  ['#b after=back', 'can not wait for one of the fall-back', 'back'],
  ['#b undoes=back', 'a step of the fall-back is not undone', 'back'],
  ['#b undoes=nothing', 'no step has the id `nothing`', 'nothing'],
  ['#b after=', '`after` needs a value', 'after='],
])('{%s} is refused', (attributes, message, at) => {
  const main = `- (S + 0 QC) A {#a}\n- (S + 1m QC) B {${attributes}}\n- (S + 2m QC) Look {#look for=1m}`;
  const errors = errorsOf({ main });
  expect(errors, JSON.stringify(errors)).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at });
});

test('the fall-back waits for no step that will never start', () => {
  const errors = errorsOf({ fallback: '- (D + 0 QC) Back {for=1m after=look}' });
  expect(errors[0]?.message).toContain('no step of another timeline starts');
});

test.each([
  ['two', '- (S + 0 QC) A {#a after=b}\n- (S + 1m QC) B {#b for=1m}', '`a` waits for `b` waits for `a`'],
  [
    'three beside each other',
    '- (S + 0 QC) A {#a after=c}\n- (S + 0 QC) B {#b after=a}\n- (S + 0 QC) C {#c after=b for=1m}\n- (S + 5m QC) D {for=1m}',
    '`a` waits for `c` waits for `b` waits for `a`',
  ],
])('a circle of %s is refused', (_, main, message) => {
  const errors = errorsOf({ main });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toContain(message);
});
