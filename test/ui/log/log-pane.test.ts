import { expect, test } from 'vitest';
import { silencesOf } from '../../../source/session/silences.ts';
import { createLogFinder } from '../../../source/ui/log/log-finder.ts';
import { logRows } from '../../../source/ui/log/log-pane.ts';
import { themeOf } from '../../../source/ui/theme.ts';
import { initialView, type LogMode, type LogReading } from '../../../source/ui/view.ts';
import { begun, ended, finished, nodes, started, startOnHosts } from '../../helpers/many-hosts.ts';

function open(count: number) {
  const { session, clock, step } = startOnHosts(nodes(count));
  const finder = createLogFinder(session.logs);
  const draw = (
    mode: LogMode,
    {
      target,
      top,
      height = 24,
      width = 61,
      reading = {},
    }: { target?: string; top?: number; height?: number; width?: number; reading?: Partial<LogReading> } = {},
  ) => {
    const now = clock.now();
    const { rows, ...rest } = logRows({
      state: session.state(),
      step,
      logs: session.logs,
      silences: silencesOf(session, now),
      now,
      finder,
      view: { target, top, mode, reading: { ...initialView.reading, ...reading } },
      theme: themeOf('mono', false),
      colour: false,
      size: { width, height },
    });
    const text = rows.map((row) => row.replace(/\u001b\[[\d;]*m/g, '').trimEnd());
    return { ...rest, text };
  };
  const print = (hosts: readonly string[], ...lines: readonly string[]) => {
    for (const host of hosts) session.print('deploy', host, ...lines);
  };
  const end = (hosts: readonly string[], code: number) =>
    session.record(...hosts.map((host) => ended(host, code)));
  return { session, clock, draw, print, end };
}

test('hosts with the same output stand under one heading, the odd ones before the many', () => {
  const { draw, print, end } = open(200);
  const hosts = nodes(200);
  const odd = new Set(['node17', 'node93']);
  const many = hosts.filter((host) => !odd.has(host));
  print(many, 'unpacked', 'started');
  print(['node17'], 'unpacked', 'no space left');
  print(['node93'], 'unpacked', 'started', 'WARN old java');
  end(many, 0);
  end(['node93'], 0);
  end(['node17'], 1);
  const { text, sheet } = draw('folded');
  expect(text.slice(1)).toEqual([
    expect.stringMatching(/^ node17 exit 1 {2}199 ok +folded$/),
    expect.stringMatching(/^ ✖ node17 \(1\) +exit 1 · 2 lines$/),
    expect.stringMatching(/^ ✔ node93 \(1\) +ok · 3 lines$/),
    expect.stringMatching(/^ ✔ node\[1-16,18-92,94-200\] \(198\) +ok · 2 lines$/),
    '── node17 (1) ── ✖ exit 1 ──',
    '  unpacked',
    '  no space left',
    '── node93 (1) ── ✔ ok ──',
    '  unpacked',
    '  started',
    '  WARN old java',
    '── node[1-16,18-92,94-200] (198) ── ✔ ok ──',
    '  unpacked',
    '  started',
  ]);
  expect(sheet).toMatchObject({ mode: 'folded', rows: 10, top: 0 });
  expect(sheet?.cells.map((cell) => cell.length)).toEqual([1, 1, 198]);
});

test('the same output with another exit code is another group', () => {
  const { draw, print, end } = open(3);
  print(nodes(3), 'same');
  end(['node1', 'node2'], 0);
  end(['node3'], 2);
  expect(draw('folded').text.filter((row) => row.startsWith('──'))).toEqual([
    '── node3 (1) ── ✖ exit 2 ──',
    '── node[1-2] (2) ── ✔ ok ──',
  ]);
});

test('many that failed come before the few that are well', () => {
  const { draw, print, end } = open(4);
  print(nodes(4), 'same');
  end(['node4'], 0);
  end(['node1', 'node2', 'node3'], 2);
  expect(draw('folded').text.filter((row) => row.startsWith('──'))).toEqual([
    '── node[1-3] (3) ── ✖ exit 2 ──',
    '── node4 (1) ── ✔ ok ──',
  ]);
});

test('those that still run come after those that have ended, with what they wrote so far', () => {
  const { draw, print, end } = open(4);
  print(['node1', 'node3', 'node4'], 'same');
  end(['node1'], 0);
  expect(draw('folded').text.filter((row) => row.startsWith('──'))).toEqual([
    '── node1 (1) ── ✔ ok ──',
    '── node2 (1) ── ● running ──',
    '── node[3-4] (2) ── ● running ──',
  ]);
});

test('a retry of some hosts: their new output, and that of the others as it was', () => {
  const { session, draw, print, end } = open(3);
  print(nodes(3), 'first');
  end(['node1'], 0);
  end(['node2', 'node3'], 1);
  session.record(finished(1, 'failed'), started(2, { from: 0, targets: ['node2', 'node3'] }));
  session.record(begun(2, ['node2', 'node3']));
  print(['node2'], 'second');
  const { text } = draw('folded', { height: 40 });
  expect(text.slice(text.indexOf('── node1 (1) ── ✔ ok ──'))).toEqual([
    '── node1 (1) ── ✔ ok ──',
    '  first',
    '── node2 (1) ── ● running ──',
    '  second',
    '── node3 (1) ── ● running ──',
  ]);
});

test('with many groups and little room their number is said, and the chosen one is among those shown', () => {
  const { draw, print } = open(20);
  for (const host of nodes(20)) print([host], `I am ${host}`);
  const { text, height } = draw('folded', { height: 12, target: 'node15' });
  expect(height).toBe(5);
  expect(text.slice(2, 7)).toEqual([
    expect.stringContaining(' ● node12 (1)'),
    expect.stringContaining(' ● node13 (1)'),
    expect.stringContaining(' ● node14 (1)'),
    expect.stringContaining('▶● node15 (1)'),
    '   … 16 more groups',
  ]);
  expect(text.slice(7, 9)).toEqual(['── node15 (1) ── ● running ──', '  I am node15']);
});

test('every row of the groups is reached by scrolling, once', () => {
  const { draw, print } = open(3);
  for (const host of nodes(3))
    print([host], ...Array.from({ length: 30 }, (_, line) => `${host} line ${line}`));
  const whole = draw('folded', { height: 200 });
  const { sheet, height } = draw('folded', { height: 17 });
  const rows = sheet?.rows ?? 0;
  expect(rows).toBe(93);
  const seen: string[] = [];
  for (let top = 0; top < rows; top += height) {
    const page = draw('folded', { height: 17, top }).text.slice(-height);
    const first = Math.min(top, rows - height);
    seen.push(...page.slice(top - first));
  }
  expect(seen).toEqual(whole.text.slice(-93));
});

test('the grid: two hundred hosts in 58 columns, and where it scrolls', () => {
  const { draw, end } = open(200);
  end(['node17'], 1);
  const { text, sheet } = draw('grid', { width: 58, height: 22 });
  expect(text.length).toBe(22);
  expect(text[1]).toMatch(/^ node17 exit 1 {2}199 running +grid$/);
  expect(text.join(' ')).toContain('●200');
  expect(sheet).toMatchObject({ mode: 'grid', rows: 20, top: 0 });
  const small = draw('grid', { width: 58, height: 12, target: 'node150' });
  expect(small.text.join('\n')).toContain('▶●150');
  expect(small.text[1]).toMatch(/^ node150 running +grid 10-19 of 20$/);
  expect(draw('grid', { width: 58, height: 12, target: 'node150', top: 0 }).text[1]).toContain(
    'grid 1-10 of 20',
  );
});

test('one host is neither folded nor put into a grid', () => {
  const { draw, print } = open(1);
  print(['node1'], 'alone');
  for (const mode of ['folded', 'grid'] as const) {
    expect(draw(mode).sheet).toBeUndefined();
    expect(draw(mode).text.at(-1)).toMatch(/ alone$/);
  }
});

test('the merged log has the host before each line', () => {
  const { draw, print } = open(200);
  print(['node7', 'node200'], 'hello');
  expect(draw('merged').text.slice(-2)).toEqual([' 05:02:00 node7   hello', ' 05:02:00 node200 hello']);
});
