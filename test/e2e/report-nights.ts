import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import type { Recorded, RunEvent } from '../../source/run/event.ts';
import { goldenJournals } from '../fixtures/journals/golden.ts';
import { badNight, rehearsedNight } from '../report/bad-night.ts';
import type { Gonogo } from './gonogo.ts';

/** What hosts and people may write to get out of their place in the page; each has a word to find it by. */
export const hostile = [
  `tag-one <script>globalThis.owned = 1</script><img src=x onerror="globalThis.owned = 2">`,
  `tag-two </pre></details></style><style>body { display: none }</style><link rel=stylesheet href=//example.org/x>`,
  `tag-three " onmouseover="globalThis.owned = 3" ' onfocus='globalThis.owned = 4' autofocus `,
  `tag-four \x1b]8;;http://example.org/\x07link\x1b]8;;\x07 \x1b]0;title\x07\x1b[2J`,
  `tag-five \u202egnp.exe \u2066isolated\u2069 \u200fmark`,
  `tag-six <!-- <svg onload=globalThis.owned=5> <a href="javascript:globalThis.owned=6">x</a> <base href=//example.org>`,
] as const;

/** Runs in gonogo's journal: one that failed in all ways and fell back after a rehearsal, one that went in badly. */
export async function recordNights({ journal: file }: Gonogo): Promise<void> {
  const journal = await openSqliteJournal({ file });
  const record = async (run: string, events: readonly Pick<Recorded, 'at' | 'event'>[]) => {
    const appended = await journal.append(
      run,
      0,
      events.map(({ at, event }) => ({ at, event })),
    );
    expect(appended.type).toBe('appended');
  };
  const rehearsal = await rehearsedNight();
  const ended: RunEvent = { type: 'run.ended', outcome: 'aborted', reason: 'it is late', by: 'Thomas' };
  await record(rehearsal.run, [...rehearsal.events, { at: rehearsal.events.at(-1)?.at ?? 0, event: ended }]);

  const { record: night, output } = await badNight();
  const last = night.events.at(-1)?.at ?? 0;
  const notes = hostile.map(
    (text): Pick<Recorded, 'at' | 'event'> => ({
      at: last,
      event: { type: 'note.added', step: undefined, text, by: text.slice(0, 40) },
    }),
  );
  await record(fellBack, night.events.toSpliced(-1, 0, ...(notes as Recorded[])));
  const place = { step: 'back-stop', attempt: 1, action: 0, target: 'local', stream: 'stderr' } as const;
  const bytes = Buffer.from(hostile.map((text) => `${text}\n`).join(''));
  await journal.appendOutput(fellBack, [
    ...output.map((chunk) => ({ ...chunk, action: chunk.action ?? 0 })),
    { ...place, at: last, bytes },
  ]);

  const golden = goldenJournals().find(({ name }) => name === '0.1.0-go');
  await record(wentIn, golden?.events ?? []);
  await journal.close();
}

export const fellBack = 'FE11';
export const wentIn = '7K2F';

/** Carries a plan out, for real, to go; its only step writes all that is hostile. */
export async function carryOut({ plain, journal }: Gonogo): Promise<void> {
  const text = join(dirname(journal), 'hostile.txt');
  const plan = join(dirname(journal), 'plan.md');
  await writeFile(text, hostile.map((line) => `${line}\n`).join(''));
  await writeFile(plan, planOf(text));
  const lines = ['start write', 'wait write', 'start look', 'pass 1', 'go qc', 'end'];
  const { code, out, err } = await plain(['run', plan, '--start', '-1m', '--plain', '--as', 'Sandra'], lines);
  expect([code, err], out).toEqual([0, '']);
}

function planOf(text: string): string {
  return `---
title: A quiet release <b>of ${'averylongword'.repeat(12)}
window: 2009-08-18 05:00 - 07:00 America/Los_Angeles
roles: { qc: Sandra }
---
## During the window

- (S + 0 QC) Write ${'x'.repeat(90)} {#write}

  \`\`\`sh
  cat '${text}'
  seq 60
  \`\`\`

- (S + 1m QC) Look at it {#look decision for=9m}
    - It is ${'wide'.repeat(40)}

## Fall-back procedure

- (D + 0 QC) Go back {#back for=1m}
`;
}
