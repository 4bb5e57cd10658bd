import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LEFT } from '../../../source/execute/executor.ts';
import { startFreezingProxy } from '../../helpers/freezing-proxy.ts';
import { groupMembers } from '../../helpers/processes.ts';
import { awaitFile } from '../../helpers/sh-job.ts';
import { cleanUp, folder, reach, serve } from '../../helpers/ssh-head.ts';
import { cutConnection, type SshServerOptions } from '../../helpers/ssh-server.ts';

describe('reaching a host', () => {
  test('a server that says nothing', async () => {
    const { run } = reach(await silentServer(), { config: ['ConnectTimeout 1'] });
    expect(await run('true')).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('did not answer within 1 s'),
    });
  });

  test('a stop while a connection is in the making', async () => {
    const { run } = reach(await silentServer());
    const stop = new AbortController();
    const ended = run('true', { stop: stop.signal });
    stop.abort();
    expect((await ended).result).toEqual({ type: 'stopped' });
  });

  test('a port where nobody listens', async () => {
    const server = await silentServer();
    await server.stop();
    expect(await reach(server).run('true')).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('refuses'),
    });
  });

  test('a name that does not exist', async () => {
    const { run } = reach({ address: 'no-such-host.invalid', port: 22 });
    expect(await run('true')).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('no-such-host.invalid'),
    });
  });

  test('a name that would be an option of ssh', async () => {
    const { run } = reach(await serve());
    expect((await run('true', { target: '-oProxyCommand=true' })).type).toBe('refused');
  });

  test('only so many connections are in the making at once', async () => {
    const server = await serve();
    const { run } = reach(server, { name: 'head*', options: { openers: 3 } });
    const targets = Array.from({ length: 12 }, (_, i) => `head${i}`);
    const ended = await Promise.all(targets.map((target) => run('true', { target })));
    expect(ended.map(({ type }) => type)).toEqual(targets.map(() => 'exited'));
    expect(server.connections()).toBe(12);
    expect(server.peak()).toBeLessThanOrEqual(3);
  });
});

describe('the connection', () => {
  test('is made once and shared', async () => {
    const server = await serve();
    const { run } = reach(server);
    await Promise.all([run('true'), run('true'), run('true')]);
    await run('true');
    expect([server.connections(), server.logins()]).toEqual([1, 1]);
  });

  test('is made anew when it broke while nobody used it', async () => {
    const server = await serve();
    const { run } = reach(server);
    await run('true');
    server.cut();
    expect((await run('echo again')).stdout).toBe('again\n');
    expect(server.connections()).toBe(2);
  });

  test('lost in the middle of a command: it goes on, and is followed over another one', async () => {
    const server = await serve();
    const go = join(folder, 'go');
    const { ended, links, stdout } = await reach(server).begin(
      `echo begun; ${awaitFile(go)}; echo end; exit 3`,
    );
    server.cut();
    await expect.poll(() => links.map(({ type }) => type), { timeout: 5_000 }).toEqual(['down', 'up']);
    writeFileSync(go, '');
    expect(await ended).toMatchObject({ result: { type: 'exited', code: 3 }, hostKey: expect.any(String) });
    expect(stdout()).toBe('begun\nend\n');
    expect(server.connections()).toBe(2);
  });

  test('lost before the command began: refused', async () => {
    const { run } = reach(await serve({ onSession: cutConnection }));
    expect((await run('true')).type).toBe('refused');
  });

  test('that goes silent is told, and the job left running when we close', async () => {
    const server = await serve();
    const proxy = await startFreezingProxy(server.port);
    cleanUp(proxy.stop);
    const { begin, executor } = reach(proxy, { options: { keepAlive: 400 } });
    const { ended, links } = await begin();
    proxy.freeze();
    await expect
      .poll(() => links, { timeout: 5_000 })
      .toEqual([
        {
          type: 'down',
          since: expect.any(Number),
          reason: expect.stringContaining('did not answer for 1 s'),
        },
      ]);
    await executor.close();
    expect(await ended).toBe(LEFT);
  });

  test('lost, and the host lets nobody in any more: lost, without another try', async () => {
    let open = true;
    const server = await serve({ accepts: () => open });
    const { ended } = await reach(server).begin();
    open = false;
    server.cut();
    expect(await ended).toMatchObject({
      result: { type: 'lost', reason: expect.stringMatching(/^it began on head, .*does not let/) },
    });
    expect(server.logins()).toBe(2);
  });

  test('closed by us in the middle of a command: left running', async () => {
    const { begin, executor } = reach(await serve());
    const { ended, launches } = await begin();
    await executor.close();
    expect(await ended).toBe(LEFT);
    expect(groupMembers(launches[0]?.pid ?? 0)).not.toEqual([]);
  });
});

