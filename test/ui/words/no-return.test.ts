import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../source/run/event.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { noSilences } from '../../../source/session/silences.ts';
import { toAscii } from '../../../source/ui/glyphs.ts';
import { widthOf } from '../../../source/ui/line.ts';
import { runPlain } from '../../../source/ui/plain/run-plain.ts';
import { timelineLines } from '../../../source/ui/timeline/timeline.ts';
import { control } from '../../helpers/control.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, type StepDraft, sh, start } from '../../helpers/plan.ts';

const done = (step: string): readonly RunEvent[] => [
  { type: 'step.started', step, attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
  { type: 'attempt.finished', step, attempt: 1, outcome: 'succeeded', detail: '' },
];

function planWith(more: Partial<StepDraft> = {}) {
  return makePlan({
    main: [
      { id: 'backup', title: 'Back up', actions: [sh()] },
      { id: 'scripts', title: 'Apply the scripts', actions: [sh()], after: ['backup'] },
      { id: 'deploy', title: 'Deploy', actions: [sh()], after: ['scripts'] },
      { id: 'open', title: 'Open the site', noReturn: true, after: ['scripts'], actions: [sh()], ...more },
    ],
    fallback: [{ id: 'restore', title: 'Restore', undoes: ['scripts', 'deploy'], noReturn: true }],
  });
}

function atTheStep(more: Partial<StepDraft> = {}) {
  const controlled = control({ plan: planWith(more), clock: createManualClock(start) });
  const { session, keys, wait } = controlled;
  session.record(...done('backup'), ...done('scripts'));
  // One on from the step that is next.
  keys('down', 'enter');
  wait();
  return { ...controlled, starts: () => session.sent.filter(({ type }) => type === 'start') };
}

test('a step without return asks once more, and names what is lost', () => {
  const { keys, line, wait, title, body, starts } = atTheStep();
  expect(title()).toBe('Start: 4 Open the site');
  keys('y');
  expect(title()).toBe('NO RETURN: 4 Open the site');
  expect(body()).toContain('4 Open the site can not be undone any more.');
  expect(body()).toContain('the fallback would undo 2 Apply the scripts: be sure');
  expect(body()).not.toContain('Deploy');
  // The question before it takes no second yes for this one.
  wait();
  keys('y', 'enter');
  expect(starts()).toEqual([]);
  keys('ctrl+u');
  line('no-return');
  expect(starts()).toEqual([{ type: 'start', step: 'open', by: 'Thomas', reason: undefined }]);
});

test('escape at the second question starts nothing', () => {
  const { keys, wait, title, starts } = atTheStep();
  keys('y');
  wait();
  keys(...'no-return', 'esc');
  expect([title(), starts()]).toEqual([undefined, []]);
});

test('critical and without return are two questions', () => {
  const { line, title, starts } = atTheStep({ critical: true });
  line('open');
  expect(title()).toBe('NO RETURN: 4 Open the site');
  expect(starts()).toEqual([]);
  line('open');
  expect(starts()).toEqual([]);
  line('no-return');
  expect(starts()).toHaveLength(1);
});

test('early, over others, and without return: a reason, the word of the step, and the last one', () => {
  const { line, title, starts } = atTheStep({ after: ['deploy'], offset: 5 * minute });
  line('it can not wait');
  line('open');
  expect(title()).toBe('NO RETURN: 4 Open the site');
  line('no-return');
  expect(starts()).toEqual([{ type: 'start', step: 'open', by: 'Thomas', reason: 'it can not wait' }]);
});

test('trying it again asks again', () => {
  const { session, controller, keys, line, wait, title, starts } = atTheStep();
  keys('y');
  line('no-return');
  session.record({ type: 'attempt.finished', step: 'open', attempt: 1, outcome: 'failed', detail: 'exit 1' });
  controller.press({ type: 'key', name: 'r' });
  wait();
  keys('a');
  wait();
  keys('y');
  expect(title()).toBe('NO RETURN: 4 Open the site');
  line('no-return');
  expect(starts()).toHaveLength(2);
});

test('the timeline marks it, one cell wide, with a sign of its own in ASCII', () => {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan: planWith({ decision: true, poll: ['qc'] }), clock });
  const rows = timelineLines({
    state: session.state(),
    now: start,
    silences: noSilences,
    shown: undefined,
    focused: false,
    size: { width: 60, height: 20 },
  });
  expect(rows.filter((row) => row.length > 2).every((row) => widthOf(row) === 60)).toBe(true);
  const text = rows.map((row) => row.map((piece) => piece.text).join('')).join('\n');
  expect(text).toContain('○ S+0 ◆ ⊳ Open the site');
  expect(text).toContain('○ D+0 ⊳ Restore');
  expect(toAscii('◆ ⊳')).toBe('! #');
});

async function lines({ terminal }: { terminal: boolean }) {
  const session = createFakeSession({ plan: planWith(), clock: createManualClock(start) });
  session.record(...done('backup'), ...done('scripts'));
  const wall = createManualClock(0);
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  const printed: string[] = [];
  const idle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  void runPlain({ session, input, wall, output: (text) => printed.push(text.trimEnd()) });
  await idle();
  return {
    session,
    printed,
    type: async (text: string) => {
      input.write(`${text}\n`);
      await idle();
      wall.advance(500);
      await idle();
    },
    end: () => input.end(),
  };
}

test('in lines, too, a person types the word; a number starts nothing by itself', async () => {
  const { session, printed, type, end } = await lines({ terminal: true });
  await type('start 4');
  expect(printed.at(-1)).toBe(
    'Once it has begun, 4 Open the site can not be undone any more. Called now, the fallback would undo 2 Apply the scripts: be sure that nobody needs that after this. Type on a line of its own: no-return',
  );
  await type('yes');
  expect(session.sent).toEqual([]);
  await type('start 4');
  await type('no-return');
  expect(session.sent).toMatchObject([{ type: 'start', step: 'open' }]);
  end();
});

test('lines that were written in peace are not asked twice', async () => {
  const { session, type, end } = await lines({ terminal: false });
  await type('start open');
  expect(session.sent).toHaveLength(1);
  end();
});
