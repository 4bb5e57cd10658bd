import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askSsh } from '../../../source/execute/ssh-settings/ssh-ask.ts';
import { askOncePerKind } from '../../../source/execute/ssh-settings/ssh-kinds.ts';
import type { SshTarget } from '../../../source/execute/ssh-settings/ssh-target.ts';
import { needs } from '../../helpers/needs.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-kinds-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ host: `${name}${i}` }));

/** What is concluded for these, whether it is what ssh says, and how often ssh was asked. */
async function concluded(config: string, targets: readonly SshTarget[]) {
  const configFile = join(folder, 'config');
  writeFileSync(configFile, config.replaceAll('FOLDER', folder));
  const truth = (target: SshTarget) => askSsh({ ssh: 'ssh', configFile, target });
  let asked = 0;
  const ask = askOncePerKind((target) => {
    asked += 1;
    return truth(target);
  });
  const answers = await Promise.all(targets.map(ask));
  for (const [index, target] of targets.entries()) {
    expect(answers[index], target.host).toEqual(await truth(target));
  }
  return asked;
}

test.skipIf(needs('ssh')).each<[string, string, readonly SshTarget[], number]>([
  ['one kind', 'Host *\n  Port 2222\n', names('web', 8), 2],
  ['the name in settings', 'Host web*\n  HostName %h.example\n  HostKeyAlias web\n', names('web', 6), 2],
  [
    'a kind each',
    'Host web* !web3\n  Port 1\nHost db?\n  User me\n',
    [...names('web', 6), ...names('db', 4)],
    5,
  ],
  ['one of its own', 'Host web2\n  Port 77\n', names('web', 6), 3],
  ['patterns in capitals', 'Host WEB*\n  Port 77\n', names('web', 4), 2],
  [
    'an address after another',
    'Host *\n  Port 1\n',
    ['10.0.0.1', '::1', 'Web1', '10.1'].map((host) => ({ host })),
    4,
  ],
  [
    'a user or a port',
    'Host *\n',
    [
      { host: 'a', user: 'me' },
      { host: 'a', port: 7 },
      { host: 'b', port: 8 },
    ],
    3,
  ],
  ['Match', 'Match host web2\n  Port 77\n', names('web', 4), 4],
  ['Match all', 'Match all\n  Port 77\n', names('web', 4), 2],
  ['canonical names', 'Host *\n  CanonicalizeHostname yes\n  CanonicalDomains invalid\n', names('web', 3), 3],
  [
    'paths with the name',
    'Host *\n  IdentityFile ~/.ssh/%n\n  UserKnownHostsFile /kh/%h\n',
    names('web', 5),
    2,
  ],
])('%s', async (_name, config, targets, most) => {
  expect(await concluded(config, targets)).toBe(most);
});

test.skipIf(needs('ssh'))('a file that is included for one host only', async () => {
  writeFileSync(join(folder, 'included'), 'Host web2\n  Port 77\n');
  const config = 'Host web1\n  Include FOLDER/included\nHost web*\n  Include FOLDER/included\n';
  expect(await concluded(config, names('web', 6))).toBe(4);
});

test.skipIf(needs('ssh'))('a configuration that ssh does not accept is asked for each', async () => {
  expect(await concluded('Rubbish yes\n', names('web', 3))).toBe(3);
});
