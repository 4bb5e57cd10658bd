import { expect, test } from 'vitest';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import { errorsOf, findings, frontWith, writePlan } from './write-plan.ts';

const FRONT = '---\ntitle: T\nwindow: 2009-08-18 05:00 - 07:00 UTC\nroles: { qc: Sandra }\n---\n';

function timelinesOf(body: string) {
  const result = parsePlan({ text: FRONT + body, file: 'plan.md' });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result.plan.timelines.map(({ kind, title, steps }) => [kind, title, steps.length]);
}

const MAIN = '## Window\n- (S + 0 QC) Look {for=1m}\n';

test.each([
  ['Preparation for the release', 'preparation'],
  ['Before the window', 'preparation'],
  ['Pre-flight', 'preparation'],
  ['Fall-back Procedure (If needed)', 'fallback'],
  ['Fallback', 'fallback'],
  ['Fall back', 'fallback'],
  ['Back-out plan', 'fallback'],
  ['Backout', 'fallback'],
  ['Rollback', 'fallback'],
  ['Roll-back', 'fallback'],
])('## %s', (heading, kind) => {
  const anchor = kind === 'fallback' ? 'D' : 'S';
  const timelines = timelinesOf(`${MAIN}## ${heading}\n- (${anchor} + 5m QC) Go {for=1m}\n`);
  expect(timelines).toContainEqual([kind, heading, 1]);
});

test('any other heading is the main timeline', () => {
  expect(timelinesOf('## Implementation\n- (S + 0 QC) Look {for=1m}\n')).toEqual([
    ['main', 'Implementation', 1],
  ]);
});

test('a heading can say it outright', () => {
  const body = `${MAIN}## Retreat {timeline=fallback}\n- (D + 0 QC) Go {for=1m}\n## Fallback lines {#x timeline=main}\n- (S + 5m QC) A {for=1m}\n`;
  expect(timelinesOf(body)).toEqual([
    ['main', 'Window', 2],
    ['fallback', 'Retreat', 1],
  ]);
});

test('headings below a heading belong to it, whatever their words are', () => {
  const body = `# Rollback of release 3\n${MAIN}### Before the restart\n- (S + 5m QC) A {for=1m}\n## Rollback\n### Database\n- (D + 0 QC) B {for=1m}\n## After\n- (S + 9m QC) C {for=1m}\n`;
  expect(timelinesOf(body)).toEqual([
    ['main', 'Window', 3],
    ['fallback', 'Database', 1],
  ]);
});

test('headings of the first level can be the timelines', () => {
  const body = '# Window\n- (S + 0 QC) Look {for=1m}\n# Rollback\n- (D + 0 QC) B {for=1m}\n';
  expect(timelinesOf(body)).toEqual([
    ['main', 'Window', 1],
    ['fallback', 'Rollback', 1],
  ]);
});

test('the heading of the page is its title where the front matter has none', () => {
  const text = `${FRONT.replace('title: T\n', '')}# The {curly} page {timeline=main}\n${MAIN}`;
  const result = parsePlan({ text, file: 'plan.md' });
  expect(result.type === 'parsed' && result.plan.title).toBe('The {curly} page');
  const untitled = findings(FRONT.replace('title: T\n', '') + MAIN, 'error');
  expect(untitled[0]?.message).toBe('the plan has no title');
});

test('lists of prose are no steps', () => {
  expect(timelinesOf(`## Personnel\n- QC is Sandra\n- (really)\n${MAIN}`)).toEqual([['main', 'Window', 1]]);
});

test('a line that was forgotten among steps is no prose', () => {
  const errors = errorsOf({ main: '- (S + 0 QC) Look\n- Then restart' });
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ at: 'Then restart', message: 'this step says not when it is due' });
});

test.each([
  ['## Window {timeline=fall-back}', 'unknown timeline `fall-back`', 'did you mean `fallback`?', 'fall-back'],
  [
    '## Window {timelnie=main}',
    'unknown attribute `timelnie` on a heading',
    'did you mean `timeline`?',
    'timelnie',
  ],
])('%s', (heading, message, mend, at) => {
  const errors = findings(`${FRONT}${heading}\n- (S + 0 QC) Look {for=1m}\n`, 'error');
  expect(errors).toEqual([{ message, mend, at }]);
});

test('a plan needs a step for its window, and should have a way back', () => {
  expect(findings(`${FRONT}## Window\nNothing yet.\n`, 'error')[0]?.message).toContain(
    'no step for its window',
  );
  expect(findings(FRONT + MAIN, 'warning')[0]?.message).toContain('no way back');
});

test('steps before any heading are of the main timeline', () => {
  expect(timelinesOf('- (S + 0 QC) Look {for=1m}\n')).toEqual([['main', 'main', 1]]);
});

test('a step inside a comment does not count', () => {
  expect(timelinesOf(`${MAIN}\n<!--\n- (S + 5m QC) Old\n-->\n`)).toEqual([['main', 'Window', 1]]);
});

test('windows line ends and a byte order mark change nothing', () => {
  const text = writePlan({});
  const plain = parsePlan({ text, file: 'x' });
  expect(parsePlan({ text: `\uFEFF${text.replaceAll('\n', '\r\n')}`, file: 'x' })).toEqual(plain);
});

test('variables work in the titles of the page and of its sections', () => {
  const front = FRONT.replace('title: T', 'title: "{{tag}} is out"\nvars: { tag: v2 }');
  const text = `${front}## Window of {{tag}}\n- (S + 0 QC) Look {for=1m}\n`;
  const result = parsePlan({ text, file: 'plan.md' });
  expect(result.type === 'parsed' && [result.plan.title, result.plan.timelines[0]?.title]).toEqual([
    'v2 is out',
    'Window of v2',
  ]);
  const wrong = findings(text.replaceAll('{{tag}}', '{{tga}}'), 'error');
  expect(wrong.map(({ message }) => message)).toEqual(['unknown variable `tga`', 'unknown variable `tga`']);
});

test.each(['vars', 'hosts', 'roles', 'databases'])('%s can hold no key that every object has', (key) => {
  const value = key === 'databases' ? '{ url: "env:X" }' : 'x';
  const errors = errorsOf({ front: frontWith(key, `${key}: { __proto__: ${value} }`) });
  expect(
    errors.some(({ message }) => message.includes('__proto__')),
    JSON.stringify(errors),
  ).toBe(true);
});
