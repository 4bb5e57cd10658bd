import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { shellQuote, shellScript } from '../../source/execute/shell-script.ts';
import { pathOf } from '../helpers/needs.ts';

const nonce = 'gonogo-0123456789abcdef';
const shells = [
  ['sh', '-s'],
  ['dash', '-s'],
  ['bash', '-s'],
  ['bash', '--posix', '-s'],
  ['busybox', 'sh', '-s'],
].filter(([program = '']) => pathOf(program) !== undefined);

describe.each(shells.map((shell) => ({ name: shell.join(' '), shell })))('on $name', ({ shell }) => {
  const run = (commands: string, parts: { env?: Record<string, string>; cwd?: string } = {}) => {
    const script = shellScript({ env: {}, cwd: undefined, ...parts, commands, nonce });
    if (script.type === 'refused') throw new Error(script.reason);
    const [program = '', ...args] = shell;
    const ran = spawnSync(program, args, {
      input: script.text,
      encoding: 'utf8',
      env: { ...process.env, A: 'old' },
    });
    return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
  };
  const afterFrame = (stdout: string) => stdout.slice(stdout.indexOf('\n') + 1);

  test('tells first whom to kill', () => {
    const { stdout } = run('echo "$$"');
    const [frame = '', pid] = stdout.split('\n');
    const target = new RegExp(`^${nonce} (-?\\d+)$`).exec(frame)?.[1] ?? '';
    // The group of the tests, which is not the shell's own, is not to be killed.
    expect(target).toBe(pid);
  });

  test('names the group in a session of its own', () => {
    const script = shellScript({ env: {}, cwd: undefined, commands: 'echo "$$"', nonce });
    if (script.type === 'refused') throw new Error(script.reason);
    const { stdout } = spawnSync('setsid', ['-w', ...shell], { input: script.text, encoding: 'utf8' });
    const [frame, pid] = stdout.split('\n');
    expect(frame).toBe(`${nonce} -${pid}`);
  });

  test('exports the variables as they are', () => {
    const value = `it's "x" \\ $A \`id\`\n\n!! * ünïcode`;
    const { stdout } = run('printf %s "$A"; sh -c \'printf %s "$A"\'', { env: { A: value } });
    expect(afterFrame(stdout)).toBe(value + value);
  });

  test('leaves nothing of its own behind for the step', () => {
    expect(afterFrame(run('echo "$# ${gonogo_stat-unset}"').stdout)).toBe('0 unset\n');
  });

  test('is read whole before it runs, and is not eaten by the step', () => {
    expect(run('cat\ncat\nread x\necho "end $?"\nexit 7')).toMatchObject({ code: 7, stderr: '' });
    expect(afterFrame(run('cat; echo end').stdout)).toBe('end\n');
    expect(afterFrame(run('[ -c /dev/stdin ] && echo device').stdout)).toBe('device\n');
  });

  test('enters a folder with an odd name, whatever CDPATH says', () => {
    expect(afterFrame(run('pwd', { cwd: '/usr/bin', env: { CDPATH: '/' } }).stdout)).toBe('/usr/bin\n');
    const failed = run('echo ran', { cwd: "/it's not/there" });
    expect(failed.stdout).toBe(`${nonce} cd\n`);
    expect(failed.code).not.toBe(0);
  });

  test('ends with the code of the step', () => {
    expect(run('exit 3').code).toBe(3);
    expect(run('false').code).toBe(1);
    expect(run('set -e\nfalse\nexit 0').code).toBe(1);
    expect(run('exec sh -c "exit 9"').code).toBe(9);
    expect(run('if then').code).not.toBe(0);
  });
});

test.each(['', 'a b', '1a', 'a-b', 'a=b', 'a;id', 'ä', 'A\n'])(
  'refuses %j as the name of a variable',
  (name) => {
    const script = shellScript({ env: { [name]: 'x' }, cwd: undefined, commands: ':', nonce });
    expect(script).toMatchObject({ type: 'refused', reason: expect.stringContaining(JSON.stringify(name)) });
  },
);

test('refuses what no shell can take', () => {
  const refused = (parts: object) =>
    shellScript({ env: {}, cwd: undefined, commands: ':', nonce, ...parts }).type;
  expect(refused({ env: { A: 'x\0y' } })).toBe('refused');
  expect(refused({ commands: 'echo \0' })).toBe('refused');
  expect(refused({ cwd: '/a\0' })).toBe('refused');
});

test('quotes for the shell', () => {
  expect(shellQuote("it's")).toBe("'it'\\''s'");
  expect(shellQuote('')).toBe("''");
});
