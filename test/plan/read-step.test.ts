import { expect, test } from 'vitest';
import { errorsOf, findings, frontWith, planOf, stepOf, warningsOf, writePlan } from './write-plan.ts';

const MINUTE = 60_000;

test('a step has what its line says', () => {
  const main = '- (S + 35m programmer + QC) Deploy **{{tag}}** with `run.sh` {#deploy for=5m required auto}';
  expect(stepOf({ main }, 'deploy')).toMatchObject({
    title: 'Deploy v2 with run.sh',
    anchor: 'S',
    offset: 35 * MINUTE,
    duration: 5 * MINUTE,
    owners: [
      { name: 'programmer', roles: ['programmer'] },
      { name: 'QC', roles: ['qc'] },
    ],
    required: true,
    auto: true,
    critical: false,
    decision: false,
    noReturn: false,
    undoes: [],
  });
});

test('a long line may go on in the next one', () => {
  const main = '- (S + 35m Programmer) Deploy the tag\n  to the head node {#deploy\n  for=5m}';
  expect(stepOf({ main }, 'deploy')).toMatchObject({
    title: 'Deploy the tag to the head node',
    duration: 5 * MINUTE,
  });
});

test.each([
  ['a task list', '- [ ] (S + 0 QC) Look {#a for=1m}'],
  ['a numbered list', '1. (S + 0 QC) Look {#a for=1m}'],
  ['an indented list', '    - (S + 0 QC) Look {#a for=1m}'],
  ['a tab', '-\t(S + 0 QC) Look {#a for=1m}'],
  ['a star', '* (S + 0 QC) Look {#a for=1m}'],
])('%s is a list of steps', (_, main) => {
  expect(stepOf({ main }, 'a').title).toBe('Look');
});

test('titles keep what looks like markup', () => {
  const main = '- (S + 0 QC) Rename sakai.properties_018 (the *old* one) & go {#a for=1m}';
  expect(stepOf({ main }, 'a').title).toBe('Rename sakai.properties_018 (the *old* one) & go');
});

test.each([
  ['{{tga}}', 'unknown variable `tga`', 'did you mean `tag`?', '{{tga}}'],
  ['(S + 35 QC) Look', 'the offset `35` has no unit', 'write `35m`', '35'],
  ['(S + 5m Programer) Look', 'unknown role `Programer`', 'did you mean `Programmer`?', 'Programer'],
  ['(S + 5m QC + Prabu) Look', 'unknown role `Prabu`', 'did you mean `Prabhu`?', 'Prabu'],
  ['(QC) Look {#a}', 'says not when it is due', 'begin with `(S + 35m QC)`', '(QC)'],
  ['( QC + DBA ) Look {#a}', 'says not when it is due', 'begin with `(S + 35m QC + DBA)`', '( QC + DBA )'],
  ['(S + QC) Look', 'the offset after `S +` is left empty', 'like `(S + 35m QC)`', 'S +'],
  ['(S QC) Look', 'the offset after `S` is left empty', 'like `(S + 35m QC)`', 'S'],
  ['(S - ) Look', 'the offset after `S -` is left empty', 'like `(S - 35m Programmer)`', 'S -'],
  ['Look {#a}', 'says not when it is due', undefined, 'Look {#a}'],
  ['(D + 5m QC) Look', '`D` in the main timeline', 'write `S`', '(D + 5m QC) Look'],
  ['(05:30 QC) Look', 'not a time of day', undefined, '05:30 QC'],
  ['(S + 5m QC)', 'this step has no title', undefined, '(S + 5m QC)'],
  ['(S + 5m QC) Look {#a', 'one pair of braces at the end', undefined, '{'],
  ['(S + 5m QC) Look {#a} now', 'one pair of braces at the end', undefined, '{'],
  ['(S + 5m QC) Look {colour=red}', 'unknown attribute `colour` on a step', undefined, 'colour'],
  ['(S + 5m QC) Look {confrim=qc}', 'unknown attribute `confrim`', 'did you mean `confirm`?', 'confrim'],
  ['(S + 5m QC) Look {for=soon}', '`soon` is no duration', 'for=10m', 'soon'],
  ['(S + 5m QC) Look {for}', '`for` needs a value', undefined, 'for'],
  ['(S + 5m QC) Look {auto=yes}', '`auto` takes no value', undefined, 'yes'],
  ['(S + 5m QC) Look {risk=high}', 'unknown risk `high`', 'risk=critical', 'high'],
  ['(S + 5m QC) Look {confirm=qc,bda}', 'unknown role `bda`', 'did you mean `dba`?', 'bda'],
  ['(S + 5m QC) Look {poll=qc}', 'no decision', 'add `decision`', 'qc'],
  ['(S + 5m QC) Look {decision poll=""}', '`poll` needs a value', 'write `poll=...`', 'poll=""'],
  ['(S + 5m QC) Look {decision poll=me}', 'unknown role `me`', undefined, 'me'],
  ['(S + 5m QC) Look {.big}', 'a class (`.big`)', undefined, '.big'],
  ['(S + 5m QC) Look {for=1m for=2m}', '`for` is given twice', undefined, 'for=2m'],
])('- %s', (line, message, mend, at) => {
  const main =
    line.startsWith('(') || line.startsWith('Look') ? `- ${line}` : `- (S + 5m QC) Look at ${line}`;
  const errors = errorsOf({ main: `- (S + 0 QC) First\n${main}` });
  expect(errors, JSON.stringify(errors)).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at });
  if (mend !== undefined) expect(errors[0]?.mend).toContain(mend);
});

