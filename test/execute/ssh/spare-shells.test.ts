import { expect, test } from 'vitest';
import type {
  ChannelEnd,
  ChannelOrder,
  ChannelStart,
  HostConnection,
} from '../../../source/execute/shell/shell-channel.ts';
import { createSpareShells } from '../../../source/execute/ssh/spare-shells.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';

const exited: ChannelEnd = { type: 'exited', code: 0 };

function setUp({ refuse = false } = {}) {
  const timers = manualTimers();
  const opened: { order: ChannelOrder; written: string[]; end: (end: ChannelEnd) => void }[] = [];
  let open = true;
  const run = async (order: ChannelOrder): Promise<ChannelStart> => {
    const { promise: ended, resolve: end } = Promise.withResolvers<ChannelEnd>();
    const written = [order.input];
    opened.push({ order, written, end });
    if (refuse && opened.length > 1) return { type: 'failed', reason: 'no more' };
    const nothing = () => {};
    const channel = {
      write: (text: string) => written.push(text),
      pause: nothing,
      resume: nothing,
      ended,
      close: nothing,
    };
    return { type: 'started', channel };
  };
  const connection: HostConnection = {
    hostKey: undefined,
    isOpen: () => open,
    hasRoom: () => true,
    run,
    close: async () => {},
  };
  const spares = createSpareShells(timers);
  const pass = async (ms: number) => {
    timers.pass(ms);
    await settled();
  };
  const cut = () => {
    open = false;
  };
  return { spares, host: spares.on(connection), opened, pass, cut };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function order(input: string) {
  const heard: string[] = [];
  const stdout = (bytes: Uint8Array) => {
    heard.push(Buffer.from(bytes).toString());
  };
  return { input, stdout, stderr: stdout, heard };
}

async function once(host: HostConnection, asked: ChannelOrder) {
  const start = await host.run(asked);
  if (start.type === 'failed') throw new Error(start.reason);
  return start.channel;
}

test('after a command and a calm half second the next one finds a shell waiting', async () => {
  const { host, opened, pass } = setUp();
  await once(host, order('first'));
  await pass(10_000);
  expect(opened).toHaveLength(1);
  opened[0]?.end(exited);
  await settled();
  await pass(499);
  expect(opened).toHaveLength(1);
  await pass(1);
  expect(opened.map(({ written }) => written)).toEqual([['first'], ['']]);

  opened[1]?.order.stdout(Buffer.from('Welcome!'));
  const second = order('second');
  const channel = await once(host, second);
  channel.write('p');
  opened[1]?.order.stdout(Buffer.from('answer'));
  opened[1]?.order.stderr(Buffer.from('trouble'));
  opened[1]?.end(exited);
  expect(await channel.ended).toEqual(exited);
  expect(opened[1]?.written).toEqual(['', 'second', 'p']);
  expect(second.heard).toEqual(['answer', 'trouble']);
  expect(opened).toHaveLength(2);
});

test('a command beside one that runs opens a shell of its own', async () => {
  const { host, opened, pass } = setUp();
  (await once(host, order('first'))).close();
  opened[0]?.end(exited);
  await settled();
  await pass(500);
  await once(host, order('second'));
  await once(host, order('third'));
  await pass(5_000);
  expect(opened.map(({ written }) => written)).toEqual([['first'], ['', 'second'], ['third']]);
});

test('a shell that ended while it waited is not used, and none is made after it', async () => {
  const { host, opened, pass } = setUp();
  await once(host, order('first'));
  opened[0]?.end(exited);
  await settled();
  await pass(500);
  opened[1]?.end(exited);
  await settled();
  await once(host, order('second'));
  opened[2]?.end(exited);
  await settled();
  await pass(5_000);
  expect(opened.map(({ written }) => written)).toEqual([['first'], [''], ['second']]);
});

test('a shell found dead only when it is used is a lost one, not the end of the command', async () => {
  const { host, opened, pass } = setUp();
  await once(host, order('first'));
  opened[0]?.end(exited);
  await settled();
  await pass(500);
  const channel = await once(host, order('second'));
  opened[1]?.end(exited);
  expect(await channel.ended).toMatchObject({ type: 'lost' });
});

test('a host that refuses a spare one is not asked again', async () => {
  const { host, opened, pass } = setUp({ refuse: true });
  await once(host, order('first'));
  opened[0]?.end(exited);
  await settled();
  await pass(500);
  await pass(5_000);
  expect(opened).toHaveLength(2);
});

test('none is made on a connection that has run nothing, that is gone, or after the close', async () => {
  const idle = setUp();
  await idle.pass(5_000);
  expect(idle.opened).toHaveLength(0);
  for (const stop of ['cut', 'close'] as const) {
    const { host, opened, pass, cut, spares } = setUp();
    await once(host, order('first'));
    opened[0]?.end(exited);
    await settled();
    if (stop === 'cut') cut();
    else spares.close();
    await pass(5_000);
    expect(opened).toHaveLength(1);
  }
});
