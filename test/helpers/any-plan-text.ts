import fc from 'fast-check';
import type { Plan, Step } from '../../source/plan/plan.ts';
import { anyPlan } from './any-plan.ts';
import { minute } from './plan.ts';

/** Any plan without errors as somebody in a hurry wrote it: blanks, units, quotes and order as they came. */
export const anyPlanText: fc.Arbitrary<string> = fc
  .tuple(anyPlan, fc.array(fc.nat({ max: 99 }), { minLength: 7, maxLength: 60 }))
  .map(([plan, dice]) => planText(plan, hurryOf(dice)));

/** One of several, whichever comes up. */
type Hurry = <Value>(...ways: readonly [Value, ...Value[]]) => Value;

function hurryOf(dice: readonly number[]): Hurry {
  let at = 0;
  return (...ways) => {
    at += 1;
    return ways[(dice[at % dice.length] ?? 0) % ways.length] ?? ways[0];
  };
}

function planText(plan: Plan, one: Hurry): string {
  return [
    '---',
    ...shuffled(frontMatter(plan, one), one).flat(),
    '---',
    `# ${plan.title}`,
    one('', '<!-- S + 5m  of nothing -->', 'Prose   with `(S+5m  QC)` in it.'),
    ...plan.timelines.flatMap(({ kind, steps }) => [
      `## ${one('Work', 'The  night')} ${one('', ' ')}{${one('', ' ')}timeline=${one(kind, `"${kind}"`)}${one('', ' ')}}`,
      '',
      ...steps.flatMap((step) => stepText(step, one)),
    ]),
    '',
  ].join('\n');
}

function frontMatter(plan: Plan, one: Hurry): readonly (readonly string[])[] {
  const pad = one('  ', '    ', ' ');
  return [
    [`title:${one(' ', '   ')}${plan.title}`],
    ['window: 2009-08-18 05:00 - 07:00 America/Los_Angeles'],
    [
      one('# Who is who', '#nobody else'),
      'roles:',
      ...plan.roles.map(({ id, person }) => `${pad}${id}:${one(' ', '  ')}${person}`),
    ],
    [one('hosts: { app: "web[1-2]" }', 'hosts: {app:  "web[1-2]"}', 'hosts:\n  app: [web1,web2 ]')],
    [one('databases: { sakai: { url: "env:DSN" } }', 'databases:\n     sakai: {url: "env:DSN" }')],
    [one('vars: {tag: v2}', 'vars:\n   tag:   v2 # as told', '', '# no vars\n')],
  ];
}

function stepText(step: Step, one: Hurry): readonly string[] {
  const blank = () => one('', ' ', '  ');
  const offset = step.offset ?? 0;
  const minutes = Math.abs(offset) / minute;
  const amount = one(
    `${minutes}m`,
    `${minutes} min`,
    `${minutes}minutes`,
    `${minutes * 60} s`,
    `0h ${minutes}m`,
  );
  const owners = one('Programmer', 'qc', 'QC + programmer', 'Thomas  +QC');
  const head = `(${blank()}${step.anchor}${blank()}+${blank()}${amount} ${owners}${blank()})`;
  const attributes = shuffled(
    [
      `#${step.id}`,
      one(
        `for=${step.duration / minute}m`,
        `for="${step.duration / minute} min"`,
        `for="0 h ${step.duration / minute}m"`,
      ),
      ...(step.after.length > 0
        ? [one(`after=${step.after.join(',')}`, `after="${step.after.join(' , ')}"`)]
        : []),
      ...(step.undoes.length > 0 ? [`undoes=${step.undoes.join(',')}`] : []),
      ...(step.hold ? ['hold'] : []),
      ...one(
        [],
        ['risk=critical'],
        ['required', 'no-return'],
        ['decision', 'poll="qc, dba"'],
        ['confirm="dba"'],
      ),
    ],
    one,
  ).join(one(' ', '   '));
  const gap = one('', ' ', '   ');
  return [
    `- ${one('', '[ ] ', '[x]  ')}${head}${gap}Step ${step.id}${one(' ', '  ', '\n  ')}{${blank()}${attributes}${blank()}}`,
    ...one([], ['', '  Some   words.'], ['', '  - an   item', '  - ( QC )  another']),
    ...(step.actions.length > 0 ? ['', ...fence(one)] : []),
    '',
  ];
}

function fence(one: Hurry): readonly string[] {
  const info = shuffled(
    [one('on=@app', 'on="@app"', 'on="web1, web2"'), one('timeout="90 s"', 'cwd="/tmp"', '')],
    one,
  );
  const ticks = one('```', '~~~', '````');
  return [
    `  ${ticks}${one('', ' ')}sh${one(' ', '  ')}${info.join(' ')}${one('', '  ')}`,
    '  true   "(S+5m)"',
    `  ${ticks}`,
  ];
}

function shuffled<Value>(values: readonly Value[], one: Hurry): readonly Value[] {
  return one([...values], values.toReversed(), [...values.slice(1), ...values.slice(0, 1)]);
}