test('the fall-back counts from D', () => {
  const errors = errorsOf({ fallback: '- (S + 5m QC) Look' });
  expect(errors[0]?.message).toBe('`S` in the fallback timeline, which counts from D');
});

test('a way back whose times are all left empty is no prose', () => {
  const fallback = '- (Programmer) Stop\n- (DBA) Restore';
  expect(errorsOf({ fallback }).map(({ message, at }) => [message, at])).toEqual([
    ['this step says not when it is due', '(Programmer)'],
    ['this step says not when it is due', '(DBA)'],
  ]);
  const anchors = errorsOf({ fallback: '- (D Programmer) Stop\n- (D DBA) Restore' });
  expect(anchors.map(({ message }) => message)).toEqual(Array(2).fill('the offset after `D` is left empty'));
  expect(errorsOf({ fallback: '- (D + 0 QC) Back {for=1m}\n\n## Notes\n\n- (DBA) knows the dump' })).toEqual(
    [],
  );
});

test('a person may be called S or D something', () => {
  const front = frontWith('roles', 'roles: { qc: S Jones, dba: D Vik }');
  const parts = {
    front,
    main: '- (S + 5m S Jones) Look {for=1m}',
    fallback: '- (D + 5m D Vik) Back {for=1m}',
  };
  expect(errorsOf(parts)).toEqual([]);
  expect(errorsOf({ ...parts, preparation: '- (S Jones) Read\n- (D Vik) Read' })).toEqual([]);
  expect(errorsOf({ ...parts, preparation: '- (S QC) Read' })).toHaveLength(1);
});

test('every problem is told at once, in the order of the text', () => {
  const main = '- (S + 5 QC) A {for=x}\n- (S + 6m Nobody) {{b}}\n\n  ```sh retries=2 on=@nobody\n  x\n  ```';
  expect(errorsOf({ main }).map(({ at }) => at)).toEqual(['5', 'x', 'Nobody', '{{b}}', 'retries', '@nobody']);
});

test.each([
  ['no owner', '- (S + 0) Look {for=1m}', 'this step has no owner', '(S + 0) Look {for=1m}'],
  ['no length', '- (S + 0 QC) Look', 'no step comes later', '(S + 0 QC) Look'],
])('warns: %s', (_, main, message, at) => {
  const found = warningsOf({ main }).filter(
    (warning) => !warning.message.startsWith('no step names the role'),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ message: expect.stringContaining(message), at });
});

test.each([
  ['- (S + 0) Look {for=1m decision}', '(S + 0) Look {for=1m decision}'],
  ['- (S + 0 QC) Look {for=1m decision poll=","}', ','],
])('%s: a decision that nobody takes would settle itself', (main, at) => {
  expect(errorsOf({ main })).toEqual([
    {
      message: 'nobody is asked for this decision',
      mend: 'name an owner, or the roles to ask: `poll=qc,pm`',
      at,
    },
  ]);
});

test('a decision with a poll needs no owner, and an unknown owner is one', () => {
  expect(errorsOf({ main: '- (S + 0) Go or not {for=1m decision poll=qc,dba}' })).toEqual([]);
  const errors = errorsOf({ main: '- (S + 0 Nobody) Go or not {for=1m decision}' });
  expect(errors.map(({ message }) => message)).toEqual(['unknown role `Nobody`']);
});

test.each(['on=@app', 'timeout=5m', 'silence=2m', 'batch=1', 'max-fail=1', 'cwd=/tmp'])(
  '%s belongs to an action',
  (attribute) => {
    const key = attribute.replace(/=.*/, '');
    expect(errorsOf({ main: `- (S + 0 QC) Look {for=1m ${attribute}}` })).toEqual([
      {
        message: `\`${key}\` belongs to an action, not to its step`,
        mend: expect.stringContaining(`write it after the fence: \`\`\`sh ${key}=`),
        at: key,
      },
    ]);
  },
);

test('a step without actions is confirmed by the first role of its first owner', () => {
  const main = [
    '- (S + 0 Sandra + DBA) No actions {#a}',
    '- (S + 1m QC) Decide {#b decision}',
    '- (S + 2m QC) Decide {#c decision poll=dba,Programmer confirm=DBA}',
    '- (S + 3m QC) Act {#d}\n\n  ```sh\n  true\n  ```\n',
    '- (S + 4m QC) Act {#e for=1m confirm="dba, qc"}\n\n  ```sh\n  true\n  ```\n',
  ].join('\n');
  const signs = ['a', 'b', 'c', 'd', 'e'].map((id) => {
    const { confirm, poll } = stepOf({ main }, id);
    return { confirm, poll };
  });
  expect(signs).toEqual([
    { confirm: ['qc'], poll: [] },
    { confirm: [], poll: ['qc'] },
    { confirm: ['dba'], poll: ['dba', 'programmer'] },
    { confirm: [], poll: [] },
    { confirm: ['dba', 'qc'], poll: [] },
  ]);
});

