import { expect, test } from 'vitest';
import { layoutOf } from '../../source/ui/layout.ts';

const base = { pane: 'timeline', zoom: false, replay: false, dialogRows: undefined } as const;

test('two panes side by side at 120x40', () => {
  const layout = layoutOf({ ...base, columns: 120, rows: 40 });
  expect(layout).toMatchObject({
    bodyHeight: 35,
    divided: true,
    timeline: { width: 60 },
    step: { width: 59 },
  });
});

test('one pane at a time at 80x24', () => {
  expect(layoutOf({ ...base, columns: 80, rows: 24 })).toMatchObject({
    timeline: { width: 80, height: 19 },
    step: undefined,
  });
  expect(layoutOf({ ...base, pane: 'step', columns: 80, rows: 24 })).toMatchObject({
    timeline: undefined,
    step: { width: 80, height: 19 },
  });
});

test('a question takes its rows from the bottom of the step, never more than there are', () => {
  expect(layoutOf({ ...base, columns: 120, rows: 40, dialogRows: () => 10 })).toMatchObject({
    timeline: { height: 35 },
    step: { height: 25 },
    dialog: { width: 59, height: 10 },
  });
  expect(layoutOf({ ...base, columns: 80, rows: 24, dialogRows: () => 50 })).toMatchObject({
    timeline: undefined,
    step: undefined,
    dialog: { width: 80, height: 19 },
  });
});

test('a replay gives a row to its bar', () => {
  expect(layoutOf({ ...base, replay: true, columns: 120, rows: 40 })).toMatchObject({ bodyHeight: 34 });
});

test('zoom leaves the step alone', () => {
  expect(layoutOf({ ...base, zoom: true, columns: 120, rows: 40 })).toMatchObject({
    timeline: undefined,
    divided: false,
    step: { width: 120, height: 35 },
  });
});

test.each([
  [59, 40],
  [120, 14],
])('%ix%i is too small', (columns, rows) => {
  expect(layoutOf({ ...base, columns, rows }).type).toBe('too-small');
});

test('the panes fill every size exactly', () => {
  for (let columns = 60; columns < 260; columns += 7) {
    const layout = layoutOf({ ...base, columns, rows: 30 });
    if (layout.type !== 'screen') throw new Error('too small');
    const sum = (layout.timeline?.width ?? 0) + (layout.divided ? 1 : 0) + (layout.step?.width ?? 0);
    expect(sum).toBe(columns);
  }
});
