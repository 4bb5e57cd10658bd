import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { readOutput } from '../helpers/read-output.ts';
import { childProcesses } from './child-process.ts';
import { textOf } from './sample-events.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const start = childProcesses();

test('what was acknowledged before a kill -9 is there, and the chain is intact', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  let before = 0;
  // Killed early, in the middle and late: the file goes on from round to round.
  for (const enough of [1, 37, 120]) {
    const child = start('./append-child.ts', file, '7K2F');
    await child.until((lines) => lines.length >= enough);
    child.process.kill('SIGKILL');
    await child.ended;
    const acknowledged = (kind: string) => child.lines().filter((line) => line.startsWith(kind)).length;

    const journal = await openSqliteJournal({ file });
    const events = await journal.read('7K2F');
    expect(events.length).toBeGreaterThanOrEqual(before + acknowledged('event'));
    // One more may have been written and not yet been said.
    expect(events.length).toBeLessThanOrEqual(before + acknowledged('event') + 1);
    expect(child.lines().at(-1)).toMatch(/^(event|output) \d+$/);
    expect(verifyChain(events).type).toBe('intact');
    const output = textOf(await readOutput(journal, '7K2F'));
    const last = Number(
      child
        .lines()
        .findLast((line) => line.startsWith('output'))
        ?.slice('output '.length) ?? 0,
    );
    expect(output.length).toBeGreaterThanOrEqual(last);
    expect(output).toEqual(output.map((_, index) => `line ${index + 1}\n`));
    await journal.close();
    before = events.length;
  }
});

test('processes that append to one new run at once: one is first each time, nothing is lost', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const children = ['a', 'b', 'c'].map((name) => start('./race-child.ts', file, '7K2F', name, '15'));
  await Promise.all(children.map((child) => child.until((lines) => lines.includes('ready'))));
  for (const child of children) child.process.stdin?.write('go\n');
  await Promise.all(children.map(({ ended }) => ended));

  const said = children.flatMap((child) => child.lines());
  const appended = said.filter((line) => line.startsWith('appended'));
  expect(appended).toHaveLength(45);
  expect(new Set(appended).size).toBe(45);
  // All three wanted to create the run, and only one did.
  expect(appended.filter((line) => line === 'appended 0')).toHaveLength(1);
  expect(said.filter((line) => line === 'conflict 0')).toHaveLength(2);

  const journal = await openSqliteJournal({ file });
  const events = await journal.read('7K2F');
  const texts = events.map(({ event }) => (event.type === 'note.added' ? event.text : ''));
  expect(new Set(texts).size).toBe(45);
  expect(events).toHaveLength(45);
  expect(verifyChain(events).type).toBe('intact');
  await journal.close();
});
