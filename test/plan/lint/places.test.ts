import { expect, test } from 'vitest';
import { createPlaces, type Place } from '../../../source/plan/lint/places.ts';
import { type Step, stepsOf } from '../../../source/plan/plan.ts';
import { frontWith, type Parts, planOf, writePlan } from '../write-plan.ts';

function look(parts: Parts) {
  const text = writePlan(parts);
  const steps = stepsOf(planOf(parts));
  const of = (id: string): Step => {
    const step = steps.find((candidate) => candidate.id === id);
    if (step === undefined) throw new Error(`no step ${id}`);
    return step;
  };
  const shown = (place: Place | undefined) =>
    place === undefined ? undefined : text.slice(place.offset, place.offset + place.length);
  return { places: createPlaces(text), of, shown };
}

test.each([
  ['a plain line', '- (S + 5m QC) Look at it {#a for=2m}', 'S + 5m', 'Look at it', 'for=2m'],
  ['a task', '* [ ] ( S+1h 30m  QC) Look {for=2m #a}', 'S+1h 30m', 'Look', 'for=2m'],
  ['a number', '1. (s - 10 min QC) Look {for="2m" #a}', 's - 10 min', 'Look', 'for="2m'],
  ['no braces', '- (S + 0 QC) A', 'S + 0', 'A', undefined],
  ['two lines', '- (S + 5m QC) Look at\n  it {#a for=2m}', 'S + 5m', 'Look at', 'for=2m'],
  ['a fence below', '- (S + 5m QC) Look {#a}\n  ```sh\n  echo {for=2m}\n  ```', 'S + 5m', 'Look', undefined],
])('finds the parts of %s', (_, main, due, title, length) => {
  const { places, of, shown } = look({ main });
  const step = of('a');
  expect(shown(places.due(step))).toBe(due);
  expect(shown(places.title(step))).toBe(title);
  expect(shown(places.attribute(step, 'for'))).toBe(length);
});

test('a step without a time is shown by its line', () => {
  const { places, of, shown } = look({ preparation: '- (QC) Read {#a}' });
  expect(shown(places.due(of('a')))).toBe('- (QC) Read {#a}');
});

test('finds where an action runs', () => {
  const main = '- (S + 0 QC) A {#a for=1m}\n\n  ```sh timeout=1m on=@head\n  x\n  ```\n\n  ```sh\n  y\n  ```';
  const { places, of, shown } = look({ main });
  expect(of('a').actions.map((action) => shown(places.action(action)))).toEqual(['on=@head', '```sh']);
});

test.each([
  ['hosts:\n  rest-of: x\n  rest: y\n', 'rest'],
  ['hosts: { rest-of: x, "rest": y }', '"rest"'],
  ['hosts: { other: x }', 'hosts'],
])('finds a key in %j', (lines, key) => {
  const text = `---\n${frontWith('hosts', lines)}\n---\n`;
  const { offset, length } = createPlaces(text).frontKey('hosts', 'rest');
  expect(text.slice(offset, offset + length)).toBe(key);
});
