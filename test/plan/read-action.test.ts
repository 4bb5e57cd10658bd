import { expect, test } from 'vitest';
import { errorsOf, frontWith, stepOf, warningsOf } from './write-plan.ts';

function step(fence: string): string {
  const indented = fence
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `- (S + 0 QC) Look {#a for=1m}\n\n${indented}`;
}

function actionsOf(fence: string) {
  return stepOf({ main: step(fence) }, 'a').actions;
}

test('sh without a place runs here', () => {
  expect(actionsOf('```sh timeout=5m cwd="/var/my logs"\n  one\ntwo\n```')).toEqual([
    {
      kind: 'sh',
      index: 0,
      line: 23,
      text: '  one\ntwo',
      on: { type: 'local' },
      timeout: 300_000,
      silence: undefined,
      batch: [],
      maxFail: undefined,
      cwd: '/var/my logs',
      secrets: [],
      sql: undefined,
      marker: undefined,
      subject: undefined,
      to: undefined,
      attach: undefined,
    },
  ]);
});

test('sh on a host set', () => {
  expect(actionsOf('```sh on=@rest!sakaiprod[3-9]\nx\n```')[0]?.on).toEqual({
    type: 'hosts',
    expression: '@rest!sakaiprod[3-9]',
    hosts: ['sakaiprod2', 'sakaiprodmail1'],
  });
  expect(actionsOf('~~~ sh on="@head, sakaiprod2"\nx\n~~~')[0]?.on).toMatchObject({
    hosts: ['sakaiprod1', 'sakaiprod2'],
  });
});

test('sql, marker and mail, in their order', () => {
  const actions = actionsOf(
    [
      '```sql on=sakai timeout=90s\nselect 1;\n```',
      '```marker on=sakai\nset release-2009.08\n```',
      '```marker on=sakai\n check release-2009.08 \n```',
      '```mail subject="All done" to="a@b.c, d@e.f"\nHello\n```',
      '```mail\n```',
    ].join('\n'),
  );
  expect(
    actions.map(({ kind, index, on, timeout, marker, subject, to }) => ({
      kind,
      index,
      on,
      timeout,
      marker,
      subject,
      to,
    })),
  ).toEqual([
    { kind: 'sql', index: 0, on: { type: 'database', name: 'sakai' }, timeout: 90_000 },
    {
      kind: 'marker',
      index: 1,
      on: { type: 'database', name: 'sakai' },
      marker: { verb: 'set', name: 'release-2009.08' },
    },
    {
      kind: 'marker',
      index: 2,
      on: { type: 'database', name: 'sakai' },
      marker: { verb: 'check', name: 'release-2009.08' },
    },
    { kind: 'mail', index: 3, on: { type: 'mail' }, subject: 'All done', to: ['a@b.c', 'd@e.f'] },
    { kind: 'mail', index: 4, on: { type: 'mail' } },
  ]);
});

test('a mail may carry the report', () => {
  expect(actionsOf('```mail attach=report\nx\n```\n```mail\nx\n```').map(({ attach }) => attach)).toEqual([
    'report',
    undefined,
  ]);
});

test('silence is a length of time, on sh and sql', () => {
  const actions = actionsOf(
    '```sh on=@app silence=2m\nx\n```\n```sql on=sakai silence=1h30m timeout=2h\nx\n```',
  );
  expect(actions.map(({ silence }) => silence)).toEqual([120_000, 5_400_000]);
});

test('variables are left alone in what runs', () => {
  expect(actionsOf('```sh\necho {{tag}} {{unknown}} "$tag"\n```')[0]?.text).toBe(
    'echo {{tag}} {{unknown}} "$tag"',
  );
});

