import { expect, test } from 'vitest';
import { silencesOf } from '../../../source/session/silences.ts';
import { createLogFinder } from '../../../source/ui/log/log-finder.ts';
import { logRows } from '../../../source/ui/log/log-pane.ts';
import { logReader } from '../../../source/ui/log/log-reader.ts';
import { themeOf } from '../../../source/ui/theme.ts';
import { initialView, type LogReading } from '../../../source/ui/view.ts';
import { finished, nodes, started, startOnHosts } from '../../helpers/many-hosts.ts';
import { minute } from '../../helpers/plan.ts';

function open(count = 1) {
  const { session, clock, step } = startOnHosts(nodes(count));
  const finder = createLogFinder(session.logs);
  const draw = (
    reading: Partial<LogReading>,
    { top, width = 60, height = 10, colour = false }: Shape = {},
  ) => {
    const now = clock.now();
    const { rows, ...rest } = logRows({
      state: session.state(),
      step,
      logs: session.logs,
      finder,
      silences: silencesOf(session, now),
      now,
      view: { target: undefined, top, mode: 'merged', reading: { ...initialView.reading, ...reading } },
      theme: themeOf('mono', false),
      colour,
      size: { width, height },
    });
    const text = rows.map((row) => row.replace(/\u001b\[[\d;]*m/g, '').trimEnd());
    return { ...rest, rows, text };
  };
  const print = (...lines: readonly string[]) => session.print('deploy', 'node1', ...lines);
  const write = (text: string, stream: 'stdout' | 'stderr' = 'stdout') =>
    session.logs.append({
      action: 0,
      step: 'deploy',
      attempt: 1,
      target: 'node1',
      stream,
      at: clock.now(),
      bytes: new TextEncoder().encode(text),
    });
  return { session, clock, draw, print, write };
}

type Shape = {
  readonly top?: number | undefined;
  readonly width?: number;
  readonly height?: number;
  readonly colour?: boolean;
};

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => (index % 10 === 3 ? `ERROR ${index}` : `line ${index}`));

test('a filter shows only what matches, and says so', () => {
  const { draw, print } = open();
  print(...many(4310));
  draw({ filter: 'error' });
  const { text } = draw({ filter: 'error' });
  expect(text[2]).toBe(' filter: error, 431 of 4,310 lines');
  expect(text.slice(3)).toEqual([
    ...[4243, 4253, 4263, 4273, 4283, 4293, 4303].map((at) => ` 05:02:00 ERROR ${at}`),
  ]);
  draw({ filter: '!error' });
  expect(draw({ filter: '!error' }).text[2]).toContain('3,879 of 4,310 lines');
  expect(draw({ filter: '!error' }).text.at(-1)).toContain('line 4309');
});

test('a filter keeps its place by the number of the line', () => {
  const { draw, print } = open();
  print(...many(500));
  const { text, shown } = draw({ filter: 'ERROR' }, { top: 100 });
  expect(text[3]).toBe(' 05:02:00 ERROR 103');
  expect(text[1]).toContain('11-17 of 50, end follows');
  expect(shown[0]?.number).toBe(103);
});

test('what is still being written passes a filter as it stands', () => {
  const { draw, write } = open();
  write('one\nwaiting for err');
  expect(draw({ filter: 'error' }).text[2]).toContain('0 of 2 lines');
  write('or 5');
  expect(draw({ filter: 'error' }).text.slice(2, 4)).toEqual([
    ' filter: error, 1 of 2 lines',
    ' 05:02:00 waiting for error 5',
  ]);
});

test('a filter of a full log takes more than one frame, and says so meanwhile', () => {
  const { draw, print } = open();
  print(...many(9000));
  const first = draw({ filter: 'ERROR' });
  expect(first.busy).toBe(true);
  expect(first.text[2]).toContain('300 of 9,000 lines so far');
  draw({ filter: 'ERROR' });
  expect(draw({ filter: 'ERROR' }).text[2]).toContain('900 of 9,000 lines');
  expect(draw({ filter: 'ERROR' }).busy).toBe(false);
});

test('a pattern that takes too long says so, once', () => {
  const { draw, print } = open();
  print(`${'a'.repeat(60)}b`);
  expect(draw({ filter: '^(a+)+$' }).text[2]).toContain('takes too long');
  expect(draw({ search: '^(a+)+$' }).text.join(' ')).toContain(
    'takes too long: search for something simpler',
  );
});

test('hits are marked in the line, those of the filter counted only', () => {
  const { draw, print } = open();
  print(...many(40));
  const { rows, text } = draw({ search: 'r 1', filter: 'error', hit: 13 });
  expect(text[2]).toMatch(/^ filter: error, 4 of 40 lines +\/r 1 1 of 1$/);
  expect(rows.find((row) => row.includes('ERRO'))).toBeDefined();
  expect(rows.find((row) => row.includes('\u001b[7mR 1\u001b[0m3'))).toContain('▶05:02:00');
});

