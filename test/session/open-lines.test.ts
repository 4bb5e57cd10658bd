import { expect, test } from 'vitest';
import type { OutputChunk } from '../../source/journal/journal.ts';
import type { OutputReader } from '../../source/journal/output-reader.ts';
import { createLogBook } from '../../source/session/log-book.ts';
import { extendLead, noLead, overwriteReach } from '../../source/session/log-piece.ts';
import { createReplayLog } from '../../source/session/replay-log.ts';
import { logLines, outputOf } from '../helpers/read-output.ts';

const at = (index: number): number => 1000 + index * 150;
const piece = (text: string, index: number, rest: Partial<OutputChunk> = {}): OutputChunk => ({
  ...{ step: 's', attempt: 1, action: 0, target: 'n1', stream: 'stdout' },
  ...{ at: at(index), bytes: Buffer.from(text), ...rest },
});
const texts = (log: Parameters<typeof logLines>[0]) => logLines(log, 's').map(({ text }) => text);

/** Counts what is asked of it. */
function counting(reader: OutputReader) {
  const asked = { bytes: 0, ofStream: 0 };
  const counted: OutputReader = {
    ...reader,
    bytes: (one) => {
      asked.bytes += 1;
      return reader.bytes(one);
    },
    ofStream: (place, id) => {
      asked.ofStream += 1;
      return reader.ofStream(place, id);
    },
  };
  return { counted, asked };
}

test('a line that was begun long ago is whole, however much the other stream wrote since', () => {
  const between = Array.from({ length: 1500 }, (_, index) => piece(`out ${index}\n`, index + 1));
  const begun = [piece('Deploying ... ', 0, { stream: 'stderr' }), ...between];
  const log = createReplayLog(outputOf([...begun, piece('done\n', 1600, { stream: 'stderr' })]));
  log.seek(at(1500));
  expect(texts(log).at(-1)).toBe('Deploying ... ');
  log.seek(at(1600));
  expect(logLines(log, 's').at(-1)).toMatchObject({ text: 'Deploying ... done', at: at(0) });

  const closed = createReplayLog(outputOf([...begun, piece('next\n', 1600, { action: 1 })]));
  closed.seek(at(1600));
  expect(logLines(closed, 's').at(-2)).toMatchObject({ text: 'Deploying ... ', at: at(0) });
});

const bar = (index: number): string => `\r[${'#'.repeat(index % 50).padEnd(50)}] ${index} of 900 files`;

test('a progress bar that goes on for long costs no more than a short one, in a run and in its replay', () => {
  const chunks = Array.from({ length: 900 }, (_, index) => piece(bar(index), index));
  const { counted, asked } = counting(outputOf(chunks));
  const log = createReplayLog(counted);
  const live = createLogBook();
  for (const chunk of chunks) live.append(chunk);
  log.seek(at(898));
  expect(texts(log)).toEqual([bar(898).slice(1)]);
  const first = asked.bytes;
  expect(first).toBeLessThan(60);
  log.seek(at(899));
  expect(texts(log)).toEqual(texts(live));
  expect(asked.bytes).toBe(first + 1);
  log.seek(at(2));
  expect(texts(log)).toEqual([bar(2).slice(1)]);
});

test('what a carriage return overwrote is forgotten after a while; no line is called cut for it', () => {
  let lead = noLead;
  for (let index = 0; index < 200; index += 1) lead = extendLead(lead, Buffer.from(bar(index)), at(index));
  expect(lead).toMatchObject({ cut: false, openAt: at(0) });
  expect(lead.bytes.length).toBeLessThan(overwriteReach + bar(0).length * 2);
  const ended = Buffer.from(`${'x'.repeat(100)}\r\n\x1b[31m${'y'.repeat(overwriteReach)}`);
  expect(Buffer.from(extendLead(noLead, ended, 0).bytes).toString()).toMatch(/^\x1b\[31my+$/);
});

test('the end of a large piece does not keep all of it in memory', () => {
  const large = Buffer.alloc(1 << 20, 'x');
  large[large.length - 5] = 0x0a;
  expect(extendLead(noLead, large, 0).bytes.buffer.byteLength).toBe(4);
});

test('where every line is a piece of its own, what comes before them is looked up once', () => {
  const chunks = Array.from({ length: 600 }, (_, index) => piece(`line ${index}\n`, index));
  const { counted, asked } = counting(outputOf(chunks));
  const log = createReplayLog(counted);
  log.seek(at(600));
  const lines = log.read({ step: 's', from: 100, to: 600 });
  expect(lines.map(({ text }) => text)).toEqual(
    Array.from({ length: 500 }, (_, index) => `line ${100 + index}`),
  );
  expect(asked.ofStream).toBeLessThan(20);
});
