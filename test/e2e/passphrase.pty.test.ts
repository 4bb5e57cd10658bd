import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { farmOfEachTest } from '../helpers/ssh-farm.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { enter, operatorAt } from './operator.ts';

const farm = farmOfEachTest();
const passphrase = 'open sesame';
const plan = `---
title: Behind a passphrase
window: 2030-01-01 05:00 - 07:00 UTC
roles: { programmer: Thomas }
hosts: { app: "web[1-2]" }
---
## During the window

- (S + 0 Programmer) Say hello {#hello for=5m}

  \`\`\`sh on=@app
  echo "hello from $GONOGO_TARGET"
  \`\`\`
`;

let gonogo: Gonogo | undefined;
afterEach(async () => {
  await gonogo?.end();
  gonogo = undefined;
});

test('a passphrase is asked for once, before the screens; then preflight and steps have the key', {
  timeout: 60_000,
}, async () => {
  const { folder, key, serve, hostKey, reach } = farm();
  const locked = key('locked_key', { passphrase });
  const server = await serve({ accepts: (blob) => blob.equals(locked.blob) });
  const host = { name: 'web*', ...server, hostKeys: [hostKey.publicLine] };
  const { configFile } = reach([host], { identity: locked.path });
  const file = join(folder, 'plan.md');
  writeFileSync(file, plan);
  gonogo = await openGonogo({ XDG_STATE_HOME: join(folder, 'state') });

  const terminal = gonogo.screen(['run', file, '--start', 'now', '--ssh-config', configFile]);
  const operator = operatorAt(terminal);
  await terminal.waitFor(/Passphrase for .*locked_key \(Ctrl-C: go on without it\):/);
  expect(terminal.alternateScreen()).toBe(false);
  terminal.write(`wrong${enter}`);
  await terminal.waitFor(/That does not fit\./);
  terminal.write(`${passphrase}${enter}`);
  await operator.preflightSays(/^ GO: 2 hosts/);
  await operator.passPreflight();
  await operator.start('Say hello');
  await terminal.waitFor(/hello from web2/);
  expect(terminal.output().split('Passphrase for')).toHaveLength(3);
  expect(terminal.output()).not.toContain('sesame');
  terminal.kill('SIGTERM');
  expect((await terminal.exit).code).toBe(8);
  expect(JSON.stringify(await gonogo.events())).not.toContain('sesame');
});
