import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { operatorAt } from './operator.ts';

const plan = `---
title: Hand over
window: 2030-01-01 05:00 - 07:00 UTC
start: window
roles: { programmer: Thomas }
---
# Hand over

## During the maintenance window

- (S + 0 Programmer) Break something {#break}

  \`\`\`sh
  exit 3
  \`\`\`
`;

let gonogo: Gonogo | undefined;

afterEach(async () => {
  await gonogo?.end();
  gonogo = undefined;
});

/** The program on that plan, with an editor that reads one line from the terminal. */
async function open(): Promise<{ readonly terminal: Terminal; readonly events: Gonogo['events'] }> {
  const opened = await openGonogo({
    SHELL: '/bin/sh',
    PS1: 'by-hand> ',
    EDITOR: 'one-line-editor',
    VISUAL: '',
  });
  gonogo = opened;
  const home = dirname(opened.journal);
  const editor = join(home, 'one-line-editor');
  await writeFile(editor, `#!/bin/sh\nprintf 'THE EDITOR\\n'\nread -r line\nprintf '%s\\n' "$line" > "$1"\n`);
  await chmod(editor, 0o755);
  Object.assign(opened.env, { PATH: `${home}:${opened.env.PATH}` });
  const file = join(home, 'plan.md');
  await writeFile(file, plan);
  const terminal = opened.screen(['run', file, '--start', 'now', '--no-preflight'], { cols: 110, rows: 32 });
  await terminal.waitFor(/LIVE/);
  return { terminal, events: opened.events };
}

async function openShell(terminal: Terminal): Promise<void> {
  const operator = operatorAt(terminal);
  operator.press('!');
  await operator.asked(/A shell on this machine/);
  operator.press('y');
  await terminal.waitFor('by-hand> ');
}

test('every key goes to the editor while it is there, and the screen is whole after it', async () => {
  const { terminal, events } = await open();
  const operator = operatorAt(terminal);
  operator.press('E');
  await terminal.waitFor('THE EDITOR');
  expect(terminal.alternateScreen()).toBe(false);
  for (const key of 'exit 0 # quick') terminal.write(key);
  await terminal.waitFor('exit 0 # quick');
  terminal.write('\r');
  await terminal.waitFor(/\+exit 0 # quick/);
  expect(terminal.alternateScreen()).toBe(true);
  expect(terminal.screen()[0]).toContain('GONOGO  Hand over');
  await operator.asked(/Why is it changed/);
  await operator.type('it broke on purpose');
  await operator.start('Break something');
  await terminal.waitFor(/✔ S\+0/);
  terminal.kill('SIGTERM');
  await terminal.exit;
  expect((await events()).map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ type: 'action.edited', text: 'exit 0 # quick', reason: 'it broke on purpose' }),
  );
});

test('Ctrl-C ends an editor that takes it, and nothing else', async () => {
  const { terminal } = await open();
  terminal.write('E');
  await terminal.waitFor('THE EDITOR');
  terminal.write('\x03');
  await terminal.waitFor(/nothing was changed: one-line-editor (was ended by SIGINT|ended with exit 130)/);
  expect(terminal.screen()[0]).toContain('GONOGO  Hand over');
});

test("Ctrl-C in a shell is the shell's own; its end gives the screen back, and both ends are recorded", async () => {
  const { terminal, events } = await open();
  await openShell(terminal);
  // Said by what will get the Ctrl-C, once it has the foreground.
  terminal.write(`sh -c 'echo begun; exec sleep 60'\r`);
  await terminal.waitFor(/^begun/m);
  terminal.write('\x03');
  await terminal.waitFor((rows) => rows.filter((row) => row.startsWith('by-hand>')).length >= 2);
  terminal.write('exit 3\r');
  await terminal.waitFor(/the shell on this machine was open for/);
  expect(terminal.screen()[0]).toContain('GONOGO  Hand over');
  terminal.write('?');
  await terminal.waitFor('KEYS');
  terminal.kill('SIGTERM');
  expect((await terminal.exit).code).toBe(8);
  expect((await events()).slice(-3).map(({ event }) => event.type)).toEqual([
    'shell.opened',
    'shell.closed',
    'session.closed',
  ]);
});

test('a hang-up while a shell is open ends it, and leaves the run with its record complete', async () => {
  const { terminal, events } = await open();
  await openShell(terminal);
  terminal.write('cat\r');
  terminal.kill('SIGHUP');
  expect((await terminal.exit).code).toBe(8);
  const last = (await events()).slice(-3).map(({ event }) => event);
  expect(last.map(({ type }) => type)).toEqual(['shell.opened', 'shell.closed', 'session.closed']);
  expect(last[1]).toMatchObject({ host: 'local', step: 'break', after: expect.any(Number) });
});
