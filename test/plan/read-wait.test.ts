import { expect, test } from 'vitest';
import { errorsOf, stepOf, warningsOf } from './write-plan.ts';

function step(info: string, text: string): string {
  const fence = [`\`\`\`wait ${info}`, ...text.split('\n'), '```'].map((line) => `  ${line}`.trimEnd());
  return `- (S + 0 QC) Look {#a for=1m}\n\n${fence.join('\n')}`;
}

function actionOf(info: string, text: string) {
  return stepOf({ main: step(info, text) }, 'a').actions[0];
}

test.each([
  ['', 'until 5:30', { type: 'time', time: '5:30' }],
  ['', 'until S + 45m', { type: 'offset', anchor: 'S', offset: 2_700_000 }],
  ['', 'until S+0', { type: 'offset', anchor: 'S', offset: 0 }],
  ['timeout=1m', 'until D+1h30m', { type: 'offset', anchor: 'D', offset: 5_400_000 }],
  ['timeout=1m', 'file ~/my $tag/ready', { type: 'file', path: '~/my $tag/ready', gone: false }],
  ['timeout=1m on=@rest', 'no file /run/$host.lock', { type: 'file', path: '/run/$host.lock', gone: true }],
  [
    'timeout=1m',
    'port www.example.org:443',
    { type: 'port', host: 'www.example.org', port: '443', gone: false },
  ],
  ['timeout=1m on=@rest', 'no port $host:8080', { type: 'port', host: '$host', port: '8080', gone: true }],
  ['timeout=1m', 'port [::1]:80', { type: 'port', host: '[::1]', port: '80', gone: false }],
  ['timeout=1m on=sakai', 'query select 1', { type: 'query', sql: 'select 1', row: undefined }],
  [
    'timeout=1m on=sakai row="0|done"',
    'query\n  select 1,\n  2',
    { type: 'query', sql: 'select 1,\n  2', row: '0|done' },
  ],
])('```wait %s %j', (info, text, until) => {
  expect(actionOf(info, text)?.wait?.until).toEqual(until);
});

test('where it looks', () => {
  expect(actionOf('', 'until 05:30')?.on).toEqual({ type: 'local' });
  expect(actionOf('timeout=1m on=@rest interval=3s', 'file /x')).toMatchObject({
    on: { type: 'hosts', expression: '@rest' },
    timeout: 60_000,
    wait: { interval: 3_000, text: 'file /x' },
  });
  expect(actionOf('timeout=1m on=sakai', 'query select 1')?.on).toEqual({ type: 'database', name: 'sakai' });
});

test.each([
  ['', '', 'this `wait` does nothing'],
  ['', 'sleep 5', 'a `wait` says what it waits for'],
  ['', 'until 25:00', 'a `wait` says what it waits for'],
  ['', 'until S + 45', 'a `wait` says what it waits for'],
  ['', 'until S + 45m QC', 'a `wait` says what it waits for'],
  ['', 'no until 05:30', 'a `wait` says what it waits for'],
  ['', 'port 8080', 'a `wait` says what it waits for'],
  ['', 'file /a\nfile /b', 'a `wait` says what it waits for'],
  ['on=sakai', 'query', 'a `wait` says what it waits for'],
  ['', 'query select 1', '`wait` needs `on=` and a database'],
  ['on=@app', 'query select 1', 'unknown database `@app`'],
  ['on=@app', 'until 05:30', 'a time comes everywhere at once'],
  ['on=@app', 'port www:80', 'the same port would be waited for'],
  ['', 'port $host:80', 'unknown variable `$host`'],
  ['', 'file /$tga', 'unknown variable `$tga`'],
  ['', 'file ready', 'says not from where it counts'],
  ['interval=5s', 'until 05:30', '`interval` has no effect on this wait'],
  ['row=1', 'file /x', '`row` has no effect on this wait'],
  ['silence=1m', 'file /x', '`silence` is for'],
])('```wait %s %j is wrong', (info, text, message) => {
  const errors = errorsOf({ main: step(info, text) });
  expect(errors.map((error) => error.message)).toContainEqual(expect.stringContaining(message));
});

test('a wait without an end is worth a warning, but for a time', () => {
  const found = (text: string) => warningsOf({ main: step('', text) }).map(({ message }) => message);
  expect(found('file /x')).toContainEqual(expect.stringContaining('this wait has no end'));
  expect(found('until 05:30')).not.toContainEqual(expect.stringContaining('no end'));
});
