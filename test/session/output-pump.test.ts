import { expect, test } from 'vitest';
import type { Journal, OutputChunk } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createLogBook } from '../../source/session/log-book.ts';
import { createOutputPump } from '../../source/session/output-pump.ts';
import { createTakenOutput } from '../../source/session/taken-output.ts';
import { logLines } from '../helpers/read-output.ts';

const line = (index: number): OutputChunk => ({
  ...{ step: 's', attempt: 1, action: 0, target: 'n1', stream: 'stdout', at: index * 1000 },
  bytes: Buffer.from(`line ${index}\n`),
});

/** A journal whose disk is full as long as somebody says so. */
function open() {
  const memory = createMemoryJournal();
  const disk = { full: false };
  const journal: Journal = {
    ...memory,
    appendOutput: async (run, chunks) => {
      if (disk.full) throw new Error('no room left');
      await memory.appendOutput(run, chunks);
    },
  };
  const reader = journal.readOutput('R');
  const logs = createLogBook({ reader, limit: 2000 });
  const taken = createTakenOutput(reader);
  const wall = createManualClock(0);
  const pump = createOutputPump({ journal, run: 'R', logs, taken, wall, onState: () => undefined });
  return { disk, logs, pump, journal };
}

test('lines that wait for the journal can be read, however many; those in it are read there', async () => {
  const { disk, logs, pump } = open();
  const texts = () => logLines(logs, 's').map(({ text }) => text);
  for (let index = 0; index < 20; index += 1) pump.write(line(index));
  await pump.flush();
  disk.full = true;
  for (let index = 20; index < 60; index += 1) pump.write(line(index));
  await expect(pump.flush()).rejects.toThrow('no room left');
  const expected = Array.from({ length: 60 }, (_, index) => `line ${index}`);
  expect(texts()).toEqual(expected);
  expect(logs.read({ step: 's', from: 25, to: 26 }).map(({ text }) => text)).toEqual(['line 25']);
  disk.full = false;
  await pump.flush();
  pump.write(line(60));
  expect(texts()).toEqual([...expected, 'line 60']);
});

test('many small pieces ask to wait before they fill the memory', async () => {
  const { disk, pump, journal } = open();
  disk.full = true;
  let written = 0;
  let waits: unknown;
  while (waits === undefined && written < 100_000) {
    waits = pump.write({ ...line(0), bytes: Buffer.from('x') });
    written += 1;
  }
  expect(written).toBeLessThan(50_000);
  disk.full = false;
  await pump.flush();
  await waits;
  expect(journal.readOutput('R').atOrBefore({})).toMatchObject({ offset: 0, length: written });
});

test('output is recorded also where whoever shows it fails', async () => {
  const { logs, pump, journal } = open();
  const end = logs.subscribe(() => {
    throw new Error('a screen that fails');
  });
  expect(() => pump.write(line(0))).toThrow('a screen that fails');
  end();
  pump.write(line(1));
  await pump.flush();
  expect(journal.readOutput('R').atOrBefore({})).toMatchObject({ offset: 'line 0\n'.length, line: 1 });
  expect(logLines(logs, 's').map(({ text }) => text)).toEqual(['line 0', 'line 1']);
});
