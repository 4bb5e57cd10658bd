import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';

let terminal: Terminal | undefined;
afterEach(() => terminal?.close());

const module = fileURLToPath(new URL('./terminal-modes.ts', import.meta.url));

/** A program that leaves its terminal raw, on the other screen, without cursor, and is killed. */
const rude = `stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?2004hrude'; kill -KILL $$`;

function script(restore: string): string {
  return `
    import { spawnSync } from 'node:child_process';
    import { rememberTerminalModes } from ${JSON.stringify(module)};
    const modes = rememberTerminalModes();
    const { signal } = spawnSync('/bin/sh', ['-c', ${JSON.stringify(rude)}], { stdio: 'inherit' });
    ${restore}
    spawnSync('stty', ['-a'], { stdio: 'inherit' });
    process.stdout.write('after ' + signal);
    process.stdin.resume();
  `;
}

function run(restore: string): Terminal {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script(restore)];
  terminal = openTerminal({ command: process.execPath, args });
  return terminal;
}

test('a terminal that a killed program left raw is as it was before', async () => {
  const shown = run('modes.restore({ killed: signal !== null });');
  await shown.waitFor('after SIGKILL');
  expect([shown.alternateScreen(), shown.cursorHidden(), shown.bracketedPaste()]).toEqual([
    false,
    false,
    false,
  ]);
  expect(shown.text()).toMatch(/(?<!-)icanon/);
  expect(shown.text()).toMatch(/(?<!-)\becho\b/);
});

test('without it the terminal stays raw', async () => {
  const shown = run('');
  await shown.waitFor('after SIGKILL');
  expect([shown.alternateScreen(), shown.cursorHidden()]).toEqual([true, true]);
  expect(shown.text()).toContain('-icanon');
});
