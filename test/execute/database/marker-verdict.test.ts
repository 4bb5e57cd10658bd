import { expect, test } from 'vitest';
import { markerObjection } from '../../../source/execute/database/marker-verdict.ts';

const fact = { name: 'before', database: 'sakai', token: 'ours', at: 1 };
const time = () => '05:31';

test('what somebody else wrote into the table is shown as one short safe line', () => {
  const newest = { name: `evil\n\x1b[2J${'x'.repeat(500)}`, run: '\u202eR2', token: 'theirs', at: 2 };
  const objection = markerObjection({ fact, run: 'R1', newest, own: undefined, time });
  expect(objection).toMatch(/marker is evil <U\+001B>\[2Jx+… of 05:31 \(run <U\+202E>R2\); this is another/);
  expect(objection?.length).toBeLessThan(300);
});

test('a name that only looks like ours is not ours', () => {
  const own = { name: 'before ', run: 'R1', token: 'ours', at: 1 };
  expect(markerObjection({ fact, run: 'R1', newest: own, own, time })).toContain('was changed');
});
