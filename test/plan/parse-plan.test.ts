import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import { renderProblems } from '../../source/plan/problem-text.ts';
import { frontWith, writePlan } from './write-plan.ts';

const small = readFileSync(new URL('../fixtures/plans/small.md', import.meta.url), 'utf8');

/** A loaded machine is slow; what these guard against takes minutes. */
const SOON = 8_000;

test('a whole plan is plain data', () => {
  const result = parsePlan({ text: small, file: 'small.md' });
  expect(result.type).toBe('parsed');
  if (result.type !== 'parsed') return;
  const { plan } = result;
  expect(plan).toMatchObject({ title: 'Small release', file: 'small.md' });
  expect(plan.timelines.map(({ kind, steps }) => [kind, steps.length])).toEqual([
    ['preparation', 2],
    ['main', 5],
    ['fallback', 5],
  ]);
  expect(plan.timelines.flatMap(({ steps }) => steps.map(({ number }) => number))).toEqual(
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
  const copy = JSON.parse(JSON.stringify(plan));
  expect(copy).toEqual(JSON.parse(JSON.stringify(structuredClone(plan))));
});

test('parsing twice gives the same', () => {
  expect(parsePlan({ text: small, file: 'x' })).toEqual(parsePlan({ text: small, file: 'x' }));
});

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...[...'bcdefghi'].map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`),
].join('\n');

const step = '- (S + 10m QC) Look {for=1m}\n\n  ```sh on=@head\n  x\n  ```\n\n';

test.each([
  ['10 MB', 'x'.repeat(10_000_000), 'too long'],
  ['10 MB of steps', writePlan({ main: step.repeat(200_000) }), 'too long'],
  ['a million lines', '\n'.repeat(1_000_000), 'too long'],
  ['many short lines', 'a\n'.repeat(100_000), 'too long'],
  ['an alias bomb', writePlan({ front: bomb }), 'aliases expand to more'],
  ['a self reference', writePlan({ front: frontWith('vars', 'vars: &a { a: *a }') }), ''],
  [
    'a range of 10^9 in a group',
    writePlan({ front: frontWith('hosts', 'hosts: { a: "n[1-1000000000]" }') }),
    'hosts',
  ],
  [
    'a range of 10^9 in a fence',
    writePlan({ main: `${step}\n  \`\`\`sh on=n[1-1000000000]\n  x\n  \`\`\`` }),
    'hosts',
  ],
  ['deep lists', writePlan({ main: `${'- '.repeat(20_000)}x` }), 'nested too deep'],
  [
    'deep lists on lines',
    writePlan({ main: Array.from({ length: 300 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n') }),
    'nested too deep',
  ],
  ['deep quotes', writePlan({ main: `${'> '.repeat(20_000)}x\n`.repeat(3) }), ''],
  [
    'deep brackets',
    writePlan({ main: `- (S + 0 QC) ${'['.repeat(100_000)} {for=1m}` }),
    'the title is longer',
  ],
  ['many brackets on lines', writePlan({ main: `- (S + 0 QC) ${'[\n'.repeat(4_000)}` }), ''],
  ['deep braces', writePlan({ main: `- (S + 0 QC) ${'{'.repeat(100_000)}` }), ''],
  ['deep double braces', writePlan({ main: `- (S + 0 QC) a ${`{{${' '.repeat(200)}`.repeat(500)}` }), ''],
  ['deep parentheses', writePlan({ main: `- ${'('.repeat(100_000)}` }), ''],
  ['deep emphasis', writePlan({ main: `- (S + 0 QC) ${'*a **b '.repeat(10_000)}` }), ''],
  ['quotes in attributes', writePlan({ main: `- (S + 0 QC) a {${'a=" '.repeat(20_000)}}` }), ''],
  ['deep YAML', writePlan({ front: `a: ${'['.repeat(30_000)}` }), ''],
  ['deep YAML maps', writePlan({ front: `a: ${'{a: '.repeat(10_000)}` }), ''],
  ['long front matter', writePlan({ front: `a: ${'x'.repeat(100_000)}` }), 'longer than 64 KiB'],
  ['blanks', writePlan({ main: `- (S + 0 QC) a${' '.repeat(100_000)}b` }), ''],
  ['tabs', writePlan({ main: `-${'\t'.repeat(50)}(S + 0 QC) a\n${'\t\t- x\n'.repeat(1_000)}` }), ''],
])('%s: an answer, and soon', (_, text, message) => {
  const began = performance.now();
  const result = parsePlan({ text, file: 'plan.md' });
  const shown = renderProblems({ problems: result.problems, text, file: 'plan.md' });
  expect(performance.now() - began).toBeLessThan(SOON);
  if (message !== '') expect(result.type).toBe('invalid');
  expect(shown).toContain(message);
  expect(shown).not.toMatch(/RangeError|ReferenceError|at .*\.ts:/);
  expect(shown.length).toBeLessThan(200_000);
});

test('a plan of three hundred steps is soon read', () => {
  const main = Array.from(
    { length: 300 },
    (_, i) => `- (S + ${i}m QC) Step ${i} {#s${i} for=1m}\n\n  \`\`\`sh\n  x\n  \`\`\`\n`,
  );
  const began = performance.now();
  expect(parsePlan({ text: writePlan({ main: main.join('\n') }), file: 'x' }).type).toBe('parsed');
  expect(performance.now() - began).toBeLessThan(SOON);
});

const pieces = fc.constantFrom(
  ...[
    '---\n',
    'title: x\n',
    '- ',
    '  - ',
    '(S + ',
    '(D + 5m ',
    '35m',
    ' QC',
    ') ',
    '{#a',
    ' after=a',
    ' for=5m',
    '}',
  ],
  ...[
    '{{',
    '}}',
    '```sh',
    ' on=@app',
    '"',
    '\n',
    '\r\n',
    '\t',
    '## ',
    'Rollback',
    '[',
    ']',
    '@',
    '!',
    ':',
    '&a',
    '*a',
  ],
  ...[
    '\u0000',
    '\ud800',
    '👩‍🔧',
    '<!--',
    '-->',
    'window: 2009-08-18 05:00 - 07:00 UTC\n',
    'roles: { qc: S }\n',
    '__proto__',
  ],
);
const soup = fc
  .array(fc.oneof({ weight: 4, arbitrary: pieces }, fc.string()), { maxLength: 60 })
  .map((all) => all.join(''));

test('no text makes it throw, and every problem has a place in the text', () => {
  const around = fc.oneof(
    soup,
    soup.map((main) => writePlan({ main })),
    soup.map((front) => writePlan({ front })),
    soup.map((line) => writePlan({ front: frontWith('vars', line) })),
    soup.map((title) => writePlan({ main: `- (S + 0 QC) ${title}` })),
  );
  fc.assert(
    fc.property(around, (text) => {
      const result = parsePlan({ text, file: 'plan.md' });
      const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
      for (const { line, column, length } of result.problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 2);
        expect(length).toBeGreaterThan(0);
      }
      const errors = result.problems.filter(({ severity }) => severity === 'error');
      expect(errors.length > 0).toBe(result.type === 'invalid');
      renderProblems({ problems: result.problems, text, file: 'plan.md' });
    }),
    { numRuns: 400 },
  );
});
