import { expect, test } from 'vitest';
import { errorsOf, findings, frontWith, planOf, writePlan } from './write-plan.ts';

test('scalars stay as they are written', () => {
  const front = frontWith('vars', 'vars: { a: 018, b: no, c: 1.10, d: "", e: ~ }\ntitle: 2009');
  const plan = planOf({ front: front.replace('title: Small release\n', '') });
  expect(plan.vars).toEqual({ a: '018', b: 'no', c: '1.10', d: '', e: '~' });
  expect(plan.title).toBe('2009');
});

test.each([
  ['title', 'titel: X', 'unknown key `titel`', 'did you mean `title`?', 'titel'],
  ['title', 'title:', '`title` is missing', 'write `title:', 'title'],
  ['title', 'title: [a]', '`title` has the wrong shape', 'write `title:', '['],
  ['roles', 'roles: Sandra', '`roles` has the wrong shape', 'qc: Sandra', 'Sandra'],
  ['roles', 'roles: { qc: [Sandra] }', '`roles.qc` has the wrong shape', 'qc: Sandra', '['],
  ['roles', 'roles: { qc: { nmae: X } }', 'unknown key `nmae` in `roles.qc`', 'did you mean `name`?', 'nmae'],
  ['roles', 'roles: { qc: }', '`roles.qc` is missing', 'qc: Sandra', 'qc'],
  ['hosts', 'hosts: { a: { b: c } }', '`hosts.a` has the wrong shape', 'app:', '{'],
  ['databases', 'databases: { sakai: env:X }', '`databases.sakai` has the wrong shape', 'url:', 'env:X'],
  ['databases', 'databases: { sakai: { ulr: x } }', 'unknown key `ulr`', 'did you mean `url`?', 'ulr'],
  ['mail', 'mail: { server: env:X, from: a@b.c }', '`mail.to` is missing', 'write `mail:', '{'],
  ['mail', 'mail: { server: env:X, from: a@b.c, to: [] , cc: x }', 'unknown key `cc`', undefined, 'cc'],
  ['vars', 'vars: { a: [1] }', '`vars.a` has the wrong shape', 'write `tag:', '['],
  ['vars', 'vars: { ? [a] : b }', 'a key is one word', undefined, '[a]'],
  ['vars', 'vars: [1]', '`vars` has the wrong shape', 'write `tag:', '['],
])('%s: `%s`', (key, line, message, mend, at) => {
  const errors = errorsOf({ front: frontWith(key, line) });
  const found = errors.find((error) => error.message.includes(message));
  expect(found, JSON.stringify(errors)).toBeDefined();
  expect(found?.at).toBe(at);
  if (mend !== undefined) expect(found?.mend).toContain(mend);
});

test.each([
  ['hosts', 'hosts: { head: @rest }', 'YAML: ', 'quotes'],
  ['title', 'title: a\ntitle: b', 'YAML: Map keys must be unique', 'keep one'],
  ['vars', 'vars: { a: b', 'YAML: ', undefined],
  ['vars', 'vars: { a: !!int b', 'YAML: ', undefined],
])('%s: `%s` is no good YAML', (key, line, message, mend) => {
  const errors = errorsOf({ front: frontWith(key, line) });
  const found = errors.find((error) => error.message.startsWith(message));
  expect(found, JSON.stringify(errors)).toBeDefined();
  if (mend !== undefined) expect(found?.mend).toContain(mend);
});

test.each([
  [
    'a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]',
    "the front matter's aliases",
  ],
  [`a: ${'x'.repeat(70_000)}`, 'the front matter is longer'],
  ['title: a: b', 'YAML: '],
  ['- a', 'the front matter holds no'],
])('of what can not be read nothing is said to be missing: %.20s', (front, message) => {
  const errors = errorsOf({ front, main: '- (S + 0 QC) Look at {{tag}} {#look for=soon}' });
  expect(errors.map((error) => error.message)).toEqual([
    expect.stringContaining(message),
    '`soon` is no duration',
  ]);
});

test('one faulty key does not hide the others, nor the steps', () => {
  const messages = errorsOf({
    front: frontWith('title', 'title: [a]\ncolour: red'),
    main: '- (S + 0 Nobody) Look',
  }).map(({ message }) => message);
  expect(messages).toEqual([
    '`title` has the wrong shape',
    'unknown key `colour` in the front matter',
    'unknown role `Nobody`',
  ]);
});

test('roles that cannot be read raise no second complaint at each step', () => {
  expect(errorsOf({ front: frontWith('roles', 'roles: 5') })).toHaveLength(1);
});

test.each([
  ['', 'the plan is empty'],
  ['# Only a heading\n', 'the plan has no front matter'],
  ['---\ntitle: x\n', 'the front matter is never closed'],
  ['---\n- a\n---\n', 'holds no `key: value`'],
  ['---\n---\n', 'holds no `key: value`'],
])('%j is no plan', (text, message) => {
  expect(
    findings(text, 'error')
      .map((error) => error.message)
      .join('\n'),
  ).toContain(message);
});

test('line ends of Windows move nothing', () => {
  const text = writePlan({ front: frontWith('title', 'titel: X') }).replaceAll('\n', '\r\n');
  expect(findings(text, 'error')[0]).toMatchObject({ at: 'titel' });
});