test.each([
  ['sql', 'x', '`sql` needs `on=`', 'sql on=sakai', 'sql'],
  ['marker', 'set a', '`marker` needs `on=`', 'marker on=sakai', 'marker'],
  ['sql on=skai', 'x', 'unknown database `skai`', 'did you mean `sakai`?', 'skai'],
  ['sql on=@app', 'x', 'unknown database `@app`', undefined, '@app'],
  ['marker on=sakai', 'set a b', 'a marker holds one line', undefined, 'marker'],
  ['marker on=sakai', 'set a\nset b', 'a marker holds one line', undefined, 'marker'],
  ['marker on=sakai', 'unset a', 'a marker holds one line', undefined, 'marker'],
  ['marker on=sakai', '', 'this `marker` does nothing', undefined, 'marker'],
  ['sh', '  ', 'this `sh` does nothing', undefined, 'sh'],
  ['sh on=@ap', 'x', 'no host group is called `@ap`', undefined, '@ap'],
  ['sh on=@app,n[1-', 'x', 'this bracket is never closed', undefined, '[1-'],
  ['sh on=n[1-1000000000]', 'x', '1,000,000,000 hosts', undefined, 'n[1-1000000000]'],
  ['sh on=@head!@head', 'x', 'leaves no host', undefined, '@head!@head'],
  ['sh on=', 'x', '`on` names no host', undefined, 'on='],
  ['sh on', 'x', '`on` names no host', undefined, 'on'],
  ['sh on=local', 'x', 'not reached through SSH', 'leave `on=` out', 'local'],
  ['sh timeout=soon', 'x', '`soon` is no timeout', 'timeout=5m', 'soon'],
  ['sh timeout=0', 'x', '`0` is no timeout', undefined, '0'],
  ['sh cwd=', 'x', '`cwd` has no value', undefined, 'cwd='],
  ['sh silence=soon', 'x', '`soon` is no length of silence', 'silence=5m', 'soon'],
  ['sh silence=0', 'x', '`0` is no length of silence', undefined, '0'],
  ['sh silence', 'x', 'is no length of silence', undefined, 'silence'],
  ['marker on=sakai silence=2m', 'set a', '`silence` is for `sh`, `js` and `sql`', 'leave it out', 'silence'],
  ['mail silence=2m', 'x', '`silence` is for `sh`, `js` and `sql`', 'leave it out', 'silence'],
  ['sh retries=3', 'x', '`retries` is not supported: only a person', 'leave it out', 'retries'],
  ['sh user=root', 'x', '`user` is not supported: a command runs as', 'sudo -n -u', 'user'],
  ['sql on=sakai batch=1', 'x', '`batch` is for what runs on hosts', 'leave it out', 'batch'],
  ['mail max-fail=1', 'x', '`max-fail` is for what runs on hosts', 'leave it out', 'max-fail'],
  ['sh timeuot=5m', 'x', 'unknown attribute `timeuot` on `sh`', 'did you mean `timeout`?', 'timeuot'],
  ['mail attach=log', 'x', "`log` can't go with a mail", 'write `attach=report`', 'log'],
  ['mail attach', 'x', "`` can't go with a mail", 'write `attach=report`', 'attach'],
  ['sh attach=report', 'x', 'unknown attribute `attach` on `sh`', undefined, 'attach'],
  ['sh subject=x', 'x', 'unknown attribute `subject`', undefined, 'subject'],
  ['sql on=sakai cwd=/x', 'x', 'unknown attribute `cwd` on `sql`', undefined, 'cwd'],
  ['sh #id', 'x', 'an action has no id', undefined, '#id'],
  ['sh on=@head, @rest', 'x', '`@rest` is no attribute', undefined, '@rest'],
  ['js on=@app', 'x', '`on` has no meaning here', 'leave it out', 'on'],
  ['zx timeout=5m', 'x', 'unknown action `zx`', 'write `js`', 'zx'],
  ['SH', 'x', 'unknown action `SH`', 'did you mean `sh`?', 'SH'],
  ['markr on=sakai', 'set a', 'unknown action `markr`', 'did you mean `marker`?', 'markr'],
  ['bash on=@app', 'x', 'unknown action `bash`', 'write `sh`', 'bash'],
  ['htpp expect=200', 'GET https://x', 'unknown action `htpp`', 'did you mean `http`?', 'htpp'],
  ['{.sh on=@app}', 'x', 'a fence takes no braces', undefined, '{.sh'],
  ['mail to=nobody', 'x', '`nobody` is no mail address', undefined, 'nobody'],
])('```%s', (info, text, message, mend, at) => {
  const errors = errorsOf({ main: step(`\`\`\`${info} \n${text}\n\`\`\``) });
  const found = errors.find((error) => error.message.includes(message));
  expect(found, JSON.stringify(errors)).toBeDefined();
  expect(found?.at).toBe(at);
  if (mend !== undefined) expect(found?.mend).toContain(mend);
});

test('a mail needs a server', () => {
  const errors = errorsOf({ front: frontWith('mail', ''), main: step('```mail\nx\n```') });
  expect(errors[0]?.message).toBe('the front matter has no `mail:`');
});

test.each([
  ['sh silence=5m timeout=5m', 'x', '`silence` has no effect: the timeout comes first'],
  ['sh on=sakaiprod9', 'x', '`sakaiprod9` is in no group'],
  ['bash', 'x', 'this `bash` fence is shown, not run'],
  ['wiat', 'until 05:30', 'this `wiat` fence is shown, not run'],
  ['sh on=@app', 'deploy {{tag}}', '`{{tag}}` stays as it is in `sh`'],
  ['js', 'await $`deploy {{tag}}`', '`{{tag}}` stays as it is in `js`'],
  ['mail subject="{{tag}} is out"', 'x', 'stays as it is in a mail'],
])('```%s is worth a warning', (info, text, message) => {
  const warnings = warningsOf({ main: step(`\`\`\`${info}\n${text}\n\`\`\``) });
  expect(
    warnings.some((warning) => warning.message.includes(message)),
    JSON.stringify(warnings),
  ).toBe(true);
});

test.each([
  ['html', '<b>'],
  ['text', 'GET / {{tag}}'],
  ['sh on=@app', "docker ps --format '{{.Names}} {{ json }}'"],
])('```%s is not', (info, text) => {
  expect(warningsOf({ main: step(`\`\`\`${info}\n${text}\n\`\`\``) })).toEqual(
    warningsOf({ main: step('x') }),
  );
});

test('a fence beside the steps would never run', () => {
  const errors = errorsOf({ main: '- (S + 0 QC) Look {for=1m}\n\n```sh on=@app\nx\n```' });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toContain('it belongs to no step');
});
