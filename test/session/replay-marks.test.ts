import { expect, test } from 'vitest';
import type { RunEvent } from '../../source/run/event.ts';
import { marksOf } from '../../source/session/replay-marks.ts';
import { makePlan, start } from '../helpers/plan.ts';

const by = 'Thomas';

test('what people decided under way is a mark of its own', () => {
  const events: readonly RunEvent[] = [
    { type: 'hold.called', reason: 'no network', by },
    { type: 'hold.released', by },
    { type: 'host.excluded', host: 'web1', reason: 'x', by },
    { type: 'host.included', host: 'web1', reason: 'x', by },
    { type: 'action.edited', step: 'a', action: 0, text: '', diff: '', reason: 'a slip', by },
    { type: 'step.done-by-hand', step: 'a', attempt: 1, reason: 'x', by },
    { type: 'attempt.reattached', step: 'a', attempt: 1, by },
    { type: 'shell.opened', step: 'a', host: 'web1', by },
    { type: 'shell.closed', step: 'a', host: 'web1', after: 5, by },
  ];
  const stored = events.map((event, index) => {
    const at = start + index;
    return { run: 'R', seq: index + 1, at, wall: at, mono: index, boot: '', prev: '', hash: '', event };
  });
  const marks = marksOf(stored, makePlan({ main: [{ id: 'a' }] }));
  expect(marks.map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
    'decision: held: no network',
    'decision: hold released',
    'decision: web1 left out',
    'decision: web1 taken in again',
    'note: edited: a slip',
    'step: 1 Step a',
    'note: looked for once more',
    'note: shell on web1',
  ]);
});