describe('the end of a command', () => {
  test('by a signal is told as shells do', async () => {
    const { run } = reach(await serve());
    expect((await run('kill -TERM $$')).result).toEqual({ type: 'exited', code: 143 });
  });

  test('without telling how is never code 0: somebody looks', async () => {
    const file = join(folder, 'ran');
    let first = true;
    const server = await serve({
      onCommand: ({ channel, run }) => {
        if (first) channel.close();
        else run();
        first = false;
      },
    });
    expect((await reach(server).run(`echo ran >>'${file}'; exit 4`)).result).toEqual({
      type: 'exited',
      code: 4,
    });
    expect(readFileSync(file, 'utf8')).toBe('ran\n');
  });

  test('a start that went through while its answer was lost does not take place again', async () => {
    const file = join(folder, 'ran');
    let first = true;
    const server = await serve({
      onCommand: ({ channel, connection, run }) => {
        run();
        if (first) channel.once('data', () => setTimeout(() => cutConnection(connection), 1));
        first = false;
      },
    });
    expect((await reach(server).run(`echo ran >>'${file}'; sleep 0.2; exit 4`)).result).toEqual({
      type: 'exited',
      code: 4,
    });
    expect(readFileSync(file, 'utf8')).toBe('ran\n');
  });

  test.each([0, 1])('code %d of a login that never ran a shell is not the step’s', async (code) => {
    const server = await serve({
      onCommand: ({ channel }) => {
        channel.write('This account is not available.\n');
        channel.exit(code);
        channel.end();
      },
    });
    const { type, reason, stdout } = await reach(server).run('true');
    expect({ type, stdout }).toEqual({ type: 'failed', stdout: '' });
    expect(reason).toContain(`code ${code}`);
    expect(reason).toContain('This account is not available.');
  });

  test('what the login prints before is no output, and no line of ours is', async () => {
    const server = await serve({
      onCommand: ({ channel, run }) => {
        channel.write('Welcome!');
        run();
      },
    });
    expect(await reach(server).run('echo hi')).toMatchObject({ type: 'exited', stdout: 'hi\n' });
  });

  test('a stop finds its way where the host allows one session a connection', async () => {
    const server = await serve({ maxSessions: 1 });
    const { run } = reach(server);
    expect((await run('sleep 300 & sleep 300', { timeout: 1_000 })).result).toEqual({
      type: 'timed-out',
      after: 1_000,
    });
    expect(server.connections()).toBe(2);
  });
});

describe('a stop or a time-out whose end nobody sees is lost', () => {
  const lockedOut = () => {
    let open = true;
    const lock = () => {
      open = false;
    };
    return { lock, server: serve({ maxSessions: 1, accepts: () => open }) };
  };

  test('a stop, and the kill is not let in', async () => {
    const { lock, server } = lockedOut();
    const stop = new AbortController();
    const { ended } = await reach(await server).begin(undefined, { stop: stop.signal });
    lock();
    stop.abort();
    expect(await ended).toMatchObject({
      result: {
        type: 'lost',
        reason: expect.stringMatching(
          /^a stop was asked for, but nobody saw the step end on head: .*does not let/,
        ),
      },
    });
  });

  test('a time-out, and the kill is not let in', async () => {
    const { lock, server } = lockedOut();
    const { ended } = await reach(await server).begin(undefined, { timeout: 2_000 });
    lock();
    expect(await ended).toMatchObject({
      result: {
        type: 'lost',
        reason: expect.stringMatching(
          /^the time was up, but nobody saw the step end on head: .*does not let/,
        ),
      },
    });
  });

  test('the connection breaks meanwhile, but the kill tells over another one that nothing is left', async () => {
    const server = await serveKill(({ connection, run }, first) => {
      cutConnection(first);
      if (connection !== first) run();
    });
    const { run } = reach(server);
    expect((await run('sleep 300 & sleep 300', { timeout: 1_000 })).result).toEqual({
      type: 'timed-out',
      after: 1_000,
    });
    expect(server.connections()).toBeGreaterThan(1);
  });

  test.each([
    ['something is left', (nonce: string) => `${nonce} left\n`, 'something of it outlived the KILL'],
    ['it is a login that runs no shell', () => 'not available\n', 'the kill was not answered'],
  ])('the kill is carried out: %s', async (_what, answer, reason) => {
    const server = await serveKill(({ channel }) => {
      channel.on('data', (bytes: Buffer) => {
        channel.write(answer(/gonogo-[0-9a-f]{32}/.exec(bytes.toString())?.[0] ?? ''));
        channel.exit(0);
        channel.end();
      });
    });
    const { result } = await reach(server).run('sleep 300', { timeout: 1_000 });
    expect(result).toEqual({
      type: 'lost',
      reason: `the time was up, but nobody saw the step end on head: ${reason}`,
    });
  });
});

test('a stop that overtakes the start keeps it from beginning', async () => {
  const stop = new AbortController();
  const file = join(folder, 'ran');
  const server = await serve({
    onCommand: ({ run }) => {
      const wait = stop.signal.aborted ? 0 : 300;
      stop.abort();
      setTimeout(run, wait);
    },
  });
  const { result } = await reach(server).run(`touch '${file}'`, { stop: stop.signal });
  expect(result).toEqual({ type: 'stopped' });
  await sleep(500);
  expect(existsSync(file)).toBe(false);
});

type OnCommand = NonNullable<SshServerOptions['onCommand']>;
type Served = Parameters<OnCommand>[0];

/** Runs the first command; what comes after it is the kill. */
async function serveKill(onKill: (served: Served, first: Served['connection']) => void) {
  let first: Served['connection'] | undefined;
  return await serve({
    onCommand: (served) => {
      if (first !== undefined) return onKill(served, first);
      first = served.connection;
      served.run();
    },
  });
}

async function silentServer() {
  const server = await startFreezingProxy();
  cleanUp(server.stop);
  return server;
}
