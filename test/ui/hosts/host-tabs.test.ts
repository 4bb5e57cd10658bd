import { expect, test } from 'vitest';
import type { HostPhase, HostState } from '../../../source/session/host-states.ts';
import { hostStatus } from '../../../source/ui/hosts/host-status.ts';
import { hostTabs } from '../../../source/ui/hosts/host-tabs.ts';
import { type Line, span, widthOf } from '../../../source/ui/line.ts';
import { nodes } from '../../helpers/many-hosts.ts';

const textOf = (line: Line): string =>
  line
    .map(({ text }) => text)
    .join('')
    .trimEnd();

function crowd(bad: Readonly<Record<string, HostPhase>>, count = 200): readonly HostState[] {
  return nodes(count).map((target, index) => {
    const phase = bad[target] ?? (index < 182 ? 'ok' : index < 194 ? 'running' : 'waiting');
    return { target, phase, words: phase === 'failed' ? 'exit 1' : phase, attempt: 1 };
  });
}

function tabs(states: readonly HostState[], width: number, chosen?: string): readonly string[] {
  return hostTabs({ states, chosen, width }).map(textOf);
}

test('up to eight hosts have a tab each, on two rows at the most', () => {
  const states = crowd({ node2: 'failed' }, 8);
  expect(tabs(states, 100)).toEqual([
    ' [all 8] ✔ node1  ✖ node2  ✔ node3  ✔ node4  ✔ node5  ✔ node6  ✔ node7  ✔ node8',
  ]);
  expect(tabs(states, 30, 'node8').join('\n')).toContain('✔[node8]');
  expect(tabs(states, 30).length).toBe(2);
});

test('more are counted on one row, and those that failed are named', () => {
  const states = crowd({ node17: 'failed', node93: 'failed' });
  expect(tabs(states, 100)).toEqual([
    ' [all 200]   ✔ 180 ok  ● 12 running  ○ 6 waiting  ✖ 2 failed: node[17,93]'.replace('   ', '  '),
  ]);
});

test.each([40, 50, 58, 61, 70, 80])('at %i columns what failed is still there', (width) => {
  const states = crowd({ node17: 'failed', node93: 'failed', node190: 'cut', node191: 'quiet' });
  const [line = []] = hostTabs({ states, chosen: 'node17', width });
  expect(widthOf(line)).toBe(width);
  expect(textOf(line)).toContain('✖[node17]');
  expect(textOf(line)).toMatch(width < 55 ? /✔ 180/ : /✖ 2 failed/);
});

test('a step for people has no tabs', () => {
  expect(tabs([], 60)).toEqual([' no output: people do this step']);
});

test('the status says what went wrong, and what is silent, by name', () => {
  const states = crowd({ node17: 'failed', node93: 'failed', node190: 'cut' });
  const line = (chosen: string | undefined, width: number) =>
    textOf(hostStatus({ states, chosen, place: span('following '), width }));
  expect(line(undefined, 100)).toMatch(
    /^ node\[17,93\] exit 1 {2}node190 cut {2}11 running {2}180 ok {20,}following$/,
  );
  expect(line('node93', 60)).toMatch(/^ node93 exit 1 +following$/);
  expect(line(undefined, 40)).toMatch(/^ node\[17,93\] exit 1 .*… {2}following$/);
});
