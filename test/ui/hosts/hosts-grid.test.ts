import { expect, test } from 'vitest';
import type { HostState } from '../../../source/session/host-states.ts';
import { hostGrid } from '../../../source/ui/hosts/hosts-grid.ts';
import { type Line, widthOf } from '../../../source/ui/line.ts';
import { nodes } from '../../helpers/many-hosts.ts';

const ok = (target: string): HostState => ({ target, phase: 'ok', words: 'ok', attempt: 1 });
const textOf = (line: Line): string => line.map(({ text }) => text).join('');

function draw(states: readonly HostState[], width: number, chosen?: string) {
  const grid = hostGrid({ states, chosen, width });
  return { ...grid, text: grid.rows.map((row) => textOf(row).trimEnd()) };
}

test('the common part of the names is said once, cells stand in the order people count', () => {
  const { text, cells } = draw(nodes(12).toReversed().map(ok), 30);
  expect(text).toEqual([' node ✔1  ✔2  ✔3  ✔4  ✔5  ✔6', '      ✔7  ✔8  ✔9  ✔10 ✔11 ✔12']);
  expect(cells[1]?.[0]).toBe('node7');
});

test.each([58, 61, 80, 120])(
  'two hundred hosts at %i columns: every one of them, and no row too wide',
  (width) => {
    const { rows, cells } = draw(nodes(200).map(ok), width);
    expect(cells.flat()).toEqual(nodes(200));
    expect(rows.length).toBeLessThanOrEqual(20);
    expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(width);
  },
);

test('each state has a sign of its own', () => {
  const phases = [
    'waiting',
    'running',
    'cut',
    'quiet',
    'ok',
    'failed',
    'unknown',
    'refused',
    'left-out',
  ] as const;
  const states = phases.map((phase, index): HostState => ({ ...ok(`n${index + 1}`), phase }));
  const { text } = draw(states, 60);
  expect(text).toEqual([' n ○1 ●2 ≈3 ◔4 ✔5 ✖6 ?7 ⊗8 ⊘9']);
});

test('what went wrong is loud, the chosen one has a pointer', () => {
  const states = [ok('n1'), { ...ok('n2'), phase: 'failed' } as const, ok('n3')];
  const { rows, text } = draw(states, 60, 'n3');
  expect(text).toEqual([' n ✔1 ✖2▶✔3']);
  expect(rows[0]?.find(({ text: one }) => one.startsWith('2'))?.tone).toBe('bad');
  expect(rows[0]?.find(({ text: one }) => one.startsWith('3'))?.tone).toBe('selected');
});

test('families of names have a row each, unless that would tear them apart', () => {
  const cluster = ['sakaiprod1', 'sakaiprod2', 'sakaiprod3', 'sakaiprod4', 'sakaiprod5', 'sakaiprodmail1'];
  expect(draw(cluster.map(ok), 60).text).toEqual([' sakaiprod     ✔1 ✔2 ✔3 ✔4 ✔5', ' sakaiprodmail ✔1']);
  const pets = ['app-anna1', 'app-bert7', 'app-carl', 'app-dora2'];
  expect(draw(pets.map(ok), 60).text).toEqual([' app- ✔anna1 ✔bert7 ✔carl  ✔dora2']);
});

test('a common domain is said once', () => {
  const { text } = draw(['web1.dc2.example.org', 'web2.dc2.example.org'].map(ok), 60);
  expect(text).toEqual([' web ✔1 ✔2', ' every name ends in .dc2.example.org']);
});

test('numbers with zeros before them stay as they are, and are never torn apart', () => {
  expect(draw(['n101', 'n102', 'n110'].map(ok), 60).text).toEqual([' n ✔101 ✔102 ✔110']);
  expect(draw(['n01', 'n02'].map(ok), 60).text).toEqual([' n ✔01 ✔02']);
});

test('names without anything in common, one of them very long', () => {
  const { rows, text } = draw(['alpha', 'a-host-with-a-really-long-name', 'local'].map(ok), 58);
  expect(text).toEqual([' ✔…eally-long-name ✔alpha            ✔local']);
  expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(58);
});
