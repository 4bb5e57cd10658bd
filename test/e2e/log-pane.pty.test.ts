import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { operatorAt } from './operator.ts';

const plan = `---
title: A log
window: 2030-01-01 05:00 - 07:00 UTC
start: window
roles: { programmer: Thomas }
---
# A log

## During the maintenance window

- (S + 0 Programmer) Write {#write}

  \`\`\`sh
  i=0
  while [ $i -lt 300 ]; do i=$((i + 1)); echo "line $i"; done
  printf 'disk \\033[2Jfull: ERROR\\n'
  while [ $i -lt 600 ]; do i=$((i + 1)); echo "line $i"; done
  \`\`\`

- (S + 5m Programmer) Look at it {#look}
`;

const pager = `#!/bin/sh
grep ERROR "$1"
printf 'THE PAGER %s %s\\n' "$(stat -c %a "$1")" "$(wc -l < "$1" | tr -d ' ')"
read -r line
`;

let gonogo: Gonogo | undefined;

afterEach(async () => {
  await gonogo?.end();
  gonogo = undefined;
});

/** Each key once the prompt shows those before it. */
async function ask(terminal: Terminal, sign: string, words: string): Promise<void> {
  terminal.write(sign);
  for (let end = 0; end < words.length; end += 1) {
    await terminal.waitFor(` ${sign}${words.slice(0, end)}▏`);
    terminal.write(words.charAt(end));
  }
  await terminal.waitFor(` ${sign}${words}▏`);
  terminal.write('\r');
}

async function page(terminal: Terminal, words: RegExp): Promise<void> {
  terminal.write('L');
  await terminal.waitFor(words);
  expect(terminal.text()).toMatch(/disk full: ERROR/);
  expect(terminal.alternateScreen()).toBe(false);
  terminal.write('\r');
  await terminal.waitFor(/GONOGO {2}A log/);
}

test('search, copy and page the log of a run, and of its replay', { timeout: 90_000 }, async () => {
  const opened = await openGonogo({ PAGER: 'one-line-pager' });
  gonogo = opened;
  const home = dirname(opened.journal);
  await writeFile(join(home, 'one-line-pager'), pager);
  await chmod(join(home, 'one-line-pager'), 0o755);
  Object.assign(opened.env, { PATH: `${home}:${opened.env.PATH}` });
  const file = join(home, 'plan.md');
  await writeFile(file, plan);
  const size = { cols: 110, rows: 32 };
  const terminal = opened.screen(['run', file, '--start', 'now', '--no-preflight'], size);
  await terminal.waitFor(/LIVE/);
  await operatorAt(terminal).start('Write');
  await terminal.waitFor(/✔ S\+0/);
  terminal.write('k');
  await terminal.waitFor(/line 600/);
  await ask(terminal, '/', 'full');
  await terminal.waitFor(/\/full 1 of 1/);
  await terminal.waitFor(/▶\S+ disk full: ERROR/);
  terminal.write('y');
  await terminal.waitFor(/the marked line: sent to the clipboard/);
  const copied = Buffer.from('disk full: ERROR').toString('base64');
  expect(terminal.output()).toContain(`\u001b]52;c;${copied}\u0007`);
  await page(terminal, /THE PAGER 600 601/);
  terminal.kill('SIGTERM');
  await terminal.exit;
  const [created] = await opened.events();
  const replay = opened.screen(['replay', created?.run ?? ''], size);
  await replay.waitFor(/REPLAY/);
  await ask(replay, '/', 'full');
  await replay.waitFor(/1 of 1 in all output/);
  await replay.waitFor(/▶\S+ disk full: ERROR/);
  await page(replay, /THE PAGER 600 \d+/);
  replay.write('q');
  expect((await replay.exit).code).toBe(0);
});
