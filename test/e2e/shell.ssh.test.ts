import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../helpers/needs.ts';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey } from '../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { operatorAt } from './operator.ts';

const plan = `---
title: A shell on a host
window: 2030-01-01 05:00 - 07:00 UTC
start: window
roles: { programmer: Thomas }
---
# A shell on a host

## During the maintenance window

- (S + 0 Programmer) Look around {#look}

  \`\`\`sh on=web1
  true
  \`\`\`
`;

describe.skipIf(needs('sshd', 'ssh'))("a shell through the person's own ssh", () => {
  let folder: string;
  let gonogo: Gonogo;
  let sshd: Sshd;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-shell-'));
    gonogo = await openGonogo();
  });
  afterEach(async () => {
    await gonogo.end();
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The user's own known_hosts knows nobody; gonogo's knows the host, or doesn't. */
  async function open({ trusted }: { readonly trusted: boolean }): Promise<Terminal> {
    const host = makeKey({ folder, name: 'host', type: 'ed25519' });
    const user = makeKey({ folder, name: 'user', type: 'ed25519' });
    sshd = await startSshd({ folder, hostKeys: [host.path], authorizedKeys: [user.publicLine] });
    const { address, port } = sshd;
    const { configFile } = writeClientFiles({
      folder,
      identity: user.path,
      hosts: [{ name: 'web1', address, port, hostKeys: [] }],
    });
    if (trusted) {
      const data = join(dirname(gonogo.journal), '.local/share/gonogo');
      await mkdir(data, { recursive: true });
      await writeFile(join(data, 'known_hosts'), `[${address}]:${port} ${host.publicLine}\n`);
    }
    const file = join(folder, 'plan.md');
    await writeFile(file, plan);
    Object.assign(gonogo.env, { XDG_DATA_HOME: '' });
    const terminal = gonogo.screen([
      'run',
      file,
      '--start',
      '+1h',
      '--no-preflight',
      '--ssh-config',
      configFile,
    ]);
    await terminal.waitFor(/LIVE/);
    const operator = operatorAt(terminal);
    operator.press('!');
    await operator.asked(/A shell on web1/);
    operator.press('y');
    return terminal;
  }

  test('opens where gonogo was told to trust the host, and gives the screen back', async () => {
    const terminal = await open({ trusted: true });
    await terminal.waitFor((rows) => rows.some((row) => /[#$%>] ?$/.test(row)), { what: 'a prompt' });
    terminal.write('echo there-$((40 + 2)) $SSH_CONNECTION $SSH_AUTH_SOCK.\r');
    await terminal.waitFor(new RegExp(`there-42 127\\.0\\.0\\.1 \\d+ 127\\.0\\.0\\.1 ${sshd.port} \\.`));
    terminal.write('exit\r');
    await terminal.waitFor(/the shell on web1 was open for/);
    expect(terminal.screen()[0]).toContain('GONOGO');
    expect((await gonogo.events()).slice(-2).map(({ event }) => event.type)).toEqual([
      'shell.opened',
      'shell.closed',
    ]);
  });

  test('does not open on a host that is not known, and what ssh says stays until it was read', async () => {
    const terminal = await open({ trusted: false });
    await terminal.waitFor(/Host key verification failed/);
    await terminal.waitFor(/Enter goes back to gonogo/);
    terminal.write('\r');
    await terminal.waitFor(/the shell on web1: ssh ended with an error \(exit 255\)/);
  });
});
