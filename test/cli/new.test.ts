import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Io } from '../../source/cli/io.ts';
import { main } from '../../source/cli/main.ts';
import { type NewOptions, newPlan } from '../../source/cli/new.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { lintPlan } from '../../source/plan/lint/lint.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import { createManualClock, nextTurn } from '../../source/session/clock.ts';
import { createTestIo } from './test-io.ts';

const AUGUST = resolve(import.meta.dirname, '../../plans/2009-08-18-gradebook2.md');
const today = Date.parse('2009-08-20T09:00:00Z');

let folder = '';
let env: NodeJS.ProcessEnv = {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-new-'));
  env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: join(folder, 'none.sqlite') };
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function call(...args: readonly string[]) {
  const io = createTestIo('', env);
  const code = await main(['new', ...args], '1', io);
  return { code, out: io.written(), err: io.complained() };
}

/** At a keyboard: an answer is typed once its question stands there. */
async function answered(options: NewOptions, answers: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const clock = createManualClock(today);
  const io = createTestIo('', env);
  let asked = '';
  let next = 0;
  const asking: Io = {
    ...io,
    stdin,
    err: (text) => {
      io.err(text);
      if (!/[\]?]: $/.test(text)) return;
      asked += `${text}\n`;
      stdin.write(`${answers[next] ?? ''}\n`);
      next += 1;
    },
  };
  const done = newPlan(options, asking, clock);
  let open = true;
  const close = () => {
    open = false;
  };
  done.then(close, close);
  while (open) {
    await nextTurn();
    clock.advance(300);
  }
  return { code: await done, out: io.written(), err: io.complained(), asked };
}

test('without a plan: one to begin with, right but for what is still open', async () => {
  const { code, out } = await call('--date', '2026-12-15');
  expect(code).toBe(0);
  const result = parsePlan({ text: out, file: 'plan.md' });
  expect(result.problems).toEqual([]);
  if (result.type === 'invalid') return;
  const findings = lintPlan({ plan: result.plan, text: out, usuals: undefined });
  expect(new Set(findings.map(({ message }) => message))).toEqual(
    new Set(['`TBD`: something is still open here']),
  );
});

test('on a terminal it asks for the day and for every variable, and shows what was', async () => {
  const { out, err, asked } = await answered({ from: AUGUST }, ['', 'smartsite-020', '']);
  expect(asked).toBe(`Day of the window; 2009-09-15 is again a third Tuesday [2009-09-15]: 
tag [smartsite-019]: 
previous [smartsite-018]: 
`);
  expect(out).toContain('window: 2009-09-15 05:00 - 07:00 America/Los_Angeles');
  expect(out).toContain('tag: smartsite-020');
  expect(out).toContain('previous: smartsite-018');
  expect(err).toContain('tag: smartsite-020; it was smartsite-019\n');
  expect(err).not.toContain('clocks');
});

test('a day that is none is asked for again', async () => {
  const { out, asked } = await answered({ from: AUGUST }, ['tomorrow', '2009-09-16', '', '']);
  expect(asked.split('\n').filter((line) => line.startsWith('Day'))).toHaveLength(2);
  expect(out).toContain('window: 2009-09-16 05:00');
});

test('without a terminal the day has to be given, and variables stay unless they are', async () => {
  expect(await call('--from', AUGUST)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^say on which day: --date \d{4}-\d\d-\d\d \(/),
  });
  const { code, out, err } = await call('--from', AUGUST, '--date', '2009-11-18', '--var', 'tag=v2');
  expect(code).toBe(0);
  expect(out).toContain('tag: v2');
  expect(err).toBe(`window: Wednesday 2009-11-18 05:00 - 07:00 PST
the window before was on a Tuesday
the clocks have changed since: PST now, PDT then; 05:00 - 07:00 stays what the clock shows
2009-08-18 is 2009-11-18 now: lines 3, 53, 68, 96, 209, 265
August 18, 2009 is November 18, 2009 now: line 30
tag: v2; it was smartsite-019
previous: still smartsite-018; --var previous=... changes it
`);
});

test.each([
  [['--date', '2009-02-30'], '2009-02-30 is no day'],
  [['--date', '2009-09-15', '--var', 'tga=1'], 'the plan has no variable tga; its variables: tag, previous'],
  [['--date', '2009-09-15', '--var', 'tag'], 'write --var tag=2-6-x'],
])('%j is a mistake of usage', async (args, message) => {
  const { code, out, err } = await call('--from', AUGUST, ...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('-o writes a file that is not there yet, and never another one', async () => {
  const file = join(folder, 'next.md');
  const { code, out, err } = await call('--from', AUGUST, '--date', '2009-09-15', '-o', file);
  expect([code, out]).toEqual([0, '']);
  expect(err).toContain(`Wrote ${file}: gonogo check ${file}\n`);
  expect(await readFile(file, 'utf8')).toContain('window: 2009-09-15');
  await writeFile(file, 'mine');
  expect((await call('-o', file)).code).toBe(2);
  expect(await readFile(file, 'utf8')).toBe('mine');
});

test('from a run: its plan as it was carried out, with the lengths that its steps took', async () => {
  const journal = join(folder, 'journal.sqlite');
  env = { ...env, GONOGO_JOURNAL: journal };
  const plan = join(folder, 'local.md');
  const text = `---
title: Night of 2009-08-18
window: 2009-08-18 05:00 - 07:00 UTC
roles: { qc: Sandra }
---
- (S + 0 QC) Look {#look for=7m}

  \`\`\`sh
  true
  \`\`\`
`;
  await writeFile(plan, text);
  const io = createTestIo('start look\nwait look\nend\n', env);
  expect(await main(['run', plan, '--plain', '--start', 'now'], '1', io)).toBe(0);
  await writeFile(plan, 'changed since');
  const opened = await openSqliteJournal({ file: journal });
  const [{ run } = { run: '' }] = await opened.runs();
  await opened.close();
  for (const from of [run, 'last']) {
    const { code, out, err } = await call('--from', from, '--date', '2009-09-15');
    expect(code).toBe(0);
    expect(out).toBe(text.replaceAll('2009-08-18', '2009-09-15').replace('for=7m', 'for=1m'));
    expect(err).toContain('look: for=1m, from the one run there was; it was 7m\n');
  }
});
