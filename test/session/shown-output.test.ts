import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OutputChunk } from '../../source/journal/journal.ts';
import { JournalError } from '../../source/journal/journal-error.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { createLogBook } from '../../source/session/log-book.ts';
import { createReplayLog } from '../../source/session/replay-log.ts';
import { lostWords, shownOutput } from '../../source/session/shown-output.ts';
import { createTakenOutput } from '../../source/session/taken-output.ts';
import { logLines, outputOf } from '../helpers/read-output.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';

const newFolder = temporaryFolders();
const piece = (text: string, target = 'n1'): OutputChunk => ({
  ...{ step: 's', attempt: 1, action: 0, target, stream: 'stdout', at: 1000 },
  bytes: Buffer.from(text),
});

/** A run whose large output has lost its file, and kept what is small. */
async function damaged() {
  const file = join(newFolder(), 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.appendOutput('R', [piece('before\n')]);
  await journal.appendOutput('R', [piece(`${'x'.repeat(99)}\n`.repeat(1000)), piece('open', 'n2')]);
  await journal.appendOutput('R', [piece('after\n')]);
  await journal.close();
  rmSync(`${file}.output`, { recursive: true });
  const again = await openSqliteJournal({ file });
  return { journal: again, strict: again.readOutput('R'), shown: shownOutput(again.readOutput('R')) };
}

test('lines that are lost are said in their places, and all others keep their numbers', async () => {
  const { journal, shown } = await damaged();
  const replay = createReplayLog(shown.reader);
  replay.seek(1e9);
  for (const log of [createLogBook({ reader: shown.reader }), replay]) {
    const texts = logLines(log, 's', 'n1').map(({ text }) => text);
    expect(texts.length).toBe(1002);
    expect([texts[0], texts[1], texts[1000], texts[1001]]).toEqual(['before', lostWords, lostWords, 'after']);
    expect(logLines(log, 's', 'n2').map(({ text }) => text)).toEqual([lostWords]);
  }
  expect(shown.trouble()).toMatch(/output of run R is gone .* gonogo verify R says what/);
  await journal.close();
});

test('hosts whose output is lost are told from each other', async () => {
  const { journal, shown, strict } = await damaged();
  const taken = createTakenOutput(strict);
  const unguarded = createLogBook({ reader: shown.reader, taken });
  expect(() => unguarded.folds('s')).toThrow(JournalError);
  const attemptKey = shown.guarded(taken.attemptKey);
  const log = createLogBook({ reader: shown.reader, taken: { attemptKey } });
  expect(log.folds('s').map(({ targets }) => targets)).toEqual([['n1'], ['n2']]);
  await journal.close();
});

test('where nothing can be read any more there is nothing to see, and why is said', async () => {
  const { journal, shown } = await damaged();
  await journal.close();
  const log = createReplayLog(shown.reader);
  expect(log.seek(1e9)).toBe(false);
  expect([log.steps(), log.targets('s'), logLines(log, 's'), log.folds('s')]).toEqual([[], [], [], []]);
  expect(shown.trouble()).toMatch(/journal/);
});

test('what many hosts wrote in an earlier session is compared bit by bit', () => {
  const hosts = Array.from({ length: 30 }, (_, index) => `n${index}`);
  const stored = outputOf(hosts.map((host) => piece('x\n'.repeat(1 << 18), host)));
  let read = 0;
  const reader = {
    ...stored,
    bytes: (one: Parameters<typeof stored.bytes>[0]) => {
      read += one.length;
      return stored.bytes(one);
    },
  };
  const log = createLogBook({ reader, taken: createTakenOutput(reader) });
  const first = log.folds('s').length;
  expect(first).toBeGreaterThan(1);
  expect(read).toBeLessThan(10 << 20);
  for (let frame = 0; frame < 3; frame += 1) log.folds('s');
  expect(log.folds('s').map(({ targets }) => targets)).toEqual([hosts]);
  expect(read).toBe(30 << 19);
});
