import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { runPlain } from '../../../source/ui/plain/run-plain.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'scripts', title: 'Run the scripts', actions: [sh()] },
    { id: 'verify', title: 'Verification', offset: 10 * minute, decision: true, poll: ['qc'] },
  ],
  fallback: [
    { id: 'halt', title: 'Stop all' },
    {
      id: 'restore',
      title: 'Restore',
      offset: 5 * minute,
      after: ['halt'],
      duration: 40 * minute,
      undoes: ['scripts'],
    },
    { id: 'open', title: 'Open', offset: 50 * minute, after: ['restore'] },
  ],
});

async function open({ terminal = false, minutes = 22 }: { terminal?: boolean; minutes?: number } = {}) {
  const clock = createManualClock(start + minutes * minute);
  const wall = createManualClock(0);
  const session = createFakeSession({ plan, clock });
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  let printed: string[] = [];
  void runPlain({ session, input, wall, output: (text) => printed.push(...text.trimEnd().split('\n')) });
  await idle();
  const heard = (): readonly string[] => {
    const lines = printed;
    printed = [];
    return lines.map((line) => line.replace(/^0[56]:\d\d:\d\d [SD]\S+ {2}/, ''));
  };
  heard();
  return {
    clock,
    session,
    heard,
    type: async (...lines: readonly string[]) => {
      for (const line of lines) input.write(`${line}\n`);
      await idle();
    },
    ready: async () => {
      wall.advance(500);
      await idle();
    },
    run: (step: string) =>
      session.record(
        { type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] },
        { type: 'attempt.finished', step, attempt: 1, outcome: 'succeeded', detail: '' },
      ),
  };
}

async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test('fallback alone calls nothing, and shows what it would do', async () => {
  const { type, heard, session } = await open();
  await type('fallback');
  expect(heard()).toEqual([
    '> fallback',
    'refused: calling the fallback needs a reason',
    '  with a reason: fallback REASON',
    'No main step starts any more; 2 of 3 fallback steps begin.',
    'They take 0:15:00 as needed now: until 05:37, 1:23:00 before the window closes (07:00).',
    '  3 Stop all: always needed',
    '  4 Restore: NOT NEEDED, 1 Run the scripts never ran',
    '  5 Open: always needed',
    'To change it: fallback without ID,... REASON, or fallback with ID,... REASON',
  ]);
  expect(session.state().fallback).toBeUndefined();
});

test('with a reason it leaves out what is not needed, and what is due shows it', async () => {
  const { type, heard, session } = await open();
  await type('fallback too late tonight');
  expect(heard()).toEqual([
    '> fallback too late tonight',
    'FALLBACK called by Thomas: too late tonight. D is now.',
    '4 Restore: skipped by Thomas: not needed: 1 Run the scripts never ran',
    expect.stringMatching(/^3 Stop all: next, due at 05:22 \(D\+0\)/),
  ]);
  session.record({ type: 'step.skipped', step: 'halt', reason: 'x', by: 'x' });
  await idle();
  expect(heard().at(-1)).toMatch(/^5 Open: next, due at 05:27 \(D\+5m\)/);
});

test.each([
  ['fallback without halt,5 with restore all are down', ['halt', false], ['open', false], ['restore', true]],
  ['fallback WITH 4 because all are down', ['restore', true]],
])('%s', async (line, ...expected) => {
  const { type, session } = await open();
  await type(line);
  const changes = expected.map(([step, needed]) => ({ step, needed, reason: 'all are down' }));
  expect(session.sent).toEqual([{ type: 'fallback', reason: 'all are down', by: 'Thomas', changes }]);
  expect(session.state().fallback).toBeDefined();
});

test('a change of what is no step of the fallback is refused; after because it is only words', async () => {
  const { type, heard, session } = await open();
  await type('fallback without scripts it is late', 'fallback without hope');
  expect(heard().filter((line) => line.startsWith('refused'))).toEqual([
    expect.stringMatching(/no step scripts in the fallback; .*because$/),
    'refused: no step hope in the fallback; known: `halt`, `restore`, `open`. A reason may begin with: because',
  ]);
  expect(session.sent).toEqual([]);
  await type('fallback because without hope');
  expect(session.sent).toEqual([{ type: 'fallback', reason: 'without hope', by: 'Thomas' }]);
});

test('a no-go takes the same words', async () => {
  const { type, run, session } = await open();
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  run('scripts');
  await type('no-go qc without halt all are down');
  expect(session.sent).toMatchObject([
    { type: 'vote', role: 'qc', reason: 'all are down', changes: [{ step: 'halt', needed: false }] },
  ]);
  expect(Object.values(session.state().steps).map(({ status }) => status)).toEqual([
    'done',
    'failed',
    'skipped',
    'waiting',
    'waiting',
  ]);
});

test('at a terminal the question names what is left out, and is asked anew when that changes', async () => {
  const { type, heard, ready, run, session } = await open({ terminal: true });
  await type('fallback with restore to prove it');
  expect(heard().at(-1)).not.toContain('not done');
  await ready();
  await type('no');
  await type('fallback too late');
  expect(heard().at(-1)).toBe(
    'This calls the fallback: the main timeline stops, D is now. 1 of 3 steps are not done: 4 Restore (not needed, 1 Run the scripts never ran). Type on a line of its own: fall back',
  );
  await ready();
  run('scripts');
  await type('fall back');
  expect(session.sent).toEqual([]);
  expect(heard().slice(-2)).toEqual([
    'that has changed meanwhile:',
    'This calls the fallback: the main timeline stops, D is now. Type on a line of its own: fall back',
  ]);
  await ready();
  await type('fall back');
  expect(session.sent).toMatchObject([{ type: 'fallback', reason: 'too late' }]);
});

test('back to a step, with a reason', async () => {
  const { type, heard, run, session } = await open();
  await type('back scripts');
  expect(heard()).toContain('refused: it has not begun: there is nothing to go back to');
  run('scripts');
  await type('back 1', 'back 1 because of a wrong order');
  expect(heard()).toEqual(
    expect.arrayContaining([
      'refused: going back to an earlier step needs a reason',
      '  with a reason: back scripts because REASON',
      'BACK TO 1 Run the scripts, by Thomas: of a wrong order. Anew: scripts.',
    ]),
  );
  expect(session.state().steps.scripts?.earlier).toHaveLength(1);
});

test('at a terminal going back takes the word of the step', async () => {
  const { type, heard, ready, run, session } = await open({ terminal: true });
  run('scripts');
  heard();
  await type('back 1 wrong order');
  expect(heard().at(-1)).toMatch(
    /^This goes back to 1 Run the scripts: done, 1 attempt\. It begins anew\. .* goes back by 22m, to S\+0; .* Type on a line of its own: scripts$/,
  );
  await ready();
  await type('scripts');
  expect(session.sent).toMatchObject([{ type: 'recycle', to: 'scripts', reason: 'wrong order' }]);
});

test('a hold and its release say what becomes of the clocks', async () => {
  const { type, heard, clock } = await open();
  await type('hold the DBA looks');
  expect(heard()).toContain(
    "HELD by Thomas: the DBA looks. Nothing starts until it is released. The clock of S stops, and what is open is due later by as much; the window's clock goes on.",
  );
  clock.advance(4 * minute);
  await type('release');
  expect(heard()).toContain('the hold is released by Thomas. Held for 4m: what is open is due 4m later.');
});
