import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandExamples } from '../../source/cli/command-examples.ts';
import { exitCodes } from '../../source/cli/exit-codes.ts';
import { buildProgram, main } from '../../source/cli/main.ts';
import { knownKeys } from '../../source/plan/front-matter-schema.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import { keymap } from '../../source/ui/keymap.ts';
import { createTestIo } from './test-io.ts';

async function call(...args: readonly string[]) {
  const io = createTestIo();
  const code = await main(['help', ...args], '1', io);
  return { code, out: io.written(), err: io.complained() };
}

test('help on plans has every key of the front matter, names the schema, and fits a terminal', async () => {
  const { code, out } = await call('plan');
  expect(code).toBe(0);
  for (const key of knownKeys) expect(out).toMatch(new RegExp(`^  ${key} +\\S`, 'm'));
  expect(out).toMatch(/yaml-language-server: \$schema=file:\/\/\/\S+front-matter\.schema\.json/);
  const lines = out.split('\n').filter((line) => !line.includes('$schema'));
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('it names every fence that runs, and all that each may say', async () => {
  const { out } = await call('plan');
  const plan = readFileSync(new URL('../fixtures/plans/every-kind.md', import.meta.url), 'utf8');
  const fences = [...plan.matchAll(/^ *```(\w+)(.*)$/gm)];
  const words = fences.flatMap(([, name = '', rest = '']) => [
    name,
    ...[...rest.matchAll(/(?<= )[a-z-]+(?==)/g)].map(([key]) => `${key}=`),
  ]);
  const fencesPart = out.slice(out.indexOf('Fences that run'), out.indexOf('\nHosts\n'));
  for (const word of new Set(words)) {
    expect(fencesPart).toMatch(new RegExp(`(?:^|[\\s[])${word}`, 'm'));
  }
});

test('the example in it is a plan', async () => {
  const { out } = await call('plan');
  const example = out.slice(out.indexOf('  ## During'), out.indexOf('\nHeadings\n')).replace(/^ {2}/gm, '');
  const front = `title: T
window: 2009-08-18 05:00 - 07:00 UTC
roles: { programmer: A, qc: B, dba: C }
hosts: { head: a }
vars: { tag: x }`;
  const text = `---\n${front}\n---\n${example.replace(' after=scripts', '')}`;
  const result = parsePlan({ text, file: 'plan.md' });
  expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(result).toMatchObject({
    plan: { timelines: [{ steps: [{ id: 'deploy-head' }, { id: 'verify' }] }] },
  });
});

test('help on keys has every key there is, made from the keymap', async () => {
  const { code, out } = await call('keys');
  expect(code).toBe(0);
  for (const { help } of [...keymap.run, ...keymap.replay]) expect(out).toContain(help);
});

test('help on exit codes has them all', async () => {
  const { code, out } = await call('exit-codes');
  expect(code).toBe(0);
  for (const known of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`(^|\\s)${known} \\w`, 'm'));
});

test('help on a command is that of the command, and help alone that of all', async () => {
  expect((await call('check')).out).toContain('--preflight');
  expect((await call()).out).toMatch(/^Examples:/);
});

test('the help of every command begins with examples of it, with options that there are', async () => {
  const program = buildProgram({ io: createTestIo(), version: '1', done: () => undefined });
  for (const command of program.createHelp().visibleCommands(program)) {
    const name = command.name();
    const lines = commandExamples(name)?.split('\n') ?? [];
    expect(lines[1], name).toContain(`gonogo ${name}`);
    const used = lines.flatMap(
      (line) =>
        line
          .trim()
          .split(/ {3,}/)[0]
          ?.match(/(?<= )--?[a-z][a-z-]*/g) ?? [],
    );
    const known = command.options.flatMap(({ long, short }) => [long, short]);
    expect(
      used.filter((option) => !known.includes(option)),
      name,
    ).toEqual([]);
  }
  expect((await call('run')).out).toMatch(/^Examples:\n {2}gonogo run release\.md /);
});

test('help on plans tells every kind of fence', async () => {
  const { out } = await call('plan');
  for (const kind of ['sh', 'js', 'sql', 'marker', 'http', 'wait', 'copy', 'mail'])
    expect(out).toMatch(new RegExp(`^  ${kind} `, 'm'));
});

test('help on what there is not says what was probably meant', async () => {
  expect(await call('kyes')).toEqual({ code: 2, out: '', err: "no help on 'kyes'; did you mean keys?\n" });
});
