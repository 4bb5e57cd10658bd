import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Terminal } from '../helpers/terminal.ts';
import { augustPlan, beginNight, type Night } from './night.ts';
import { enter, operatorAt } from './operator.ts';

let night: Night;
beforeEach(async () => {
  night = await beginNight();
});
afterEach(() => night.end());

/** The lab's ssh configuration in a file of the test's own, in which a host can be moved to where nobody listens. */
async function movableHost(name: string, nowhere?: number) {
  const file = join(dirname(night.journal), 'ssh_config');
  const text = await readFile(night.lab.sshConfig, 'utf8');
  const { address, port } = night.lab.sshAddress(name);
  const down = text.replace(
    new RegExp(`(Host ${name}\\n(?:[ \\t].*\\n)*?[ \\t]*Port )${port}\\b`),
    `$1${nowhere ?? (await closedPort(address))}`,
  );
  expect(down).not.toBe(text);
  const move = (isDown: boolean) => writeFile(file, isDown ? down : text);
  await move(true);
  return { file, comesBack: () => move(false) };
}

function closedPort(on: string): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, on, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function types(): Promise<readonly string[]> {
  return (await night.events()).map(({ event }) => event.type);
}

async function notes(): Promise<readonly string[]> {
  return (await night.events()).flatMap(({ event }) => (event.type === 'note.added' ? [event.text] : []));
}

/** How often the terminal was taken for a screen, and given back. */
function switches(terminal: Terminal): readonly number[] {
  return ['\u001b[?1049h', '\u001b[?1049l'].map((code) => terminal.output().split(code).length - 1);
}

test('a host is down: NO-GO, nothing is recorded; once it is there again: GO, and the run is recorded to begin so', {
  timeout: 120_000,
}, async () => {
  const { file, comesBack } = await movableHost('sakaiprod3');
  const first = night.screen(['run', augustPlan, '--start', 'now', '--ssh-config', file], {
    cols: 80,
    rows: 24,
  });
  const operator = operatorAt(first);
  await operator.preflightSays(/^ NO-GO: 1 problem on sakaiprod3/);
  expect(first.screen().find((row) => row.includes('NO-GO'))).toMatch(/^ ✖ NO-GO sakaiprod3 +connection /);
  operator.press('q');
  expect(await first.exit).toEqual({ code: 4, signal: undefined });
  expect(first.text()).toMatch(/Run [0-9A-Z]{4} is still open/);
  expect(await types()).toEqual(['run.created']);

  const second = night.screen(['run', augustPlan, '--ssh-config', file]);
  const again = operatorAt(second);
  await again.preflightSays(/^ NO-GO: 1 problem on sakaiprod3/);
  await comesBack();
  again.press('r');
  await again.preflightSays(/^ GO: 7 hosts, 3 databases, the mail server/);
  expect(await types()).toEqual(['run.created']);
  again.press(enter);
  await again.at('Check every server');
  expect(await notes()).toEqual(['preflight: GO, 11 targets']);
  expect((await types()).slice(0, 3)).toEqual(['run.created', 'session.opened', 'note.added']);
  // One screen after the other, without the shell's in between.
  expect(switches(second)).toEqual([1, 0]);
  // The connections of the preflight are the run's.
  await again.start('Check every server');
  await second.waitFor(/✔ +Check every server/, { timeout: 30_000 });
  second.kill('SIGTERM');
  expect((await second.exit).code).toBe(8);
  expect(switches(second)).toEqual([1, 1]);
});

test('over a NO-GO it goes on only with the word and a reason, which are recorded', {
  timeout: 120_000,
}, async () => {
  const { file } = await movableHost('sakaiprod6');
  const terminal = night.screen(['run', augustPlan, '--start', 'now', '--ssh-config', file]);
  const operator = operatorAt(terminal);
  await operator.preflightSays(/^ NO-GO: 1 problem on sakaiprod6/);
  operator.press(enter);
  await operator.asked(/Type anyway to go on all the same/);
  await operator.type('anyway');
  await operator.asked(/Why does it go on/);
  await operator.type('node 6 is being replaced');
  await operator.at('Check every server');
  const [note] = await notes();
  expect(note).toMatch(/^preflight NO-GO: sakaiprod6: connection: .*; went on: node 6 is being replaced$/);
  terminal.kill('SIGTERM');
  expect((await terminal.exit).code).toBe(8);
});

test('a host does not answer: the others are shown at once, and nobody has to wait to leave', {
  timeout: 60_000,
}, async () => {
  const silent = createServer().listen(0, night.lab.sshAddress('sakaiprod2').address);
  await once(silent, 'listening');
  try {
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { file } = await movableHost('sakaiprod2', port);
    const terminal = night.screen(['run', augustPlan, '--start', 'now', '--ssh-config', file]);
    await terminal.waitFor(/^ 10 of 11 have answered; asking sakaiprod2$/m);
    expect(terminal.screen()[5]).toMatch(/✔1 ○2 ✔3 ✔4/);
    operatorAt(terminal).press(enter);
    await terminal.waitFor(/not before all have answered, or given up/);
    operatorAt(terminal).press('q');
    expect((await terminal.exit).code).toBe(8);
    expect(await types()).toEqual(['run.created']);
  } finally {
    silent.close();
  }
});
