import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo, program } from './gonogo.ts';
import { operatorAt } from './operator.ts';

let gonogo: Gonogo;
beforeEach(async () => {
  gonogo = await openGonogo();
});
afterEach(() => gonogo.end());

const size = { cols: 120, rows: 30 };
const divider = '│';

/** Everything but the log pane, with all digits of the clocks alike. */
function around(terminal: Terminal): readonly string[] {
  const rows = terminal.screen();
  const top = rows.findIndex((row) => /\blog\b.*local/.test(row));
  const bottom = rows.findLastIndex((row) => row.includes(divider));
  return rows.map((row, index) => {
    const outside = index >= top && index <= bottom ? row.slice(0, row.indexOf(divider) + 1) : row;
    return outside.replace(/\d/g, '#').trimEnd();
  });
}

test('a step that writes all it can to the terminal changes nothing outside the log pane', async () => {
  const terminal = gonogo.screen(['run', 'test/fixtures/plans/hostile.md', '--start', '-30m'], size);
  await operatorAt(terminal).passPreflight();
  await operatorAt(terminal).start('Attack the screen');
  await terminal.waitFor(/\d before the attack/);
  const before = around(terminal);
  await terminal.waitFor(/\d after the attack/);
  // Ink draws what came last within the next frame.
  await pause(300);
  expect(around(terminal)).toEqual(before);
  expect(terminal.title()).toBe('');
  expect(terminal.alternateScreen()).toBe(true);
  expect(terminal.cursorHidden()).toBe(true);
  expect(terminal.output()).not.toMatch(/\x1b\](?:0|2|52|8);|HIJACKED\x07/);
  terminal.kill('SIGTERM');
  expect((await terminal.exit).code).toBe(8);
  expect(terminal.alternateScreen()).toBe(false);
});

test('the terminal window is closed: the run is left in good order', async () => {
  const window = spawn(
    process.execPath,
    [
      new URL('./terminal-window.ts', import.meta.url).pathname,
      process.execPath,
      program,
      'run',
      'test/fixtures/plans/local.md',
      '--start',
      '-30m',
      '--no-preflight',
    ],
    { env: gonogo.env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await new Promise<void>((drawn) => {
    window.stdout.on('data', (chunk) => String(chunk).includes('LIVE') && drawn());
  });
  window.kill('SIGKILL');
  await once(window, 'exit');
  const opened = (await gonogo.events()).flatMap(({ event }) =>
    event.type === 'session.opened' ? [event.pid] : [],
  );
  try {
    const left = async () => [(await gonogo.events()).at(-1)?.event.type, opened.some(isThere)];
    await expect.poll(left, { timeout: 10_000 }).toEqual(['session.closed', false]);
  } finally {
    for (const pid of opened.filter(isThere)) process.kill(pid, 'SIGKILL');
  }
});

function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
