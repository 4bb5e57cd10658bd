import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintPlan } from '../../../source/plan/lint/lint.ts';
import { parsePlan } from '../../../source/plan/parse-plan.ts';
import type { Plan } from '../../../source/plan/plan.ts';
import { fallbackLength, lastSafeFallback } from '../../../source/plan/schedule.ts';
import { writePlan } from '../write-plan.ts';

const MINUTE = 60_000;
/** A loaded machine is slow; what this guards against takes minutes. */
const SOON = 10_000;

function read(path: string): {
  readonly plan: Plan;
  readonly text: string;
  readonly said: readonly string[];
} {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const result = parsePlan({ text, file: path });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  return { plan: result.plan, text, said: result.problems.map(({ message }) => message) };
}

/** Line, underlined text and message of all that the lints say. */
function warnings({ plan, text }: Pick<ReturnType<typeof read>, 'plan' | 'text'>) {
  const lines = text.split('\n');
  return lintPlan({ plan, text }).map(({ line, column, length, severity, message, mend }) => {
    expect([severity, typeof mend]).toEqual(['warning', 'string']);
    return [line, (lines[line - 1] ?? '').slice(column - 1, column - 1 + length), message] as const;
  });
}

test('18 August 2009: 65 minutes back, and the last safe D is the minute at which the verification ends', () => {
  const night = read('fixtures/plans/arithmetic/2009-08-18.md');
  const { plan } = night;
  expect(fallbackLength(plan)).toBe(65 * MINUTE);
  expect((lastSafeFallback(plan) ?? 0) - plan.window.start).toBe(55 * MINUTE);
  expect([night.said, warnings(night)]).toEqual([[], []]);
});

test('a minute more of verification, and it says so', () => {
  const { text } = read('fixtures/plans/arithmetic/2009-08-18.md');
  const longer = text.replace('#verify decision', '#verify decision for=11m');
  const result = parsePlan({ text: longer, file: 'x' });
  if (result.type === 'invalid') throw new Error('no plan');
  expect(warnings({ plan: result.plan, text: longer }).map(([, , message]) => message)).toEqual([
    expect.stringContaining(
      'S+55m (05:55), 10m into this decision; a no at its end, S+56m (05:56), is back at 07:01',
    ),
    expect.stringContaining('due at S+55m, while `verify`'),
  ]);
});

test('13 October 2009: 40 minutes back, and the last safe D is the minute at which the verification begins', () => {
  const night = read('fixtures/plans/arithmetic/2009-10-13.md');
  const { plan } = night;
  expect(fallbackLength(plan)).toBe(40 * MINUTE);
  expect((lastSafeFallback(plan) ?? 0) - plan.window.start).toBe(50 * MINUTE);
  expect(night.said).toEqual([]);
  expect(warnings(night)).toEqual([
    [
      33,
      'S + 50m',
      'the last safe fallback is S+50m (05:50), the very minute this decision begins; a no at its end, S+70m (06:10), is back at 06:50, 20m after the window closes (06:30)',
    ],
  ]);
});

test('23 March 2010: a no at 05:55 ends at 07:05', () => {
  const night = read('fixtures/plans/arithmetic/2010-03-23.md');
  const { plan } = night;
  expect(fallbackLength(plan)).toBe(70 * MINUTE);
  expect((lastSafeFallback(plan) ?? 0) - plan.window.start).toBe(20 * MINUTE);
  expect(night.said).toEqual([]);
  expect(warnings(night)).toEqual([
    [
      16,
      'S + 20m',
      'the last safe fallback is S+20m (05:50), the very minute this decision begins; a no at its end, S+25m (05:55), is back at 07:05, 5m after the window closes (07:00)',
    ],
  ]);
});

test('the mistakes of one plan, in the order of the text', () => {
  const night = read('fixtures/plans/mistakes/endpoint.md');
  expect(night.said).toEqual(['this step has no owner']);
  expect(warnings(night)).toEqual([
    [5, 'spare', 'no step touches `campus7`'],
    [28, '???', '`???`: something is still open here'],
    [29, 'Go / No Go', 'no step decides whether to go on or to fall back'],
    [32, 'on=@rest', '`campus[2-6]`: changed here, and no step of the fallback touches them'],
    [36, 'S + 45m', 'out of order: S+45m stands above S+40m (line 37)'],
    [40, '## Back-out', 'the fallback never leaves maintenance mode, which `stop` (line 14) turns on'],
    [
      49,
      'The tag of before',
      expect.stringContaining('says not what it undoes, and nothing undoes `deploy-head`'),
    ],
  ]);
});

