import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type HostLink, startHostLink } from './host-link.ts';

let faults: string;
let host: Server;
let link: HostLink;
let now: number;
const open: Socket[] = [];

async function startLink(): Promise<void> {
  const { port: to } = host.address() as AddressInfo;
  link = await startHostLink({ address: '127.0.0.1', to, faults, outageMs: 20_000, now: () => now });
}

function dial(): Socket {
  const socket = connect(link.port, '127.0.0.1').on('error', () => {});
  open.push(socket);
  return socket;
}

/** However it ends: `once` would throw at a reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function answer(socket: Socket, text: string): Promise<string> {
  const heard = once(socket, 'data');
  socket.write(text);
  const [data] = await heard;
  return String(data);
}

beforeEach(async () => {
  now = 1_000_000;
  faults = await mkdtemp(join(tmpdir(), 'gonogo-faults-'));
  host = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await link.stop();
  await new Promise((resolve) => host.close(resolve));
  await rm(faults, { recursive: true });
});

test('while it is silent nothing passes and nobody is told; afterwards what was sent arrives', async () => {
  await startLink();
  const socket = dial();
  expect(await answer(socket, 'before')).toBe('before');
  const ended = vi.fn();
  socket.on('close', ended);
  await writeFile(join(faults, 'link-silent'), '');
  // Until it has been noticed, answers still come.
  const heard = vi.fn();
  socket.on('data', heard);
  await vi.waitFor(async () => {
    heard.mockClear();
    socket.write('.');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).not.toHaveBeenCalled();
  });
  const late = dial();
  await once(late, 'connect');
  const lateAnswer = answer(late, 'late');
  expect(ended).not.toHaveBeenCalled();
  await rm(join(faults, 'link-silent'));
  expect(await lateAnswer).toBe('late');
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
});

test('a cut breaks what stands, takes its request away, and lets nobody in for a while', async () => {
  await startLink();
  const socket = dial();
  await answer(socket, 'before');
  const broken = closed(socket);
  await writeFile(join(faults, 'link-cut'), '');
  await broken;
  const refused = dial();
  const heard = vi.fn();
  refused.on('data', heard).write('too early');
  await closed(refused);
  expect(heard).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(existsSync(join(faults, 'link-cut'))).toBe(false));
  now += 20_000;
  expect(await answer(dial(), 'again')).toBe('again');
});
