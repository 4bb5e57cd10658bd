import { expect, test } from 'vitest';
import type { Plan } from '../../source/plan/plan.ts';
import { outcomeSentence } from '../../source/report/outcome-sentence.ts';
import { recordOf } from '../../source/report/record.ts';
import type { Command } from '../../source/run/command.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';

const by = 'Thomas';
const plan = makePlan({
  main: [
    { id: 'deploy', title: 'Deploy', actions: [sh()] },
    { id: 'mail', title: 'Mail', offset: 5 * minute, after: ['deploy'], actions: [sh()] },
  ],
  fallback: [{ id: 'back', title: 'Back', actions: [sh()], duration: 10 * minute }],
});

/** Commands, and minutes that pass between them. */
type Entry = Command | number;

const sentence = (...entries: readonly Entry[]) => sentenceOf(plan, entries);

async function sentenceOf(plan: Plan, entries: readonly Entry[]): Promise<string> {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  for (const entry of entries) {
    if (typeof entry === 'number') clock.advance(entry * minute);
    else expect(await session.send(entry)).toEqual({ type: 'accepted' });
  }
  return outcomeSentence(recordOf({ run: '7K2F', plan, events: session.history() }));
}

const work = (step: string, minutes: number): readonly Entry[] => [
  { type: 'start', step, by },
  minutes,
  { type: 'finish-attempt', step, attempt: 1, outcome: 'succeeded', detail: '' },
];

test('a release that went in', async () => {
  expect(await sentence(...work('deploy', 8), ...work('mail', 3), 9, { type: 'end', by })).toBe(
    'The release went in; Thomas ended the run at 2009-08-18 05:20:00 PDT (S+20m). Nobody went back. ' +
      'The last step ended 1m later than planned, 1h49m before the end of the window.',
  );
});

test('a step that was passed over although it had failed', async () => {
  const failed: Command = { type: 'finish-attempt', step: 'mail', attempt: 1, outcome: 'failed', detail: '' };
  expect(
    await sentence(
      ...work('deploy', 5),
      { type: 'start', step: 'mail', by },
      failed,
      { type: 'skip', step: 'mail', reason: 'by hand later', by },
      { type: 'end', by },
    ),
  ).toMatch(/^The release went in with failures, which were passed over with a reason; Thomas ended/);
});

test('a run that was aborted says how much was open, and why', async () => {
  expect(await sentence(...work('deploy', 5), { type: 'end', reason: 'power cut.', by })).toMatch(
    /aborted with 1 step not settled; Thomas ended the run at 2009-08-18 05:05:00 PDT \(S\+5m\), because “power cut”\. Nobody went back\./,
  );
});

test('a fallback too late', async () => {
  const words = await sentence(
    115,
    { type: 'fallback', reason: 'nothing works', by: 'Sandra' },
    ...work('back', 10),
    { type: 'end', by },
  );
  expect(words).toMatch(
    /^The release was taken back; .* 5m after the last safe fallback, because “nothing works”\./,
  );
  expect(words).toMatch(/The last step of the way back ended as planned, 5m after the end of the window\.$/);
});

test('a run that has not ended', async () => {
  expect(await sentence(...work('deploy', 5))).toBe(
    'The run has not ended: at 2009-08-18 05:05:00 PDT (S+5m) it stood at 2 Mail.',
  );
});

test('a run that has not ended, after the decision: as a mail carries it', async () => {
  const decided = makePlan({
    main: [
      { id: 'look', title: 'Look', decision: true, poll: ['qc'] },
      { id: 'mail', title: 'Mail', offset: 5 * minute, after: ['look'], actions: [sh()] },
    ],
  });
  const vote: Command = { type: 'vote', step: 'look', role: 'qc', verdict: 'go', by };
  expect(await sentenceOf(decided, [{ type: 'start', step: 'look', by }, 4, vote, 1])).toBe(
    'The run has not ended: at 2009-08-18 05:04:00 PDT (S+4m) it stood at 2 Mail. ' +
      'The decision at 2009-08-18 05:04:00 PDT (S+4m) was go.',
  );
});
