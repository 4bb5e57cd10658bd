import { expect, test } from 'vitest';
import { findMarkers } from '../../../source/plan/lint/markers.ts';
import { fence, find, steps } from './find.ts';

const marking = (head: string, line: string, braces = 'for=1m') =>
  `- (${head}) Marker {${braces}}\n${fence('marker on=sakai', line)}`;

test('a check of what nothing sets', () => {
  const main = steps(marking('S - 10m QC', 'set before-release'), marking('S + 0 QC', 'check befor-release'));
  expect(find(findMarkers, { main })).toEqual([
    {
      at: 'check befor-release',
      message: 'nothing sets the marker `befor-release`',
      mend: 'did you mean `before-release`?',
    },
  ]);
  expect(find(findMarkers, { fallback: marking('D + 0 QC', 'check before') })).toEqual([
    {
      at: 'check before',
      message: 'nothing sets the marker `before`',
      mend: 'put `set before` into an earlier step',
    },
  ]);
});

test.each([
  [
    'later in the timeline',
    {
      main: steps(marking('S + 0 QC', 'check m'), marking('S + 5m QC', 'set m', '#set for=1m')),
    },
  ],
  [
    'at the same offset',
    {
      main: steps(marking('S + 0 QC', 'check m'), marking('S + 0 QC', 'set m', '#set for=1m')),
    },
  ],
  [
    'only in the fallback',
    {
      main: marking('S + 0 QC', 'check m'),
      fallback: marking('D + 0 QC', 'set m', '#set for=1m'),
    },
  ],
  [
    'during the window, and checked before',
    { preparation: marking('QC', 'check m', '#p'), main: marking('S + 0 QC', 'set m', '#set for=1m') },
  ],
])('set %s', (_, parts) => {
  const [only] = find(findMarkers, parts);
  expect(only?.message).toContain("the marker `m` isn't set by then: `set` sets it (line ");
  expect(only?.at).toBe('check m');
});

test.each([
  ['in the preparation', { preparation: marking('QC', 'set m', '#p'), main: marking('S + 0 QC', 'check m') }],
  ['earlier', { main: steps(marking('S - 10m QC', 'set m'), marking('S + 0 QC', 'check m')) }],
  [
    'in a step that is waited for',
    {
      main: steps(
        marking('S + 0 QC', 'set m', '#set for=1m'),
        marking('S + 0 QC', 'check m', 'after=set for=1m'),
      ),
    },
  ],
  ['in the same step', { main: `${marking('S + 0 QC', 'set m')}\n${fence('marker on=sakai', 'check m')}` }],
  [
    'in the main timeline, for the fallback',
    { main: marking('S + 90m QC', 'set m'), fallback: marking('D + 0 QC', 'check m') },
  ],
  [
    'in the fallback itself',
    { fallback: steps(marking('D + 0 QC', 'set m'), marking('D + 5m QC', 'check m')) },
  ],
])('set %s', (_, parts) => {
  expect(find(findMarkers, parts)).toEqual([]);
});