test('and of another', () => {
  const night = read('fixtures/plans/mistakes/tool-order.md');
  expect(night.said).toEqual([]);
  expect(warnings(night)).toEqual([
    [11, '## In the window', 'no step decides whether to go on or to fall back'],
    [35, 'check before-tool-order', 'nothing sets the marker `before-tool-order`'],
  ]);
});

test('the first plan has nothing to mend', () => {
  const night = read('../plans/2009-08-18-gradebook2.md');
  expect([night.said, warnings(night)]).toEqual([[], []]);
});

test('a byte order mark and other ends of lines move nothing', () => {
  const { text } = read('fixtures/plans/arithmetic/2010-03-23.md');
  const other = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
  const result = parsePlan({ text: other, file: 'x' });
  if (result.type === 'invalid') throw new Error('no plan');
  expect(lintPlan({ plan: result.plan, text: other })).toMatchObject([{ line: 16, column: 4, length: 7 }]);
});

const braces = ['', '{decision}', '{for=90m}', '{hold for=5m}', '{no-return}', '{decision for=1m poll=qc}'];
const titles = [
  'Deploy',
  'Verify ???',
  'Maintenance mode on',
  'Open it',
  '**Stop** `x`',
  'Go / No Go',
  'é👩‍🔧 TODO',
];
const fences = [
  '',
  '\n\n  ```sh on=@head\n  rm x\n  ```',
  '\n\n  ```marker on=sakai\n  check m\n  ```',
  '\n    - TBD',
  '\n\n  What now ???',
];
const step = (anchor: string) =>
  fc
    .tuple(fc.nat(150), ...[titles, braces, fences].map((all) => fc.constantFrom(...all)))
    .map(([at, title, brace, fence]) => `- (${anchor} + ${at}m QC) ${title} ${brace}${fence}`);
const lines = (anchor: string) =>
  fc.array(step(anchor), { minLength: 1, maxLength: 8 }).map((all) => all.join('\n\n'));

test('whatever is found stands in the text', () => {
  fc.assert(
    fc.property(lines('S'), lines('D'), fc.constantFrom('\n', '\r\n'), (main, fallback, end) => {
      const text = writePlan({ main, fallback }).replaceAll('\n', end);
      const result = parsePlan({ text, file: 'x' });
      if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
      const all = text.split(end);
      const found = lintPlan({ plan: result.plan, text });
      for (const { line, column, length } of found) {
        expect(column - 1 + length).toBeLessThanOrEqual(all[line - 1]?.length ?? 0);
      }
      expect(found).toEqual(found.toSorted((a, b) => a.line - b.line || a.column - b.column));
    }),
    { numRuns: 50 },
  );
});

test.each([
  [
    'five hundred decisions',
    Array.from({ length: 500 }, (_, at) => `- (S + ${at}m QC) Vote ${at} {decision for=2m}`).join('\n'),
  ],
  ['arrows', `- (S + 0 QC) A {for=1m}\n\n  \`\`\`sh\n  ${'>'.repeat(100_000)}\n  \`\`\``],
  ['quotes', `- (S + 0 QC) A {for=1m}\n\n  \`\`\`sql on=sakai\n  ${"'".repeat(100_001)}\n  \`\`\``],
  ['questions', `- (S + 0 QC) A {for=1m}\n\n  ${'??? '.repeat(25_000)}`],
  ['maintenance', `- (S + 0 QC) A {for=1m}\n\n  \`\`\`sh\n  ${'close maintenance '.repeat(5_000)}\n  \`\`\``],
])('an answer, and soon: %s', (_, main) => {
  const text = writePlan({ main });
  const result = parsePlan({ text, file: 'x' });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  const began = performance.now();
  lintPlan({ plan: result.plan, text });
  expect(performance.now() - began).toBeLessThan(SOON);
});
