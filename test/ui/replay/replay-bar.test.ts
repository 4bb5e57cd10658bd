import { expect, test } from 'vitest';
import type { ReplayControls, ReplayMark } from '../../../source/session/session.ts';
import { widthOf } from '../../../source/ui/line.ts';
import { replayBar } from '../../../source/ui/replay/replay-bar.ts';
import { minute, start } from '../../helpers/plan.ts';

function bar(marks: readonly Pick<ReplayMark, 'at' | 'kind'>[], now = start) {
  const replay = {
    from: start,
    until: start + 100 * minute,
    playing: () => false,
    speed: () => 1,
    marks: () => marks.map((mark) => ({ ...mark, step: undefined, label: 'x' })),
  } as unknown as ReplayControls;
  return replayBar({ replay, now, zone: 'America/Los_Angeles', width: 133 });
}

const textOf = (line: ReturnType<typeof bar>): string => line.map(({ text }) => text).join('');

test('steps, decisions, failures and notes look different, each in its place', () => {
  const line = bar([
    { at: start + 10 * minute, kind: 'step' },
    { at: start + 20 * minute, kind: 'decision' },
    { at: start + 30 * minute, kind: 'failure' },
    { at: start + 40 * minute, kind: 'note' },
  ]);
  expect(widthOf(line)).toBe(133);
  expect(textOf(line)).toMatch(/●─+┴─+◆─+✖─+n─+/);
  expect(line.find(({ text }) => text === '✖')?.tone).toBe('bad');
});

test('of several in one cell what matters most', () => {
  const at = start + 10 * minute;
  const line = bar([
    { at, kind: 'failure' },
    { at, kind: 'step' },
    { at, kind: 'note' },
  ]);
  expect(textOf(line)).toContain('✖');
  expect(textOf(line)).not.toMatch(/[┴n]/);
});
