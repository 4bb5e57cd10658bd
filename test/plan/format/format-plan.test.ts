import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPlan } from '../../../source/plan/format/format-plan.ts';
import { sameMeaning } from '../../../source/plan/format/same-meaning.ts';
import { parsePlan } from '../../../source/plan/parse-plan.ts';
import { anyPlanText } from '../../helpers/any-plan-text.ts';

const root = resolve(import.meta.dirname, '../../..');
const plans = ['plans', 'test/fixtures/plans'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

const MESSY = `---
# The night itself.

vars:   { tag:  "2-6-x" ,previous: 018}   # as the tag says
# Who is who.
roles:
    programmer:   Thomas Amsler
    # not here in August: dba
    qc: { name:  Sandra,label: QC }
title:  Small release
hosts: {head: "sakaiprod1" }

window: 2009-08-18 05:00 - 07:00 America/Los_Angeles
mail:
  server:  env:SMTP_URL
  from: a@example.org
  to:
  - b@example.org
  - c@example.org
---

# Small  release

<!-- A comment   (S+5m QC) that nobody   formats. -->

## Getting ready   {timeline=preparation }

- ( programmer )Read it {  for=10min   #read }

## During the window {  timeline = main }
`;

function formatted(text: string): string {
  const result = formatPlan({ text, file: 'plan.md' });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  return result.text;
}

test('step lines, attributes and the front matter get their one form; comments and prose stay', () => {
  const text = `${MESSY.replace('timeline = main', 'timeline="main"')}
Prose  with   (S+5m QC) blanks.

- [ ]  (s+ 10 min  qc+Programmer)   Look   at *it*   { confirm="qc, programmer"   decision for="1 hour 5 min"  poll=qc #look }

  A  paragraph.

  \`\`\` sh   timeout="90 s" on="@head"  cwd="/tmp"
  echo   "(S+5m QC)"
  \`\`\`

  \`\`\`text  of   the page
  untouched
  \`\`\`

    - ( QC )  an item   as it is
- (S\u221210m QC) Before {for=5m}
- (S + 3 days Programmer)
  Title below
  {for=5m}

## Fall-back procedure

- (D + 0m QC) Back {for=5m}
`;
  expect(formatted(text)).toBe(`---
# The night itself.

title: Small release
window: 2009-08-18 05:00 - 07:00 America/Los_Angeles
# Who is who.
roles:
  programmer: Thomas Amsler
  # not here in August: dba
  qc: { name: Sandra, label: QC }
hosts: { head: "sakaiprod1" }

mail:
  server: env:SMTP_URL
  from: a@example.org
  to:
  - b@example.org
  - c@example.org
vars: { tag: "2-6-x", previous: 018 }   # as the tag says
---

# Small  release

<!-- A comment   (S+5m QC) that nobody   formats. -->

## Getting ready {timeline=preparation}

- (programmer) Read it {#read for=10m}

## During the window {timeline=main}

Prose  with   (S+5m QC) blanks.

- [ ]  (S + 10m qc + Programmer) Look   at *it* {#look decision poll=qc confirm=qc,programmer for=1h5m}

  A  paragraph.

  \`\`\`sh on=@head timeout=90s cwd=/tmp
  echo   "(S+5m QC)"
  \`\`\`

  \`\`\`text  of   the page
  untouched
  \`\`\`

    - ( QC )  an item   as it is
- (S - 10m QC) Before {for=5m}
- (S + 3d Programmer)
  Title below
  {for=5m}

## Fall-back procedure

- (D + 0 QC) Back {for=5m}
`);
});

test('an owner whose name begins like a unit does not run into the offset', () => {
  const text = `---
title: T
window: 2009-08-18 05:00 - 07:00 UTC
roles: { off: { name: Ann, label: Days Off }, qc: Days }
---
- (S + 0m Days Off) Look {for=5m}
- (S + 0m QC) Look again {for=5m}
`;
  expect(formatted(text)).toContain('- (S + 0m Days Off) Look');
  expect(formatted(text)).toContain('- (S + 0 QC) Look again');
});

test('an anchor stays before its alias, and line ends stay what they are', () => {
  const text = MESSY.replace('vars:   {', 'hosts: &h { head: a }\nvars:   {')
    .replace('hosts: {head: "sakaiprod1" }', 'databases: { x: { url: "env:A" } }')
    .concat('\n- (S+5m QC) Look {for=5m}\n')
    .replace('timeline = main', 'timeline=main')
    .replaceAll('\n', '\r\n');
  const result = formatted(text);
  expect(result.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(formatted(result)).toBe(result);
  const aliased = text.replace('databases:', 'host-keys: *h\r\ndatabases:');
  expect(formatPlan({ text: aliased, file: 'p' }).type).toBe('invalid');
});

test('a plan with errors is refused with all of them', () => {
  const result = formatPlan({ text: MESSY, file: 'plan.md' });
  expect(result.type).toBe('invalid');
  if (result.type === 'invalid') expect(result.problems.map(({ message }) => message)).not.toEqual([]);
});

test.each(plans)('%s means the same afterwards, and has only one form', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const before = parsePlan({ text, file: name });
  if (before.type === 'invalid') {
    expect(formatPlan({ text, file: name })).toEqual({ type: 'invalid', problems: before.problems });
    return;
  }
  expectSame(text);
});

test.each(plans.filter((name) => name.startsWith('plans/')))('%s is in its one form', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  expect(formatted(text)).toBe(text);
});

test('whatever the plan: the same meaning, once and for all, and nothing else touched', () => {
  fc.assert(fc.property(anyPlanText, expectSame), { numRuns: 40 });
});

const small = readFileSync(join(root, 'test/fixtures/plans/small.md'), 'utf8');
const scribble = fc.record({
  at: fc.nat({ max: small.length }),
  put: fc.constantFrom(
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '<!-- c -->',
    ' # c',
    '&a ',
    '"',
    ' min',
    ' + QC',
    '~~~',
    'é',
  ),
  without: fc.nat({ max: 1 }),
});

test('whatever somebody scribbles into a plan: where it is still one, it keeps its meaning', () => {
  fc.assert(
    fc.property(fc.array(scribble, { minLength: 1, maxLength: 3 }), (scribbles) => {
      const text = scribbles.reduce(
        (old, { at, put, without }) => old.slice(0, at) + put + old.slice(at + without),
        small,
      );
      const result = formatPlan({ text, file: 'p' });
      if (result.type === 'invalid') return;
      expect(formatted(result.text)).toBe(result.text);
    }),
    { numRuns: 100 },
  );
});

function expectSame(text: string): void {
  const once = formatted(text);
  expect(formatted(once)).toBe(once);
  const [before, after] = [parsePlan({ text, file: 'p' }), parsePlan({ text: once, file: 'p' })];
  if (before.type === 'invalid' || after.type === 'invalid') throw new Error('the plan has errors');
  expect(sameMeaning(before.plan, after.plan)).toBe(true);
  expect(proseOf(once)).toEqual(proseOf(text));
}

/** Every line that is neither of a step, a heading, a fence nor the front matter. */
function proseOf(text: string): readonly string[] {
  const body = text.slice(text.indexOf('\n---') + 4);
  return body.split('\n').filter((line) => !/^\s*(?:- |\{|#|```|~~~)/.test(line));
}
