import { describe, expect, test } from 'vitest';
import { startFreezingProxy } from '../helpers/freezing-proxy.ts';
import { shJob } from '../helpers/sh-job.ts';
import { cleanUp, reach, serve } from '../helpers/ssh-head.ts';
import { cutConnection, type SshServerOptions } from '../helpers/ssh-server.ts';

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

  test('lost in the middle of a command: lost, and the output so far is there', async () => {
    const server = await serve();
    const { ended } = await reach(server).begin();
    server.cut();
    expect((await ended).result.type).toBe('lost');
  });

  test('lost before the command began: refused', async () => {
    const { run } = reach(await serve({ onSession: cutConnection }));
    expect((await run('true')).type).toBe('refused');
  });

  test('that goes silent is lost', async () => {
    const server = await serve();
    const proxy = await startFreezingProxy(server.port);
    cleanUp(proxy.stop);
    const { ended } = await reach(proxy, { options: { keepAlive: 400 } }).begin();
    proxy.freeze();
    expect((await ended).result).toEqual({
      type: 'lost',
      reason: expect.stringContaining('did not answer for 1 s'),
    });
  });

  test('closed by us in the middle of a command: lost', async () => {
    const server = await serve();
    const { begin, executor } = reach(server);
    const { ended } = await begin();
    await executor.close();
    expect((await ended).result.type).toBe('lost');
  });
});

describe('the end of a command', () => {
  test('by a signal', async () => {
    const { run } = reach(await serve());
    expect((await run('kill -TERM $$')).result).toEqual({ type: 'signalled', signal: 'SIGTERM' });
  });

  test('without telling how is never code 0', async () => {
    const { run } = reach(await serve({ onCommand: ({ channel }) => channel.close() }));
    expect((await run('true')).type).toBe('lost');
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
    expect({ type, stdout }).toEqual({ type: 'failed', stdout: 'This account is not available.\n' });
    expect(reason).toContain(`code ${code}`);
  });

  test('what the login prints before is output, and no line of ours is', async () => {
    const server = await serve({
      onCommand: ({ channel, run }) => {
        channel.write('Welcome!');
        run();
      },
    });
    expect(await reach(server).run('echo hi')).toMatchObject({ type: 'exited', stdout: 'Welcome!hi\n' });
  });

  test('a stop finds its way where the host allows one session a connection', async () => {
    const server = await serve({ maxSessions: 1 });
    const { run } = reach(server);
    expect((await run('sleep 300 & sleep 300', { timeout: 300 })).result).toEqual({
      type: 'timed-out',
      after: 300,
    });
    expect(server.connections()).toBe(2);
  });

  test('a host cannot make us kill what is not ours', async () => {
    const commands: string[] = [];
    const server = await serve({
      onCommand: ({ channel }) => {
        commands.push('');
        channel.on('data', (bytes: Buffer) => {
          const nonce = /gonogo-[0-9a-f]{32}/.exec(bytes.toString())?.[0];
          channel.write(`${nonce} -1\n`);
        });
      },
    });
    const { run } = reach(server);
    await run('true', { timeout: 300 });
    expect(commands).toHaveLength(1);
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
    const { executor } = reach(await server);
    const stop = new AbortController();
    const { job, stdout } = shJob('echo begun; sleep 300', { target: 'head', stop: stop.signal });
    const ended = executor.perform(job);
    await expect.poll(stdout).toBe('begun\n');
    lock();
    stop.abort();
    expect((await ended).result).toEqual({
      type: 'lost',
      reason: expect.stringMatching(
        /^a stop was asked for, but nobody saw the step end on head: .*does not let/,
      ),
    });
  });

  test('a time-out, and the kill is not let in', async () => {
    const { lock, server } = lockedOut();
    const { executor } = reach(await server);
    const { job, stdout } = shJob('echo begun; sleep 300', { target: 'head', timeout: 1_000 });
    const ended = executor.perform(job);
    await expect.poll(stdout, { interval: 5 }).toBe('begun\n');
    lock();
    expect((await ended).result).toEqual({
      type: 'lost',
      reason: expect.stringMatching(/^the time was up, but nobody saw the step end on head: .*does not let/),
    });
  });

  test('the connection breaks meanwhile, but the kill tells over another one that nothing is left', async () => {
    const server = await serveKill(({ connection, run }, first) => {
      cutConnection(first);
      if (connection !== first) run();
    });
    const { run } = reach(server);
    expect((await run('sleep 300 & sleep 300', { timeout: 300 })).result).toEqual({
      type: 'timed-out',
      after: 300,
    });
    expect(server.connections()).toBe(2);
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
    const { result } = await reach(server).run('sleep 300', { timeout: 300 });
    expect(result).toEqual({
      type: 'lost',
      reason: `the time was up, but nobody saw the step end on head: ${reason}`,
    });
  });
});

test('a stop waits for the shell to say whom to kill', async () => {
  const stop = new AbortController();
  const server = await serve({
    onCommand: ({ run }) => {
      const wait = stop.signal.aborted ? 0 : 200;
      stop.abort();
      setTimeout(run, wait);
    },
  });
  const { result } = await reach(server).run('sleep 300', { stop: stop.signal });
  expect(result).toEqual({ type: 'stopped' });
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
