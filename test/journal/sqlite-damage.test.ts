import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import type { Journal } from '../../source/journal/journal.ts';
import { JournalError } from '../../source/journal/journal-error.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';
import { readOutput } from '../helpers/read-output.ts';
import { mountSmallDisk, type SmallDisk } from '../helpers/small-disk.ts';
import { chunk, created, note } from './sample-events.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const newFile = () => join(newFolder(), 'journal.sqlite');
let disk: SmallDisk | undefined;
afterEach(() => {
  disk?.remove();
  disk = undefined;
});

const runs = ['7K2F', 'P5JN'];
const notes = Array.from({ length: 60 }, (_, index) => note(`${index} ${'x'.repeat(200)}`));

/** A journal of a few dozen pages, closed. */
async function fill(file: string): Promise<void> {
  const journal = await openSqliteJournal({ file });
  for (const run of runs) {
    await journal.append(run, 0, [{ at: 1, event: created }, ...notes]);
    for (let times = 0; times < 3; times += 1) {
      const pieces = Array.from({ length: 10 }, (_, index) =>
        chunk('y'.repeat(3000), { step: `s${index % 3}` }),
      );
      await journal.appendOutput(run, pieces);
    }
  }
  await journal.close();
}

async function refusal(work: Promise<unknown>): Promise<JournalError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof JournalError) return error;
  throw new Error('it was not refused', { cause: error });
}

/** Everything can be read, and nothing written. */
async function expectReadable(journal: Journal, code: string, file: string): Promise<void> {
  expect((await journal.runs()).map(({ run }) => run).sort()).toEqual(runs);
  expect(verifyChain(await journal.read('7K2F'))).toMatchObject({ type: 'intact' });
  expect(await readOutput(journal, '7K2F')).toHaveLength(30);
  for (const write of [
    () => journal.append('7K2F', 61, [note('z')]),
    () => journal.appendOutput('7K2F', [chunk('z')]),
    () => journal.hold('7K2F'),
  ]) {
    expect(await refusal(write())).toMatchObject({ code, message: expect.stringContaining(file) });
  }
  await journal.close();
}

describe('a journal that can’t be written is read all the same', () => {
  test.each([
    ['in a folder', 0o600],
    ['as a file', 0o400],
  ])('read-only %s', async (_what, mode) => {
    const folder = newFolder();
    const file = join(folder, 'journal.sqlite');
    await asOrdinaryUser(folder, async () => {
      await fill(file);
      chmodSync(file, mode);
      chmodSync(folder, 0o500);
      await expectReadable(await openSqliteJournal({ file }), 'read-only', file);
      expect(readdirSync(folder)).toEqual(['journal.sqlite']);
      chmodSync(folder, 0o700);
    });
  });

  test('on a full disk', async (context) => {
    disk = mountSmallDisk(4);
    if (disk === undefined) return context.skip('only root mounts a disk');
    const file = join(disk.folder, 'journal.sqlite');
    await fill(file);
    disk.fill();
    await expectReadable(await openSqliteJournal({ file }), 'full', file);
    disk.makeRoom();
    const journal = await openSqliteJournal({ file });
    expect((await journal.append('7K2F', 61, [note('room again')])).type).toBe('appended');
    await journal.close();
  });

  test('while what came last is not yet in the file itself', async () => {
    const folder = newFolder();
    const file = join(folder, 'journal.sqlite');
    await asOrdinaryUser(folder, async () => {
      await fill(file);
      const writer = await openSqliteJournal({ file });
      await writer.append('7K2F', 61, [note('the newest')]);
      chmodSync(folder, 0o500);
      chmodSync(file, 0o400);
      const reader = await openSqliteJournal({ file });
      expect(await reader.read('7K2F')).toHaveLength(62);
      await reader.close();
      chmodSync(folder, 0o700);
      await writer.close();
    });
  });
});

