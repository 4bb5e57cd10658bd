import { expect, test } from 'vitest';
import { exitCodeHelp } from '../../source/cli/help.ts';
import { main } from '../../source/cli/main.ts';
import { createTestIo } from './test-io.ts';

async function call(...args: readonly string[]) {
  const io = createTestIo();
  const code = await main(args, '1.2.3', io);
  return { code, out: io.written(), err: io.complained() };
}

test.each([
  [['chekc', 'plan.md'], "unknown command 'chekc'", 'Did you mean check?'],
  [['check', '--jsno', 'plan.md'], "unknown option '--jsno'", 'Did you mean --json?'],
  [['check'], "missing required argument 'plan'", ''],
  [['status', 'last', 'more'], 'too many arguments', ''],
  [['rehearse', 'plan.md', '--speed', 'fast'], 'not a number', ''],
])('%j is a mistake of usage', async (args, message, hint) => {
  const { code, out, err } = await call(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
  expect(err).toContain(hint);
});

test('help begins with examples and ends with the exit codes', async () => {
  const { code, out, err } = await call('--help');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Examples:\n {2}gonogo check /);
  expect(out.trimEnd().endsWith(exitCodeHelp.trimEnd())).toBe(true);
  const commands = ['check', 'hosts', 'run', 'rehearse', 'join', 'runs', 'status', 'log', 'replay', 'config'];
  for (const command of commands) expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
});

test('every command has its own help', async () => {
  const { code, out } = await call('run', '--help');
  expect(code).toBe(0);
  expect(out).toContain('--take-over');
});

test('says its version', async () => {
  expect(await call('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

test('a plan that is not there is said in one line', async () => {
  expect(await call('rehearse', 'no-such.md')).toEqual({
    code: 2,
    out: '',
    err: 'no-such.md: there is no such file\n',
  });
});
