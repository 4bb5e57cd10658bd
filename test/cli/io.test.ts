import { afterEach, expect, test } from 'vitest';
import { processIo } from '../../source/cli/io.ts';

const streams = [process.stdin, process.stdout, process.stderr];
const before = streams.map((stream) => stream.listeners('error'));
let left = 0;
const hear = () => {
  left += 1;
};
afterEach(() => {
  process.off('SIGHUP', hear);
  for (const [index, stream] of streams.entries()) {
    for (const listener of stream.rawListeners('error')) {
      if (before[index]?.includes(listener) !== true) stream.off('error', listener as () => void);
    }
  }
});

test('a terminal that fails is a closed one: whoever runs hears of it', () => {
  const io = processIo();
  expect([io.stdin, io.stdout]).toEqual([process.stdin, process.stdout]);
  process.on('SIGHUP', hear);
  process.stdin.emit('error', new Error('setRawMode EIO'));
  expect(left).toBe(1);
  process.stdout.emit('error', new Error('write EPIPE'));
  expect(left).toBe(2);
});
