import { expect, test } from 'vitest';
import { createHostTransport } from '../../source/execute/host-transport.ts';
import { createSshSetup } from '../../source/execute/ssh/ssh-setup.ts';
import { needs } from '../helpers/needs.ts';
import { makePlan } from '../helpers/plan.ts';
import { farmOfEachTest, runOver } from '../helpers/ssh-farm.ts';

const farm = farmOfEachTest();

test.skipIf(needs('ssh'))('each host is reached by the transport that the plan gives it', async () => {
  const { serve, hostKey, reach, cleanUp } = farm();
  const servers = { web1: await serve(), web2: await serve() };
  const { configFile } = reach(
    Object.entries(servers).map(([name, server]) => ({ name, ...server, hostKeys: [hostKey.publicLine] })),
  );
  const plan = { ...makePlan({ main: [] }), transports: { web2: 'openssh' as const } };
  const transport = createHostTransport({ plan, ssh: createSshSetup({ configFile }), sshConfig: configFile });
  cleanUp(transport.close);
  for (const name of ['web1', 'web2']) {
    const opening = await transport.connection(name);
    if (opening.type === 'refused') throw new Error(opening.reason);
    expect(await runOver(opening.connection, 'echo here')).toMatchObject({ stdout: 'here\n' });
  }
  expect(servers.web1.clients().join()).toMatch(/^ssh2js/);
  expect(servers.web2.clients().join()).toMatch(/^OpenSSH/);
  await transport.close();
  await expect.poll(() => servers.web1.open() + servers.web2.open()).toBe(0);
});
