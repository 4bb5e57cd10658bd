import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffPlans } from '../../../source/plan/diff/plan-diff.ts';
import { formatPlan } from '../../../source/plan/format/format-plan.ts';
import { parsePlan } from '../../../source/plan/parse-plan.ts';
import { allActionsOf, type Plan, stepsOf } from '../../../source/plan/plan.ts';
import { anyPlanText } from '../../helpers/any-plan-text.ts';

const file = resolve(import.meta.dirname, '../../fixtures/plans/every-kind.md');
const text = readFileSync(file, 'utf8');
const KINDS = ['sh', 'sql', 'marker', 'mail', 'http', 'wait', 'copy', 'js'].toSorted();

function planOf(source: string): Plan {
  const result = parsePlan({ text: source, file: 'plan.md' });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  return result.plan;
}

function formatted(source: string): string {
  const result = formatPlan({ text: source, file: 'plan.md' });
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  return result.text;
}

const kindsOf = (plan: Plan) =>
  new Set(
    stepsOf(plan)
      .flatMap(allActionsOf)
      .map(({ kind }) => kind),
  );

test('a plan with every kind of action is in its one form', () => {
  expect([...kindsOf(planOf(text))].toSorted()).toEqual(KINDS);
  expect(formatted(text)).toBe(text);
});

test('attributes come into their order, lengths and lists into their form, however they were written', () => {
  const messy = text
    .replace(/^( *```\w+)((?: [\w-]+(?:=(?:"[^"]*"|\S+))?)+)$/gm, (_, name, attributes: string) => {
      const all = attributes.trim().match(/[\w-]+(?:=(?:"[^"]*"|\S+))?/g) ?? [];
      return `${name}   ${all.toReversed().join('  ')}`;
    })
    .replaceAll('=10m', '="10 min"')
    .replaceAll('lock-timeout=5s', 'lock-timeout="5 seconds"')
    .replaceAll('interval=10s', 'interval="10 s"')
    .replaceAll('secrets=token,key', 'secrets="token , key"')
    .replaceAll('```expect\n', '```  expect\n');
  expect(messy).toContain('```sql   silence=1m  timeout="10 min"  rows=2');
  expect(formatted(messy)).toBe(text);
});

test('`secrets:` comes last, with the comment above it', () => {
  const secrets = /# Looked up[\s\S]*?(?=---)/.exec(text)?.[0] ?? '';
  const early = text.replace(secrets, '').replace('---\n', `---\n${secrets.replaceAll('  ', '    ')}`);
  expect(early.indexOf('secrets:')).toBeLessThan(early.indexOf('title:'));
  expect(formatted(early)).toBe(text);
});

test('the property tests meet every kind', () => {
  const met = new Set(
    fc.sample(anyPlanText, { numRuns: 200, seed: 1 }).flatMap((one) => [...kindsOf(planOf(one))]),
  );
  expect([...met].toSorted()).toEqual(KINDS);
});

test.each([
  ['watch=sakai timeout=15m', 'timeout=15m', 'restore'],
  ['secrets=token,key', 'secrets=key', 'restore'],
  ['tx=statement', 'tx=file', 'restore'],
  ['lock-timeout=5s', 'lock-timeout=6s', 'restore'],
  ['statement-timeout=10m', 'statement-timeout=11m', 'restore'],
  ['rows=2', 'rows=3', 'restore'],
  ['expect="in use"', 'expect="in  vain"', 'restore'],
  [' 2  | b', ' 2  | c', 'restore'],
  ['mode=0644', 'mode=0600', 'deploy'],
  ['put build', 'put built', 'deploy'],
  ['expect=201', 'expect=200', 'deploy'],
  ['authorization: env:TOKEN', 'authorization: env:OTHER', 'deploy'],
  ['content-type: json', 'content-type: xml', 'deploy'],
  ['body=UP', 'body=DOWN', 'deploy'],
  ['$.db.status=UP', '$.db.status=DOWN', 'deploy'],
  ['redirects=2', 'redirects=3', 'deploy'],
  ['ca=/etc/ca.pem', 'ca=/etc/other.pem', 'deploy'],
  ['until=5m interval=10s', 'until=5m interval=11s', 'deploy'],
  ['row=0 ', 'row=1 ', 'deploy'],
  ['interval=5s', 'interval=6s', 'deploy'],
  ['until S + 30m', 'until S + 31m', 'deploy'],
  ['await $', 'await  $', 'deploy'],
  ['expect=200 timeout=5s auto', 'expect=204 timeout=5s auto', 'verify'],
  ['timeout=5s auto', 'timeout=5s', 'verify'],
  [' attach=report', '', 'mail'],
])('`gonogo diff` tells that %s is now %s', (from, to, step) => {
  expect(text).toContain(from);
  const { front, steps } = diffPlans(planOf(text), planOf(text.replace(from, () => to)));
  expect(front).toEqual([]);
  expect(steps.map((one) => (one.type === 'changed' ? one.after.id : one.type))).toEqual([step]);
});

test('and that a secret is somewhere else', () => {
  const { front } = diffPlans(planOf(text), planOf(text.replace('op://Release/deploy/key', 'env:KEY')));
  expect(front).toEqual([{ name: 'secrets.key', before: 'op://Release/deploy/key', after: 'env:KEY' }]);
});
