import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffPlans } from '../../../source/plan/diff/plan-diff.ts';
import { parsePlan } from '../../../source/plan/parse-plan.ts';
import { stepsOf } from '../../../source/plan/plan.ts';
import { anyPlan } from '../../helpers/any-plan.ts';
import { planOf, writePlan } from '../write-plan.ts';

const MAIN = `- (S + 0 QC) Look {#look}

  Words.

  - One
  - (DBA) Two

- (S + 5m Programmer) Deploy {#deploy}

  \`\`\`sh on=@head timeout=5m
  deploy
  \`\`\`

- (S + 15m QC) Verify {#verify decision for=5m}`;

function changes(edit: (main: string) => string) {
  const { steps, same } = diffPlans(planOf({ main: MAIN }), planOf({ main: edit(MAIN) }));
  return {
    same,
    steps: steps.map((step) =>
      step.type === 'changed'
        ? [step.after.id, ...step.changes.map(({ name, before, after }) => [name, before, after])]
        : [step.type, step.type === 'added' ? step.after.id : step.before.id],
    ),
  };
}

test('a plan is the same as itself, whatever it is', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const { front, steps, same } = diffPlans(plan, structuredClone(plan));
      expect({ front, steps }).toEqual({ front: [], steps: [] });
      expect(same).toBe(stepsOf(plan).length);
    }),
  );
});

test('a step that moved says so, and its neighbours, whose lengths and waits only follow, do not', () => {
  expect(changes((main) => main.replace('S + 5m Prog', 'S + 7m Prog'))).toEqual({
    same: 3,
    steps: [['deploy', ['due', 'S+5m', 'S+7m']]],
  });
});

test('a step that came, and one that is gone, change nobody else', () => {
  const warm = '- (S + 2m QC) Warm {#warm}\n\n- (S + 5m';
  expect(changes((main) => main.replace('- (S + 5m', warm))).toEqual({ same: 4, steps: [['added', 'warm']] });
  const { steps } = diffPlans(planOf({ main: MAIN.replace('- (S + 5m', warm) }), planOf({ main: MAIN }));
  expect(steps.map(({ type }) => type)).toEqual(['removed']);
});

test.each([
  ['owner', 'QC) Look', 'DBA) Look', ['look', ['owner', 'qc', 'dba']]],
  ['confirm', '{#look}', '{#look confirm=qc,dba}', ['look', ['confirm', undefined, 'qc, dba']]],
  ['length', '{#deploy}', '{#deploy for=3m}', ['deploy', ['for', '10m, until the next step', '3m']]],
  ['after', '{#verify ', '{#verify after=look ', ['verify', ['after', undefined, 'look']]],
  ['a flag', '{#deploy}', '{#deploy no-return}', ['deploy', ['no-return', undefined, 'yes']]],
  ['poll', 'decision', 'decision poll=qc,dba', ['verify', ['poll', undefined, 'qc, dba']]],
  ['instructions', 'Words.', 'Other words.', ['look', ['instructions', 'Words.', 'Other words.']]],
  ['checklist', '(DBA) Two', 'Two', ['look', ['checklist', 'One\n(DBA) Two', 'One\nTwo']]],
  [
    'commands',
    'timeout=5m',
    'timeout=6m cwd=/tmp',
    ['deploy', ['commands', 'sh on=@head timeout=5m\n  deploy', 'sh on=@head timeout=6m cwd=/tmp\n  deploy']],
  ],
])('%s', (_, from, to, expected) => {
  expect(changes((main) => main.replace(from, to))).toEqual({ same: 3, steps: [expected] });
});

test('a step is known again by its title, or by its id without the day in it', () => {
  expect(changes((main) => main.replace('{#deploy}', '{#put}')).steps).toEqual([
    ['put', ['id', 'deploy', 'put']],
  ]);
  const dated = (day: string) =>
    planOf({ main: MAIN.replace('Look {#look}', `Look at ${day} {#look-${day}}`) });
  const { steps } = diffPlans(dated('2009-08-18'), dated('2009-09-15'));
  expect(steps).toMatchObject([{ type: 'changed', before: { id: 'look-2009-08-18' } }]);
});

test('a step that goes to another timeline is the same step', () => {
  const back = '- (D + 0 Programmer) Go back {#back for=5m}\n- (D + 5m QC) Look again {#again for=1m}';
  const main = `${MAIN}\n- (S + 20m QC) Look again {#again for=1m}`;
  const { steps } = diffPlans(planOf({ main }), planOf({ main: MAIN, fallback: back }));
  expect(steps).toMatchObject([
    { type: 'changed', changes: [{ name: 'due', before: 'S+20m', after: 'D+5m' }, { name: 'timeline' }] },
  ]);
});

test('another value of a variable is told once, not in every step that shows it', () => {
  const text = writePlan({ main: MAIN.replace('Look {#look}', 'Look at {{tag}}, not at {{old}} {#look}') });
  const withVars = (vars: string) => {
    const result = parsePlan({
      text: text.replace('vars: { tag: v2 }', `vars: { ${vars} }`),
      file: 'plan.md',
    });
    if (result.type === 'invalid') throw new Error('the plan has errors');
    return result.plan;
  };
  const { front, steps } = diffPlans(withVars('tag: v.2, old: v1'), withVars('tag: v3, old: v.2'));
  expect(front.map(({ name }) => name)).toEqual(['vars.tag', 'vars.old']);
  expect(steps).toEqual([]);
});

test('the front matter, value by value', () => {
  const text = writePlan({ main: MAIN });
  const edited = text
    .replace('05:00 - 07:00', '05:00 - 08:00')
    .replace('qc: Sandra', 'qc: Ann')
    .replace('sakaiprod[2-6]', 'sakaiprod[2-7]')
    .replace('tag: v2', 'tag: v3, extra: 1');
  const [a, b] = [text, edited].map((one) => parsePlan({ text: one, file: 'plan.md' }));
  if (a?.type !== 'parsed' || b?.type !== 'parsed') throw new Error('the plans have errors');
  expect(diffPlans(a.plan, b.plan).front).toEqual([
    {
      name: 'window',
      before: '2009-08-18 05:00 PDT to 2009-08-18 07:00 PDT',
      after: '2009-08-18 05:00 PDT to 2009-08-18 08:00 PDT',
    },
    { name: 'roles.qc', before: 'Sandra (QC)', after: 'Ann (QC)' },
    { name: 'hosts.rest', before: 'sakaiprod[2-6],sakaiprodmail1', after: 'sakaiprod[2-7],sakaiprodmail1' },
    { name: 'hosts.app', before: 'sakaiprod[1-6],sakaiprodmail1', after: 'sakaiprod[1-7],sakaiprodmail1' },
    { name: 'vars.tag', before: 'v2', after: 'v3' },
    { name: 'vars.extra', before: undefined, after: '1' },
  ]);
});
