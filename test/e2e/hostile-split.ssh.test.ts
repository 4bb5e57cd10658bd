import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey } from '../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { operatorAt } from './operator.ts';

/** Every host waits for the file `go`; then web2 does what it can. */
const planOf = (folder: string): string => `---
title: One of four hosts attacks the screen
window: 2030-01-01 05:00 - 07:00 UTC
start: window
roles: { programmer: Thomas }
---
# One of four hosts attacks the screen

## During the maintenance window

- (S + 0 Programmer) Attack the screen {#attack for=5m}

  \`\`\`sh on=web[1-4] timeout=120s
  echo "$GONOGO_TARGET before the attack"
  until [ -e ${folder}/go ]; do sleep 0.1; done
  if [ "$GONOGO_TARGET" = web2 ]; then
    printf '\\033]0;HIJACKED\\007\\033]52;c;SElKQUNLRUQ=\\007\\033]8;;http://example.org/\\033\\\\link\\033]8;;\\033\\\\'
    printf '\\033[?1049l\\033[2J\\033[H\\033[?25h\\033[1;1HHIJACKED\\033[20A\\033[99DHIJACKED\\033c\\033[r\\n'
    printf '\\r\\b\\b\\b\\b\\b\\bHIJACKED\\033[s\\033[3;3HHIJACKED\\033[u\\033[1;5r\\033[99L\\033[99S\\n'
    printf '\\233\\062J\\2350;HIJACKED\\234\\033(0qqq\\016\\n'
    printf '%0500d\\t\\t\\t\\342\\200\\256elohw\\n' 7
    printf '\\033[41;97;5;7mleft on\\n'
    printf '\\033[8mhidden\\n'
    i=0; while [ $i -lt 40 ]; do i=$((i + 1)); printf '\\033[3;3Hrow\\n'; done
    echo 'after the attack'
    printf '\\033]0;HIJACKED'
  fi
  sleep 100
  \`\`\`
`;

describe.skipIf(needs('sshd'))('a split over four hosts', () => {
  let folder: string;
  let gonogo: Gonogo;
  let sshd: Sshd;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-split-'));
    gonogo = await openGonogo();
  });
  afterEach(async () => {
    await gonogo.end();
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The step under way on four hosts that are all the same machine, each in a pane. */
  async function open(size: { readonly cols: number; readonly rows: number }): Promise<Terminal> {
    const host = makeKey({ folder, name: 'host', type: 'ed25519' });
    const user = makeKey({ folder, name: 'user', type: 'ed25519' });
    sshd = await startSshd({ folder, hostKeys: [host.path], authorizedKeys: [user.publicLine] });
    const { address, port } = sshd;
    const names = ['web1', 'web2', 'web3', 'web4'];
    const hosts = names.map((name) => ({ name, address, port, hostKeys: [host.publicLine] }));
    const { configFile } = writeClientFiles({ folder, identity: user.path, hosts });
    const file = join(folder, 'plan.md');
    await writeFile(file, planOf(folder));
    const args = ['run', file, '--start', 'now', '--no-preflight', '--ssh-config', configFile];
    const terminal = gonogo.screen(args, size);
    await terminal.waitFor(/LIVE/);
    await operatorAt(terminal).start('Attack the screen');
    for (const name of names) await terminal.waitFor(`${name} before the attack`);
    terminal.write('|');
    await terminal.waitFor('h hosts');
    terminal.write('h');
    await terminal.waitFor((rows) => paneRows(rows, 4) > 0, { what: 'four panes' });
    return terminal;
  }

  test.each([
    { cols: 120, rows: 40 },
    { cols: 200, rows: 50 },
  ])(
    '$cols x $rows: what one host prints changes no cell outside its pane',
    { timeout: 60_000 },
    async (size) => {
      const terminal = await open(size);
      const before = around(terminal, size);
      await writeFile(join(folder, 'go'), '');
      await terminal.waitFor(/\d after the attack/);
      // Ink draws what came last within the next frame.
      await pause(300);
      expect(around(terminal, size)).toEqual(before);
      expect(terminal.title()).toBe('');
      expect(terminal.alternateScreen()).toBe(true);
      expect(terminal.cursorHidden()).toBe(true);
      expect(terminal.output()).not.toMatch(/\x1b\](?:0|2|52|8);|HIJACKED\x07/);
    },
  );
});

/** Number of the row with the head of a pane, below 0 without one. */
function paneRows(rows: readonly string[], pane: number): number {
  return rows.findIndex((row) => row.includes(`${pane} 1 web${pane} ·`));
}

/** The text of every row and how its cells look, with all digits alike, save the second pane's log. */
function around(terminal: Terminal, { cols, rows }: { readonly cols: number; readonly rows: number }) {
  const screen = terminal.screen();
  const top = paneRows(screen, 2);
  const left = (screen[top]?.indexOf('2 1 web2') ?? 0) - 1;
  const below = paneRows(screen, 3);
  return Array.from({ length: rows }, (_, row) => {
    const inPane = row > top && row < below;
    const cells = Array.from({ length: inPane ? left : cols }, (_, column) => terminal.cell(row, column));
    return [
      cells.map(({ text }) => text.replace(/\d/, '#')).join(''),
      ...cells.map(({ text: _, ...looks }) => JSON.stringify(looks)),
    ];
  });
}