test('nested bullets are the checklist', () => {
  const main = [
    '- (S + 45m QC) Verification {#v for=5m}',
    '    - Both gradebooks still work',
    '    - (Programmer) No errors of {{tag}}',
    '        - look in catalina.out',
    '    - [ ] A box',
  ].join('\n');
  const lines = writePlan({ main }).split('\n');
  expect(stepOf({ main }, 'v').checklist).toEqual([
    {
      number: 1,
      text: 'Both gradebooks still work',
      line: lines.indexOf('    - Both gradebooks still work') + 1,
      owners: [],
    },
    {
      number: 2,
      text: 'No errors of v2; look in catalina.out',
      line: lines.indexOf('    - Both gradebooks still work') + 2,
      owners: [{ name: 'Programmer', roles: ['programmer'] }],
    },
    {
      number: 3,
      text: 'A box',
      line: lines.indexOf('    - Both gradebooks still work') + 4,
      owners: [],
    },
  ]);
});

test.each([
  ['(S + 5m QC) Look', 'has no time', 'S + 5m QC'],
  ['(Nobody) Look', 'unknown role `Nobody`', 'Nobody'],
  ['Look at {{nothing}}', 'unknown variable', '{{nothing}}'],
])('checklist item %s', (item, message, at) => {
  const errors = errorsOf({ main: `- (S + 0 QC) Look {for=1m}\n  - ${item}` });
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at });
});

function itemWith(...fences: readonly string[]): string {
  const lines = fences.flatMap((fence) => ['', ...fence.split('\n').map((line) => `    ${line}`)]);
  return ['- (S + 0 QC) Look {#a for=1m}', '  - (QC) It answers', ...lines, '  - It is quick'].join('\n');
}

test('a fence in a checklist item is a check of its own', () => {
  const [first, second] = stepOf(
    { main: itemWith('```http on=other[1-2] auto\nGET http://$host/\n```') },
    'a',
  ).checklist;
  expect(first).toMatchObject({
    text: 'It answers',
    check: { auto: true, action: { kind: 'http', on: { hosts: ['other1', 'other2'] } } },
  });
  expect(second).toEqual({ number: 2, text: 'It is quick', line: expect.any(Number), owners: [] });
  expect(planOf({ main: itemWith('```sh on=other3\nx\n```') }).hosts).toContain('other3');
});

test.each([
  [['```mail\nx\n```'], '`mail` is no check of a checklist item'],
  [['```wait\nuntil 05:30\n```'], '`wait` is no check'],
  [['```marker on=sakai\ncheck x\n```'], '`marker` is no check'],
  [['```sh\nx\n```', '```sh\ny\n```'], 'an item of a checklist has one check'],
  [['```sh on=@app batch=1\nx\n```'], '`batch` is for'],
])('%j in a checklist item', (fences, message) => {
  const errors = errorsOf({ main: itemWith(...fences) });
  expect(errors.map((error) => error.message)).toContainEqual(expect.stringContaining(message));
});

test('auto is not for an action of a step', () => {
  const main = '- (S + 0 QC) Look {for=1m}\n\n  ```sh auto\n  true\n  ```';
  expect(errorsOf({ main })[0]?.message).toBe('`auto` is for a step, and for the check of a checklist item');
});

test('paragraphs and other fences are instructions', () => {
  const main = [
    '- (S + 0 QC) Look {#a for=1m}',
    '',
    '  Go to the [board](https://example.org/b) for',
    '  {{tag}} &amp; wait.',
    '',
    '  ```text',
    '  like this {{tag}}',
    '    and this',
    '  ```',
    '',
    '  > Mind the gap.',
    '',
    '  <!-- not this -->',
  ].join('\n');
  expect(stepOf({ main }, 'a').instructions).toEqual([
    'Go to the board (https://example.org/b) for v2 & wait.',
    'like this v2\n  and this',
    'Mind the gap.',
  ]);
});

test('characters that hide something are refused', () => {
  const text = writePlan({ main: '- (S + 0 QC) Look \u202edaed\u202c {for=1m}' });
  expect(findings(text, 'error').map(({ message }) => message)).toEqual([
    "a character that can't be seen (U+202E)",
    "a character that can't be seen (U+202C)",
  ]);
});

test('a role that no step names is a warning', () => {
  expect(warningsOf({}).map(({ message, at }) => `${at}: ${message}`)).toEqual([
    'release: no step names the role `Release`',
    'dba: no step names the role `DBA`',
  ]);
});

test('the plan keeps the hosts of groups and actions, each once', () => {
  const main = '- (S + 0 QC) Look {#a for=1m}\n\n  ```sh on=other1,sakaiprod2\n  x\n  ```';
  expect(planOf({ main }).hosts.slice(-2)).toEqual(['sakaiprodmail1', 'other1']);
});
