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
    [
      one(
        'mail: {server: "env:SMTP",from: a@example.org, to: b@example.org}',
        'mail:\n   server: "env:SMTP"\n   from: a@example.org\n   to: [ b@example.org ]',
      ),
    ],
    [
      one(
        'secrets: {token: "env:TOKEN",key:  "op://V/I/F" }',
        'secrets:\n    token:   "cmd: pass  show"\n    # for the hosts\n    key: "sops:a#b"',
      ),
    ],
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

/** Of each kind what it may say, in the ways in which people say it. */
type Kind = readonly [name: string, attributes: readonly string[], body: readonly string[]];

function kindOf(one: Hurry): Kind {
  const app = one('on=@app', 'on="@app"', 'on="web1, web2"');
  const wait = one('timeout="90 s"', 'timeout=90s', 'timeout="1 min 30 s"');
  return one<Kind>(
    [
      'sh',
      [
        ...[app, one('timeout="90 s"', 'cwd="/tmp"', ''), one('secrets="token , key"', 'secrets=key', '')],
        ...[one('watch=sakai', 'watch="sakai"', ''), one('batch="1 , 50%"', ''), one('silence="20 s"', '')],
      ],
      ['true   "(S+5m)"'],
    ],
    [
      'sql',
      [
        ...['on=sakai', one('tx=none', 'tx=statement', 'tx="file"'), one('lock-timeout="5 s"', '')],
        ...[one('statement-timeout="10 minutes"', ''), one('expect=0', 'expect="a  b"', 'rows=1'), wait],
      ],
      ['select  0;'],
    ],
    ['marker', ['on=sakai', wait], ['set  here']],
    [
      'mail',
      [one('subject="All  done"', ''), one('to="c@example.org , d@example.org"', ''), 'attach=report'],
      ['x'],
    ],
    [
      'http',
      [
        ...[app, 'expect=2xx', 'header="content-type: a  b"', 'body="U{2} P"', 'json="$.a=b c"', wait],
        ...['until="5 min"', 'interval="5 s"', one('redirects=2', ''), one('ca=/a', ''), one('batch=1', '')],
      ],
      ['GET https://$host/a'],
    ],
    ['wait', [wait, 'interval="2 seconds"', 'on="sakai"', one('row="0"', 'row="a b"')], ['query select 0']],
    ['wait', [wait, app, 'interval=2s'], ['port $host:80']],
    ['copy', [app, one('mode=0644', 'mode="644"', ''), wait], ['put a  /b']],
    ['js', [wait, one('secrets="token"', ''), one('silence=5s', ''), one('cwd=/', '')], ['await 0']],
  );
}

function fence(one: Hurry): readonly string[] {
  const [kind, attributes, body] = kindOf(one);
  const ticks = one('```', '~~~', '````');
  const table = ['', `  ${ticks}${one('', ' ')}expect`, '  a  |  b', '  ---+---', '  0  |  1', `  ${ticks}`];
  return [
    `  ${ticks}${one('', ' ')}${kind}${one(' ', '  ')}${shuffled(attributes, one).join(' ')}${one('', '  ')}`,
    ...body.map((line) => `  ${line}`),
    `  ${ticks}`,
    ...(kind === 'sql' ? one([], table) : []),
  ];
}

function shuffled<Value>(values: readonly Value[], one: Hurry): readonly Value[] {
  return one([...values], values.toReversed(), [...values.slice(1), ...values.slice(0, 1)]);
}
