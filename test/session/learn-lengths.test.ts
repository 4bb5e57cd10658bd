import { expect, test } from 'vitest';
import type { Journal } from '../../source/journal/journal.ts';
import { JournalError } from '../../source/journal/journal-error.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import type { Usuals } from '../../source/plan/usual.ts';
import type { RunEvent } from '../../source/run/event.ts';
import { learnLengths } from '../../source/session/learn-lengths.ts';
import { minute, start } from '../helpers/plan.ts';

type Release = {
  readonly title?: string;
  readonly day?: string;
  readonly id?: string;
  readonly work?: string;
};

function textOf({
  title = 'Gradebook 2 release',
  day = '2009-08-18',
  id = 'backup',
  work = 'true',
}: Release = {}) {
  return `---
title: ${title}
window: ${day} 05:00 - 07:00 UTC
start: window
roles: { dba: Prabhu }
vars: { tag: v2.6 }
---

# Release

## During the window

- (S + 0m DBA) Back up the database {#${id} for=30m}

  \`\`\`sh
  ${work}
  \`\`\`
`;
}

function planOf(text: string): Plan {
  const result = parsePlan({ text, file: 'plan.md' });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

type Past = {
  readonly text?: string;
  readonly file?: string;
  readonly minutes?: number;
  readonly step?: string;
  readonly more?: Partial<Extract<RunEvent, { type: 'run.created' }>>;
};

/** Records a run in which the backup took so many minutes. */
async function past(journal: Journal, run: string, facts: Past = {}): Promise<void> {
  const { text = textOf(), file = '/plans/august.md', minutes = 10, step = 'backup', more = {} } = facts;
  const created: RunEvent = {
    type: 'run.created',
    mode: 'live',
    planFile: file,
    planText: text,
    planSha256: '',
    schedule: { start, opens: start, closes: start + 120 * minute, zone: 'UTC' },
    seed: undefined,
    tool: { version: '0', node: '0' },
    host: 'here',
    by: 'T',
    ...more,
  };
  const started: RunEvent = {
    type: 'step.started',
    step,
    attempt: 1,
    by: 'T',
    reason: undefined,
    missing: [],
  };
  const finished: RunEvent = { type: 'attempt.finished', step, attempt: 1, outcome: 'succeeded', detail: '' };
  await journal.append(run, 0, [
    { at: start, event: created },
    { at: start, event: started },
    { at: start + minutes * minute, event: finished },
  ]);
}

type Learning = { readonly text?: string; readonly except?: string; readonly most?: number };

async function learned(journal: Pick<Journal, 'runs' | 'read'>, options: Learning = {}): Promise<Usuals> {
  const { text = textOf(), ...rest } = options;
  return await learnLengths({ journal, plan: planOf(text), planFile: '/plans/august.md', ...rest });
}

test('runs of the same file count, the one at hand does not', async () => {
  const journal = createMemoryJournal();
  await past(journal, 'A', { minutes: 10, text: textOf({ title: 'Called otherwise then' }) });
  await past(journal, 'B', { minutes: 20 });
  expect((await learned(journal)).get('backup')).toMatchObject({ p50: 15 * minute, count: 2, source: 'run' });
  expect((await learned(journal, { except: 'B' })).get('backup')).toMatchObject({ count: 1 });
});

test('so do runs of the same title but for its dates, from other files; others do not', async () => {
  const journal = createMemoryJournal();
  const file = '/plans/october.md';
  await past(journal, 'A', { file, text: textOf({ title: 'GRADEBOOK 3 Release, October 13, 2009' }) });
  await past(journal, 'B', { file: '/plans/mail.md', minutes: 1, text: textOf({ title: 'Mail server' }) });
  expect((await learned(journal)).get('backup')).toMatchObject({ p50: 10 * minute, count: 1 });
});

test('a title with a variable in it is the same one', async () => {
  const journal = createMemoryJournal();
  const text = textOf({ title: 'Gradebook {{tag}} release' });
  await past(journal, 'A', { file: '/plans/other.md', text });
  expect((await learned(journal, { text })).size).toBe(1);
});

test('titles of nothing but a date are no family', async () => {
  const journal = createMemoryJournal();
  await past(journal, 'A', { file: '/plans/other.md', text: textOf({ title: '18 August 2009' }) });
  expect((await learned(journal, { text: textOf({ title: '13 October 2009' }) })).size).toBe(0);
});

test('a step that has another id now is found by its title', async () => {
  const journal = createMemoryJournal();
  await past(journal, 'A', { text: textOf({ id: 'dump' }), step: 'dump' });
  expect((await learned(journal)).get('backup')).toMatchObject({ p50: 10 * minute });
});

test('rehearsals stand in where there is no real run, but not those of trouble', async () => {
  const journal = createMemoryJournal();
  const rehearsal = { mode: 'rehearsal' } as const;
  const faults = [{ type: 'late', step: 'backup', by: 60 * minute }] as const;
  await past(journal, 'A', { minutes: 70, more: { ...rehearsal, faults } });
  expect((await learned(journal)).size).toBe(0);
  await past(journal, 'B', { minutes: 3, more: rehearsal });
  expect((await learned(journal)).get('backup')).toMatchObject({ p50: 3 * minute, source: 'rehearsal' });
  await past(journal, 'C', { minutes: 9 });
  expect((await learned(journal)).get('backup')).toMatchObject({ p50: 9 * minute, count: 1, source: 'run' });
});

test('only so many are read, the newest, and rehearsals only where a real length is missing', async () => {
  const journal = createMemoryJournal();
  for (const [index, minutes] of [50, 4, 6].entries()) await past(journal, `RUN${index}`, { minutes });
  for (let index = 0; index < 5; index += 1)
    await past(journal, `TRY${index}`, { minutes: 1, more: { mode: 'rehearsal' } });
  const read: string[] = [];
  const watched = {
    runs: journal.runs,
    read: async (run: string) => {
      read.push(run);
      return await journal.read(run);
    },
  };
  expect((await learned(watched, { most: 2 })).get('backup')).toMatchObject({ p50: 5 * minute, count: 2 });
  expect(read.splice(0)).toEqual(['RUN2', 'RUN1']);
  const text = `${textOf()}\n- (S + 40m DBA) Look {#look for=1m}\n\n  \`\`\`sh\n  true\n  \`\`\`\n`;
  const usuals = await learned(watched, { most: 2, text });
  expect(usuals.get('backup')).toMatchObject({ p50: 5 * minute, count: 2 });
  expect(read).toEqual(['RUN2', 'RUN1', 'TRY4', 'TRY3']);
});

test('what is damaged, changed or unreadable is passed over', async () => {
  const journal = createMemoryJournal();
  await past(journal, 'GOOD');
  await past(journal, 'INVALID', { text: textOf().replace('window:', 'widow:') });
  await past(journal, 'STRANGE', { step: 'nowhere' });
  await past(journal, 'CHANGED', { minutes: 90 });
  await past(journal, 'DAMAGED', { minutes: 90 });
  await journal.append('EMPTY', 0, []);
  const damaged = {
    runs: journal.runs,
    read: async (run: string) => {
      if (run === 'DAMAGED') throw new JournalError({ code: 'corrupt', file: 'j', message: 'damaged' });
      const events = await journal.read(run);
      return run === 'CHANGED' ? events.map((stored) => ({ ...stored, at: stored.at + 1 })) : events;
    },
  };
  expect((await learned(damaged)).get('backup')).toMatchObject({ p50: 10 * minute, count: 1 });
});

test('a list of runs that is damaged teaches nothing; a journal that fails otherwise says so', async () => {
  const failing = (code: 'corrupt' | 'io') => ({
    runs: async () => {
      throw new JournalError({ code, file: 'j', message: code });
    },
    read: async () => [],
  });
  expect((await learned(failing('corrupt'))).size).toBe(0);
  await expect(learned(failing('io'))).rejects.toThrow('io');
});
