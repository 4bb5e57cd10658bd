import { expect, test } from 'vitest';
import { findMaintenance } from '../../../source/plan/lint/maintenance.ts';
import { fence, find, steps } from './find.ts';

const close = '- (S + 0 Programmer) Put all servers into maintenance mode {#close for=1m}';
const back = '- (D + 0 Programmer) Deploy the old release {#back}';
const open = '- (D + 30m Programmer) Take the servers out of maintenance mode {for=1m}';

test('a fallback that leaves closed what the main timeline closed', () => {
  expect(find(findMaintenance, { main: close, fallback: back })).toEqual([
    {
      at: '## Fall-back procedure',
      message: 'the fallback never leaves maintenance mode, which `close` (line 21) turns on',
      mend: 'end the fallback with a step that opens the service again',
    },
  ]);
});

test('a fallback that closes after it has opened', () => {
  const fallback = steps(open, '- (D + 40m Programmer) Maintenance mode on {for=1m}');
  expect(find(findMaintenance, { fallback })).toMatchObject([
    { at: 'Maintenance mode on', message: expect.stringContaining('nothing after it turns it off') },
  ]);
});

test.each([
  ['a title', '(S + 0 QC) Service into maintenance mode'],
  ['another title', '(S + 0 QC) Maintenance mode, stop all 7 application servers'],
  ['a third', '(S + 0 QC) Close the servers'],
  ['a fourth', '(S + 0 QC) Enable maintenance on the balancer'],
])('%s that closes', (_, line) => {
  expect(find(findMaintenance, { main: `- ${line} {for=1m}`, fallback: back })).toHaveLength(1);
});

test('a command that closes', () => {
  const main = `- (S + 0 QC) Stop {for=1m}\n${fence('sh on=@app', 'maintenance on && sakai stop')}`;
  expect(find(findMaintenance, { main, fallback: back })).toHaveLength(1);
  const fallback = `${back}\n\n- (D + 5m QC) Ready {for=1m}\n${fence('sh on=@app', 'maintenance off')}`;
  expect(find(findMaintenance, { main, fallback })).toEqual([]);
});

test.each([
  ['out of it', open],
  ['open', '- (D + 30m QC) Open the service {for=1m}'],
  ['public', '- (D + 30m QC) Give it to the public {for=1m}'],
  ['off', '- (D + 30m QC) Maintenance mode off {for=1m}'],
])('a fallback that opens: %s', (_, last) => {
  expect(find(findMaintenance, { main: close, fallback: steps(back, last) })).toEqual([]);
});

test.each([
  ['no maintenance at all', '- (S + 0 QC) Stop the servers {for=1m}'],
  ['the main timeline only opens', '- (S + 0 QC) Out of maintenance mode {for=1m}'],
  ['something else is closed', '- (S + 0 QC) Close the ticket {for=1m}'],
])('nothing to say: %s', (_, main) => {
  expect(find(findMaintenance, { main, fallback: back })).toEqual([]);
});
