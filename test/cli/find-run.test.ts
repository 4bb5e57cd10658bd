import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changedRecord, findIntactRun, findOpenRun, findRun } from '../../source/cli/find-run.ts';
import type { Journal } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import type { RunEvent } from '../../source/run/event.ts';
import { created, note } from '../journal/sample-events.ts';

const planText = readFileSync(new URL('../fixtures/plans/small.md', import.meta.url), 'utf8');
const live = { ...created, mode: 'live', planText, planFile: '/plans/small.md' } as const;
const end: RunEvent = { type: 'run.ended', outcome: 'aborted', reason: 'no', by: 'Sandra' };

async function journalWith(runs: Readonly<Record<string, readonly RunEvent[]>>): Promise<Journal> {
  const journal = createMemoryJournal();
  for (const [run, events] of Object.entries(runs)) {
    await journal.append(
      run,
      0,
      events.map((event) => ({ at: 1000, event })),
    );
  }
  return journal;
}

test('finds a run by its id in any case of letters, and the newest as `last`', async () => {
  const journal = await journalWith({ '7K2F': [live], ABCD: [live, note('x').event] });
  expect(await findRun(journal, '7k2f')).toMatchObject({ run: '7K2F', plan: { title: 'Small release' } });
  const last = await findRun(journal, 'last');
  expect([last.run, last.events.length, last.created.planFile]).toEqual(['ABCD', 2, '/plans/small.md']);
});

test('a run that is not there is a mistake of usage, with those that are', async () => {
  const empty = await journalWith({});
  await expect(findRun(empty, 'last')).rejects.toMatchObject({ code: 2, message: /journal is empty/ });
  const journal = await journalWith({ '7K2F': [live] });
  await expect(findRun(journal, 'ZZZZ')).rejects.toMatchObject({ code: 2, message: /newest are 7K2F/ });
});

test('the open run of a plan is live, of this file, and has not ended', async () => {
  const journal = await journalWith({
    OPEN: [live],
    REHE: [{ ...live, mode: 'rehearsal' }],
    OTHR: [{ ...live, planFile: '/plans/other.md' }],
    ENDE: [live, end],
  });
  expect((await findOpenRun(journal, '/plans/small.md'))?.run).toBe('OPEN');
  expect(await findOpenRun(journal, '/plans/none.md')).toBeUndefined();
});

test('a record that was changed is refused, by its run and event', async () => {
  const journal = await journalWith({ '7K2F': [live, note('a').event, note('b').event] });
  expect((await findIntactRun(journal, '7k2f', '/j.sqlite')).events).toHaveLength(3);
  const changed: Journal = {
    ...journal,
    read: async (run) =>
      (await journal.read(run)).map((stored) =>
        stored.seq === 2 ? { ...stored, event: note('something else').event } : stored,
      ),
  };
  await expect(findIntactRun(changed, '7K2F', '/j.sqlite')).rejects.toMatchObject({
    name: 'JournalError',
    code: 'corrupt',
    file: '/j.sqlite',
    message: expect.stringMatching(/run 7K2F .*event 2 was changed.*copy of \/j\.sqlite/),
  });
  const found = await findRun(changed, '7K2F');
  expect(changedRecord(found)).toMatch(/run 7K2F .*event 2/);
});
