import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo, program } from './gonogo.ts';

const AUGUST = resolve(import.meta.dirname, '../../plans/2009-08-18-gradebook2.md');
const shells = [
  { shell: 'bash', args: ['--norc', '--noprofile', '-i'], read: 'source <(gonogo completion bash)' },
  {
    shell: 'zsh',
    args: ['-f', '-i'],
    read: 'autoload -U compinit; compinit -u; source <(gonogo completion zsh)',
  },
  { shell: 'fish', args: ['--no-config', '-i'], read: 'gonogo completion fish | source' },
] as const;

let gonogo: Gonogo;
let home = '';
let run = '';

beforeAll(async () => {
  gonogo = await openGonogo();
  home = dirname(gonogo.journal);
  const bin = join(home, 'bin');
  await mkdir(join(home, 'plans'));
  await mkdir(bin);
  await cp(AUGUST, join(home, 'plans', 'gradebook 2.md'));
  await writeFile(join(home, 'plans', 'graph.png'), '');
  await writeFile(join(bin, 'gonogo'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(join(bin, 'gonogo'), 0o755);
  Object.assign(gonogo.env, { PATH: `${bin}:${gonogo.env.PATH}`, PS1: 'ready> ', PROMPT: 'ready> ' });
  await gonogo.plain(['rehearse', AUGUST, '--auto', '--speed', '3600'], []);
  const list = await gonogo.plain(['runs', '--json'], []);
  run = /"run": "(\w+)"/.exec(list.out)?.[1] ?? '';
});
afterAll(() => gonogo.end());

describe.each(shells)('$shell', ({ shell, args, read }) => {
  test.skipIf(needs(shell))('completes commands, options, values, plans, runs and steps', async () => {
    const terminal = openTerminal({ command: shell, args, cwd: home, env: gonogo.env, cols: 160 });
    try {
      terminal.write(`${read}; echo re''ad\r`);
      await terminal.waitFor(/^read/m);
      await completes(terminal, 'gonogo rehe\t', 'gonogo rehearse ');
      await completes(terminal, 'gonogo check --pref\t', 'gonogo check --preflight ');
      await completes(
        terminal,
        'gonogo export last --format check\t',
        'gonogo export last --format checkpoints ',
      );
      await completes(
        terminal,
        'gonogo check plans/gr\t',
        /gonogo check (plans\/gradebook\\ 2\.md|'plans\/gradebook 2\.md') /,
      );
      await completes(terminal, `gonogo status ${run.slice(0, 3)}\t`, `gonogo status ${run} `);
      await completes(terminal, `gonogo log ${run} back-p\t`, `gonogo log ${run} back-properties `);
    } finally {
      await terminal.close();
    }
  });
});

/** Types a line, looks at what became of it, and throws it away. */
async function completes(terminal: Terminal, typed: string, line: string | RegExp): Promise<void> {
  terminal.write(typed);
  await terminal.waitFor(line);
  // What follows at once, without a blank of its own, shows that the word is whole.
  terminal.write('END');
  await terminal.waitFor(typeof line === 'string' ? `${line}END` : new RegExp(`${line.source}END`));
  terminal.write('\x15');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('END')), { what: 'an empty line' });
  expect(terminal.text()).not.toContain('END');
}
