/**
 * A program of its own: writes lines at a set rate into the named pipes that it is told of, each with its share.
 * Says `ready` once all of them are read, begins on `go`, and ends on `stop` or after its most seconds; then it says
 * what it wrote. Lines come from one block made beforehand, so that it takes next to none of the processors.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cycle, lineLength, type StreamOrder, type StreamReport } from './stream-words.ts';

/** Writes in a second, all pipes together, that this program can make for next to nothing. */
const writesPerSecond = 4_000;
/** Milliseconds. */
const usualTick = 5;
/** What a pipe takes at once, and what is written to it in one tick: readers must not make it wait. */
const pipeSize = 65_536;
const bytesPerTick = pipeSize / 4;
const patience = 60_000;

type Pipe = { readonly fd: number; written: number };

const order = JSON.parse(process.argv[2] ?? '') as StreamOrder;
const lines = Array.from({ length: cycle }, (_, index) => `${sentence(index).padEnd(lineLength - 1, '.')}\n`);
const block = Buffer.from([...lines, ...lines].join(''));
const round = cycle * lineLength;

let stopped = false;
const { promise: asked, resolve: go } = Promise.withResolvers<void>();
process.on('message', (word) => {
  if (word === 'go') go();
  if (word === 'stop') stopped = true;
});
process.on('disconnect', () => process.exit(1));

const pipes: Pipe[] = [];
for (const path of order.pipes) pipes.push({ fd: await openWhenRead(path), written: 0 });
process.send?.('ready');
await asked;
await write();
for (const { fd } of pipes) closeSync(fd);
process.send?.(report());
process.disconnect();

/** A pipe that nobody reads can't be opened without waiting, and then nothing could end this program. */
async function openWhenRead(path: string): Promise<number> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(20);
    }
  }
}

async function write(): Promise<void> {
  const bytesPerSecond = (order.linesPerSecond * lineLength) / pipes.length;
  const quick = Math.min(usualTick, (bytesPerTick / bytesPerSecond) * 1_000);
  const tick = Math.max(1, quick, (pipes.length / writesPerSecond) * 1_000);
  const most = (order.mostLines * lineLength) / pipes.length;
  const began = performance.now();
  for (;;) {
    const seconds = (performance.now() - began) / 1_000;
    const ends = stopped || seconds > order.mostSeconds || pipes.every(({ written }) => written >= most);
    for (const pipe of pipes) {
      const due = Math.min(most, seconds * bytesPerSecond);
      // The last line is a whole one.
      const goal = ends ? Math.ceil(pipe.written / lineLength) * lineLength : due;
      fill(pipe, goal);
    }
    if (ends && pipes.every(({ written }) => written % lineLength === 0)) return;
    await sleep(tick);
  }
}

function fill(pipe: Pipe, goal: number): void {
  while (pipe.written < Math.floor(goal)) {
    const from = pipe.written % round;
    const length = Math.min(Math.floor(goal) - pipe.written, pipeSize, round);
    try {
      const written = writeSync(pipe.fd, block, from, length);
      pipe.written += written;
      if (written < length) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return;
      throw error;
    }
  }
}

function report(): StreamReport {
  const { user, system } = process.cpuUsage();
  return { lines: pipes.map(({ written }) => written / lineLength), cpu: (user + system) / 1e6 };
}

function sentence(index: number): string {
  const number = String(index).padStart(4, '0');
  return `${number} copied /srv/release/lib/part-${(index * 7_919) % 100_003}.jar in ${(index * 31) % 977} ms `;
}