test('times: of the day, of the clock of S, since the attempt began', () => {
  const { draw, print, clock, session } = open();
  clock.advance(minute);
  print('one');
  expect(draw({}).text.at(-1)).toBe(' 05:03:00 one');
  expect(draw({ times: 'offset' }).text.at(-1)).toBe(' S+00:03:00 one');
  expect(draw({ times: 'step' }).text.at(-1)).toBe(' +00:01:00 one');
  clock.advance(minute);
  session.record(finished(1, 'failed'), started(2));
  clock.advance(5000);
  print('again');
  expect(draw({ times: 'step' }).text.at(-1)).toBe(' +00:00:05 #2 again');
});

test('long lines are cut, or go on under themselves; the end stays the end', () => {
  const { draw, print } = open();
  const long = 'abcdefghij'.repeat(9);
  print('first', ...Array.from({ length: 20 }, (_, index) => `${index} ${long}`));
  expect(draw({}).text.at(-1)).toMatch(/^ 05:02:00 19 abc.*…$/);
  const { text, tail } = draw({ wrap: true });
  expect(text.slice(-4)).toEqual([
    ` 05:02:00 18 ${long.slice(0, 47)}`,
    `          ${long.slice(47)}`,
    ` 05:02:00 19 ${long.slice(0, 47)}`,
    `          ${long.slice(47)}`,
  ]);
  expect(tail).toBe(4);
  const top = draw({ wrap: true }, { top: 0 });
  expect(top.text.slice(2, 5)).toEqual([
    ' 05:02:00 first',
    ` 05:02:00 0 ${long.slice(0, 48)}`,
    `          ${long.slice(48)}`,
  ]);
  expect(top.shown.length).toBe(4);
});

test('a page of wrapped lines is what fits, going on and going back', () => {
  const { draw, print } = open();
  print('first', ...Array.from({ length: 20 }, (_, index) => `${index} ${'x'.repeat(40 * (index % 5))}`));
  expect(draw({}, { top: 10 }).page).toBeUndefined();
  const { page, shown } = draw({ wrap: true }, { top: 10 });
  expect(page).toEqual({ back: 4, on: shown.length });
  // What is called a page back ends where this page begins.
  const back = draw({ wrap: true }, { top: 6 });
  expect(back.shown.map(({ number }) => number)).toEqual([6, 7, 8, 9]);
});

test('a line longer than the screen shows its end when it is the last', () => {
  const { draw, print } = open();
  print('x'.repeat(2000));
  const { text } = draw({ wrap: true }, { height: 6 });
  expect(text.length).toBe(6);
});

test('what was taken out is shown as something one can see, line by line', () => {
  const { draw, write } = open();
  write('plain\n');
  write('10%\r50%\rdone\u001b[2J\n\u001b[31mred\u001b[0m\n\u001b]0;title');
  write('\u0007end\nopen\u001b[1');
  expect(draw({}).text.slice(2, 6)).toEqual([
    ' 05:02:00 plain',
    ' 05:02:00 done',
    ' 05:02:00 red',
    ' 05:02:00 end',
  ]);
  expect(draw({ controls: true }).text.slice(2, 7)).toEqual([
    ' 05:02:00 plain',
    ' 05:02:00 10%␍50%␍done␛[2J',
    ' 05:02:00 red',
    ' 05:02:00 ␛]0;title␇end',
    ' 05:02:00 open␛[1',
  ]);
});

test('lines that pass the filter are read in few goes, and only those are shown', () => {
  const { session, draw, print } = open();
  const numbered = Array.from({ length: 900 }, (_, index) => `line ${index}`);
  print(...numbered);
  draw({ filter: '[05]$' });
  const { read } = session.logs;
  let reads = 0;
  const counted = {
    ...session.logs,
    read: (part: Parameters<typeof read>[0]) => {
      reads += 1;
      return read(part);
    },
  };
  const place = { step: 'deploy', target: undefined };
  const passing = (filter: string) => {
    const finder = createLogFinder(session.logs);
    const lines = logReader({ logs: counted, finder, place, filter }).read(1, 100);
    return lines.map(({ line }) => line.text);
  };
  expect(passing('[05]$')).toEqual(numbered.filter((text) => /[05]$/.test(text)).slice(1, 101));
  expect(reads).toBe(1);
  expect(passing('00$')).toEqual([2, 3, 4, 5, 6, 7, 8].map((index) => `line ${index}00`));
});
