import { expect, test } from 'vitest';
import { type HostsOptions, hosts } from '../../source/cli/hosts.ts';
import { createTestIo } from './test-io.ts';

async function run(options: Partial<HostsOptions>, input = '') {
  const io = createTestIo(input);
  const code = await hosts({ fold: false, json: false, list: [], ...options }, io);
  return { code, out: io.written(), err: io.complained() };
}

test('expands a host set, one host a line', async () => {
  expect(await run({ expression: 'n[08-10]!n09' })).toEqual({ code: 0, out: 'n08\nn10\n', err: '' });
  expect(await run({ expression: 'n[1-2]', json: true })).toEqual({ code: 0, out: '["n1","n2"]\n', err: '' });
});

test('folds what is given, or standard input', async () => {
  expect(await run({ fold: true, list: ['n2', 'n[3-4]', 'n1'] })).toEqual({
    code: 0,
    out: 'n[1-4]\n',
    err: '',
  });
  expect(await run({ fold: true }, 'n1\nn2 n3\r\n\nm\n')).toEqual({ code: 0, out: 'm,n[1-3]\n', err: '' });
  expect(await run({ fold: true, json: true }, 'n1\nn2\n')).toEqual({ code: 0, out: '"n[1-2]"\n', err: '' });
  expect(await run({ fold: true })).toEqual({ code: 0, out: '\n', err: '' });
});

test('an error points at its place', async () => {
  const { code, out, err } = await run({ expression: 'a,n[1-1000000000]' });
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toBe(
    '1,000,000,000 hosts; a plan takes at most 10,000\n  a,n[1-1000000000]\n    ^^^^^^^^^^^^^^^\n',
  );
});

test.each([
  ['nothing to expand', {}, 'which hosts?'],
  ['a group, which only a plan has', { expression: '@app' }, 'no host group is called `@app`'],
  ['a bad name among many', { fold: true, list: ['n1', '-x'] }, "can't begin with `-`"],
  ['an escape sequence', { expression: 'a\u001b[2J' }, '<U+001B>'],
])('%s is a mistake of usage', async (_, options, message) => {
  const { code, out, err } = await run(options);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
  expect(err).not.toContain('\u001b');
});

test('too much input is refused', async () => {
  const { code, err } = await run({ fold: true }, 'n1 '.repeat(2_000_000));
  expect(code).toBe(2);
  expect(err).toContain('too much on standard input');
});
