import { expect, test } from 'vitest';
import { shellFolder, shellQuote, unfitForShell } from '../../../source/execute/shell/shell-script.ts';

const fit = { env: { A: 'x', _b1: '' }, cwd: '/', commands: ':' };

test('quotes for the shell', () => {
  expect(shellQuote("it's")).toBe("'it'\\''s'");
  expect(shellQuote('')).toBe("''");
});

test('only a leading ~ of a folder is the home', () => {
  expect(shellFolder('~')).toBe(`"$HOME"''`);
  expect(shellFolder('~/a b')).toBe(`"$HOME"'/a b'`);
  expect(shellFolder('~other/$x')).toBe("'~other/$x'");
});

test.each(['', 'a b', '1a', 'a-b', 'a=b', 'a;id', 'ä', 'A\n'])(
  'refuses %j as the name of a variable',
  (name) => {
    expect(unfitForShell({ ...fit, env: { [name]: 'x' } })).toContain(JSON.stringify(name));
  },
);

test('refuses NUL wherever it stands, and nothing else', () => {
  expect(unfitForShell(fit)).toBeUndefined();
  expect(unfitForShell({ ...fit, env: { A: 'x\0y' } })).toContain('NUL');
  expect(unfitForShell({ ...fit, commands: 'echo \0' })).toContain('NUL');
  expect(unfitForShell({ ...fit, cwd: '/a\0' })).toContain('NUL');
});