test('a disk that fills up while it is open costs nothing that was acknowledged', async (context) => {
  disk = mountSmallDisk(4);
  if (disk === undefined) return context.skip('only root mounts a disk');
  const file = join(disk.folder, 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.append('7K2F', 0, [{ at: 1, event: created }]);
  disk.fill();
  let version = 1;
  const more = async () => {
    for (;;) {
      await journal.append('7K2F', version, [note('x'.repeat(500))]);
      version += 1;
    }
  };
  expect(await refusal(more())).toMatchObject({ code: 'full' });
  const { message } = await refusal(journal.append('7K2F', version, [note('once more')]));
  expect(message).toMatch(
    /no room left for the journal: make room, then go on \(.*; nothing of the last write was kept\)/,
  );
  disk.makeRoom();
  expect((await journal.append('7K2F', version, [note('room again')])).type).toBe('appended');
  await journal.close();
  const again = await openSqliteJournal({ file });
  const events = await again.read('7K2F');
  expect([events.length, verifyChain(events).type]).toEqual([version + 1, 'intact']);
  await again.close();
});

describe('a damaged file', () => {
  test('that was emptied is not taken for a new one while its newest part is still there', async () => {
    const file = newFile();
    const journal = await openSqliteJournal({ file });
    await journal.append('7K2F', 0, [{ at: 1, event: created }]);
    const newest = readFileSync(`${file}-wal`);
    await journal.close();
    writeFileSync(file, '');
    writeFileSync(`${file}-wal`, newest);
    const error = await refusal(openSqliteJournal({ file }));
    expect(error).toMatchObject({ code: 'corrupt', message: expect.stringMatching(/is empty, and was not/) });
    expect(readFileSync(`${file}-wal`).equals(newest)).toBe(true);
  });

  test.each([
    ['its first bytes overwritten', (bytes: Buffer) => bytes.fill('X', 0, 8)],
    ['its first page overwritten', (bytes: Buffer) => bytes.fill(0xa5, 40, 300)],
    ['its second half cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['cut off in its first page', (bytes: Buffer) => bytes.subarray(0, 5000)],
  ])('with %s is refused, and stays as it is', async (_what, damage) => {
    const file = newFile();
    await fill(file);
    const damaged = damage(readFileSync(file));
    writeFileSync(file, damaged);
    expect(await refusal(openSqliteJournal({ file }))).toMatchObject({
      code: 'corrupt',
      message: expect.stringMatching(/journal\.sqlite is damaged .*: keep a copy of it, .* --journal/),
    });
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  test('with a row that nobody has written is named', async () => {
    const file = newFile();
    await fill(file);
    const bytes = readFileSync(file);
    bytes.write('stdoux', bytes.lastIndexOf('stdout'));
    writeFileSync(file, bytes);
    const journal = await openSqliteJournal({ file });
    const message = expect.stringMatching(/is damaged .*a row that gonogo has not written.*keep a copy/);
    const walk = async (run: string) => {
      for await (const { bytes } of journal.walkOutput(run)) expect(bytes).toHaveLength(3000);
    };
    const answers = await Promise.allSettled(runs.flatMap((run) => [readOutput(journal, run), walk(run)]));
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(refusals).toEqual([
      expect.objectContaining({ code: 'corrupt', message }),
      expect.objectContaining({ code: 'corrupt', message }),
    ]);
    await journal.close();
  });

  test('gives what it has, or says that it is damaged: nothing else, wherever the damage is', async () => {
    const file = newFile();
    await fill(file);
    const whole = readFileSync(file);
    const pages = whole.length / pageSize;
    const random = numbersFrom(1);
    const outcomes = { given: 0, refused: 0 };
    for (let turn = 0; turn < 3 * pages; turn += 1) {
      for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
      writeFileSync(file, damagePage(whole, turn % pages, Math.floor(turn / pages), random));
      for (const result of await everyUse(file)) outcomes[result] += 1;
    }
    expect(outcomes.given).toBeGreaterThan(pages);
    expect(outcomes.refused).toBeGreaterThan(pages);
  }, 60_000);
});

const pageSize = 4096;

/** All zeroes, all noise, or noise here and there. */
function damagePage(whole: Buffer, page: number, kind: number, random: () => number): Buffer {
  const bytes = Buffer.from(whole);
  const from = page * pageSize;
  if (kind === 0) return bytes.fill(0, from, from + pageSize);
  const places =
    kind === 1
      ? Array.from({ length: pageSize }, (_, index) => index)
      : Array.from({ length: 20 }, () => Math.floor(random() * 400));
  for (const place of places) bytes[from + place] = Math.floor(random() * 256);
  return bytes;
}

async function everyUse(file: string): Promise<readonly ('given' | 'refused')[]> {
  const results: ('given' | 'refused')[] = [];
  const look = async (work: () => Promise<unknown>) => {
    try {
      await work();
      results.push('given');
    } catch (error) {
      expect(error).toMatchObject({ name: 'JournalError', code: 'corrupt' });
      results.push('refused');
    }
  };
  await look(async () => {
    const journal = await openSqliteJournal({ file });
    await look(journal.runs);
    for (const run of runs) {
      await look(() => journal.read(run));
      await look(() => readOutput(journal, run));
      await look(async () => {
        for await (const { bytes } of journal.walkOutput(run)) expect(bytes.length).toBeGreaterThanOrEqual(0);
      });
      await look(() => journal.hold(run));
      await look(() => journal.append(run, 61, [note('z')]));
      await look(() => journal.appendOutput(run, [chunk('z')]));
    }
    await journal.close();
  });
  expect(existsSync(file)).toBe(true);
  return results;
}

/** The same numbers from 0 to 1 each time. */
function numbersFrom(seed: number): () => number {
  let last = seed;
  return () => {
    last = (last * 1_103_515_245 + 12_345) % 2 ** 31;
    return last / 2 ** 31;
  };
}
