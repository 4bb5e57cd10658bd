import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { noSilences } from '../../../source/session/silences.ts';
import { headerLines } from '../../../source/ui/header/header.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { minute } from '../../helpers/plan.ts';
import { frontWith, planOf } from '../../plan/write-plan.ts';

const second = 1000;

/** The header so many milliseconds after S. */
function headerAt(window: string, after: number): string {
  const plan = planOf({
    front: frontWith('window', `window: ${window}`),
    fallback: '- (D + 0 QC) Back {for=20m}',
  });
  const clock = createManualClock(plan.window.start + after);
  const session = createFakeSession({ plan, clock });
  const lines = headerLines({
    state: session.state(),
    session,
    now: clock.now(),
    trouble: undefined,
    silences: noSilences,
    width: 160,
  });
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

const spring = '2026-03-08 01:30 - 04:00 America/Los_Angeles';
const autumn = '2026-11-01 00:30 - 03:00 America/Los_Angeles';

test.each([
  [
    'a second before the clocks go forward',
    spring,
    30 * minute - second,
    ['S+00:29:59', 'in 1:00:01', '01:59:59 PST'],
  ],
  ['and the second in which they do', spring, 30 * minute, ['S+00:30:00', 'in 1:00:00', '03:00:00 PDT']],
  [
    'a second before they go back',
    autumn,
    90 * minute - second,
    ['S+01:29:59', 'in 2:00:01', '01:59:59 PDT'],
  ],
  ['and the second in which they do', autumn, 90 * minute, ['S+01:30:00', 'in 2:00:00', '01:00:00 PST']],
  ['the second 01:15 of that night', autumn, 105 * minute, ['S+01:45:00', 'in 1:45:00', '01:15:00 PST']],
  [
    'past midnight',
    '2026-08-18 23:00 - 01:00 America/Los_Angeles',
    61 * minute,
    ['S+01:01:00', '00:01:00 PDT'],
  ],
  [
    'into a leap day',
    '2028-02-28 23:00 - 01:00 UTC',
    90 * minute,
    ['S+01:30:00', 'in 0:30:00', '00:30:00 UTC'],
  ],
  [
    'a zone of half hours',
    '2026-08-18 05:00 - 07:00 Asia/Kolkata',
    75 * minute,
    ['S+01:15:00', '06:15:00 GMT+5:30'],
  ],
])('%s', (_, window, after, expected) => {
  const header = headerAt(window, after);
  for (const words of expected) expect(header).toContain(words);
});

test.each([spring, autumn])('the last safe fallback counts the minutes that pass: %s', (window) => {
  const { closes, start } = planOf({ front: frontWith('window', `window: ${window}`) }).window;
  const last = closes - 20 * minute - start;
  expect(headerAt(window, last - minute)).toContain('LAST SAFE FALLBACK in 0:01:00');
  expect(headerAt(window, last + minute)).toContain('LAST SAFE FALLBACK PASSED by 0:01:00');
});
