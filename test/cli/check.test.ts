import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../source/cli/check.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { createTestIo } from './test-io.ts';

const SMALL = fileURLToPath(new URL('../fixtures/plans/small.md', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-check-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function run(plan: string, json = false, journal = join(folder, 'none.sqlite')) {
  // Nobody's own journal and preferences.
  const io = createTestIo('', { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: journal });
  const began = performance.now();
  const code = await check({ plan, json }, io);
  return { code, out: io.written(), err: io.complained(), took: performance.now() - began };
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const FRONT = '---\ntitle: T\nwindow: 2009-08-18 05:00 - 07:00 UTC\nroles: { qc: Sandra, pm: Ann }\n---\n';

test('prints the timelines with their times, then warnings, then the way back', async () => {
  const { code, out, err } = await run(SMALL);
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out.replaceAll(SMALL, 'small.md')).toBe(`Small release
Window 2009-08-18 05:00 - 07:00 PDT (America/Los_Angeles), 2h; S = 05:00

Preparation
   1                     Programmer       Read the page once more
   2                10m                   Tell the help desk

During the maintenance window: S-10m to S+75m, ends 06:15
   3  S-10m  04:50  10m  QC               Set the database marker           marker sakai
   4  S+0    05:00  2m   Programmer       Stop every application server     sh sakaiprod[1-6],sakaiprodmail1
                                          starts by itself
   5  S+2m   05:02  43m  Prabhu           Back up the production database   sh here, sql sakai
                                          confirmed by DBA, PM; critical
   6  S+45m  05:45  25m  QC + Programmer  Verification of 2-6-x_2009-08-18
                                          decision of QC, PM; checklist of 2
   7  S+70m  06:10  5m   Sandra           Send the mail                     mail
                                          waits for verify

Fall-back procedure: D+0 to D+65m
   8  D+0           2m   Programmer       Stop every application server     sh sakaiprod[1-6],sakaiprodmail1
   9  D+2m          3m   DBA              Restore the production database
                                          undoes backup
  10  D+2m          3m   Programmer       Put the old properties back
                                          required
  11  D+5m          1h   Programmer       Deploy the previous tag
                                          waits for back-stop, properties; no return
  12  D+65m              Programmer       Open the service

small.md:32:3: warning: this step has no owner
   32 | - Tell the help desk {for=10m}
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      = name a role in its parenthesis

small.md:60:4: warning: the last safe fallback is S+55m (05:55), 10m into this decision; a no at its end, S+70m (06:10), is back at 07:15, 15m after the window closes (07:00)
   60 | - (S + 45m QC + Programmer) Verification of {{tag}} {#verify decision ...
      |    ^^^^^^^
      = end the decision 15m earlier, say how long it really takes (\`for=\`; now it lasts until the next offset), shorten the fallback (1h5m), or let the window close at 07:15

2 warnings. The fallback takes 1h5m; last safe fallback S+55m (05:55 PDT), before the main timeline ends.
The main timeline ends S+75m (06:15), 45m before the window closes.
The decision (6 Verification of 2-6-x_2009-08-18) falls by S+70m, 15m after the last safe fallback.
`);
});

test('columns stay aligned with wide letters, and days other than the first are named', async () => {
  const body =
    '## W\n- (S - 6h QC) 古い {for=1m}\n- (S + 90s PM) Look {for=1m}\n\n  ```sh on=n[1-3]\n  x\n  ```\n';
  const { out } = await run(await file('wide.md', FRONT + body));
  expect(out.split('\n').slice(3, 6)).toEqual([
    'W: S-6h to S+2m30s, ends 05:02:30',
    '  1  S-6h     08-17 23:00  1m  QC  古い',
    '  2  S+1m30s  05:01:30     1m  PM  Look  sh n[1-3]',
  ]);
  expect(out).toContain('The plan has no way back.');
});

test('says when the fallback is longer than the window', async () => {
  const body = '## W\n- (S + 0 QC) A {for=1m}\n## Rollback\n- (D + 0 PM) B {for=3h}\n';
  const { out } = await run(await file('long.md', FRONT + body));
  expect(out).toContain(
    'The fallback takes 3h; it never ends before the window closes: last safe fallback S-60m',
  );
});

test('prints every problem of a plan that is wrong', async () => {
  const body = '## W\n- (S + 0 Qcc) A {for=1m}\n- (S + 5 PM) B {for=1m}\n';
  const path = await file('wrong.md', FRONT + body);
  const { code, out, err } = await run(path);
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toContain(`${path}:7:10: error: unknown role \`Qcc\``);
  expect(err).toContain('did you mean `QC`?');
  expect(err).toContain(`${path}:8:8: error: the offset \`5\` has no unit`);
  expect(err).toMatch(/\n2 errors, \d warnings?; nothing runs from a plan with an error\n$/);
});

test('--json gives the same as data', async () => {
  const { code, out, err } = await run(SMALL, true);
  expect(code).toBe(0);
  expect(err).toBe('');
  const data = JSON.parse(out);
  expect(data).toMatchObject({
    title: 'Small release',
    window: {
      opens: '2009-08-18T05:00:00-07:00',
      closes: '2009-08-18T07:00:00-07:00',
      start: '2009-08-18T05:00:00-07:00',
      zone: 'America/Los_Angeles',
    },
    fallback: { lengthSeconds: 3900, lastSafe: '2009-08-18T05:55:00-07:00', lastSafeOffsetSeconds: 3300 },
    schedule: {
      endOffsetSeconds: 4500,
      fallbackSeconds: 3900,
      lastSafeFallback: { offsetSeconds: 3300, at: '2009-08-18T05:55:00-07:00' },
      criticalPath: ['marker', 'stop', 'backup', 'verify', 'send-the-mail'],
    },
    problems: [
      { line: 32, column: 3, severity: 'warning', message: 'this step has no owner' },
      {
        line: 60,
        column: 4,
        length: 7,
        severity: 'warning',
        message: expect.stringContaining('the last safe fallback is S+55m (05:55), 10m into this decision'),
        mend: expect.stringContaining('end the decision 15m earlier'),
      },
    ],
  });
  expect(data.timelines.map(({ kind }: { kind: string }) => kind)).toEqual([
    'preparation',
    'main',
    'fallback',
  ]);
  const [preparation, main] = data.timelines;
  expect(preparation.steps[0]).toMatchObject({ anchor: null, offsetSeconds: null, at: null });
  expect(main.steps[1]).toEqual({
    id: 'stop',
    number: 4,
    line: 42,
    title: 'Stop every application server',
    anchor: 'S',
    offsetSeconds: 0,
    at: '2009-08-18T05:00:00-07:00',
    durationSeconds: 120,
    owners: ['Programmer'],
    hosts: [
      'sakaiprod1',
      'sakaiprod2',
      'sakaiprod3',
      'sakaiprod4',
      'sakaiprod5',
      'sakaiprod6',
      'sakaiprodmail1',
    ],
    actions: [
      {
        kind: 'sh',
        line: 46,
        on: '@app',
        hosts: [
          'sakaiprod1',
          'sakaiprod2',
          'sakaiprod3',
          'sakaiprod4',
          'sakaiprod5',
          'sakaiprod6',
          'sakaiprodmail1',
        ],
        timeoutSeconds: 300,
        cwd: null,
        text: 'sakai stop',
      },
    ],
    checklist: [],
    instructions: ['Wait until the balancer says so, then go on with 2-6-x_2009-08-18.'],
    after: ['marker'],
    confirm: [],
    poll: [],
    undoes: [],
    decision: false,
    critical: false,
    required: false,
    auto: true,
    noReturn: false,
    hold: false,
    beginsSeconds: 0,
    endsSeconds: 120,
    slackSeconds: { decision: -900, window: 2700 },
  });
  expect(main.steps[3].checklist).toEqual([
    { number: 1, text: 'Both gradebooks still work', owners: [] },
    { number: 2, text: 'No new errors in the log', owners: ['Programmer'] },
  ]);
});

test('--json of a plan that is wrong has its problems', async () => {
  const path = await file('wrong-json.md', '# Nothing\n');
  const { code, out } = await run(path, true);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    title: null,
    window: null,
    timelines: [],
    problems: [{ line: 1, column: 1, severity: 'error', message: 'the plan has no front matter' }],
  });
});

const FINGERPRINT = `SHA256:${'aB3/'.repeat(10)}abc`;
const FAN_OUT = [
  FRONT.replace(
    /---\n$/,
    `hosts: { app: "n[1-7]" }\ntransport: { n1: openssh }\nhost-keys: { n2: "${FINGERPRINT}" }\n---\n`,
  ),
  '## W',
  '- (S + 0 QC) All {for=1m}\n\n  ```sh on=@app silence=90s\n  x\n  ```',
  '- (S + 1m QC) Batches {for=1m required}\n\n  ```sh on=@app batch=1,2,50% max-fail=15%\n  x\n  ```',
  '- (S + 2m QC) No batches {for=1m}\n\n  ```sh on=@app max-fail=10%\n  x\n  ```',
  '',
].join('\n');

test('a step in batches says how many, and after how many failures no more begin', async () => {
  const { out } = await run(await file('fan-out.md', FAN_OUT));
  expect(out.split('\n').slice(4, 8)).toEqual([
    '  1  S+0   05:00  1m  QC  All         sh n[1-7]',
    '  2  S+1m  05:01  1m  QC  Batches     sh n[1-7]',
    '                          4 batches (1, 2, 50%), no more begin after 2 failures; required',
    '  3  S+2m  05:02  1m  QC  No batches  sh n[1-7]',
  ]);
});

test('--json has batches, silence, transports and host keys where they are given', async () => {
  const { out } = await run(await file('fan-out.md', FAN_OUT), true);
  const data = JSON.parse(out);
  expect(data).toMatchObject({ transports: { n1: 'openssh' }, hostKeys: { n2: [FINGERPRINT] } });
  const [all, batches, none] = data.timelines[0].steps.map(
    ({ actions }: { actions: readonly object[] }) => actions[0],
  );
  expect(all).toMatchObject({ silenceSeconds: 90 });
  expect(all).not.toHaveProperty('batch');
  expect(batches).toMatchObject({ batch: ['1', '2', '50%'], maxFail: '15%' });
  expect(batches).not.toHaveProperty('silenceSeconds');
  expect(none).toMatchObject({ maxFail: '10%' });
  const small = JSON.parse((await run(SMALL, true)).out);
  expect(small).not.toHaveProperty('transports');
  expect(small).not.toHaveProperty('hostKeys');
});

const utf16 = Buffer.from('---\ntitle: x\n---\n# A plan that was saved in the wrong way\n', 'utf16le');

test.each([
  ['missing.md', undefined, 'there is no such file'],
  ['folder', 'folder', 'is a directory, not a plan'],
  ['empty.md', '', 'is empty'],
  ['blank.md', ' \n\n', 'is empty'],
  ['binary.md', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 3]), 'is a binary file'],
  ['plan.docx', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0]), 'make a plan of it: gonogo import '],
  ['utf16.md', utf16, 'is UTF-16'],
  ['utf16-bom.md', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'is UTF-16'],
  ['utf16-be.md', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()]), 'is UTF-16'],
  ['utf16-be-bare.md', Buffer.from(utf16).swap16(), 'is UTF-16'],
  ['latin1.md', Buffer.from('Größe', 'latin1'), 'is not UTF-8'],
  ['large.md', Buffer.alloc(10_000_000, 'x'), 'is too large for a plan (9.5 MB)'],
  ['strange\u001b[31m\nname.md', undefined, 'there is no such file'],
])('%j is told in one line', async (name, content, message) => {
  const path = join(folder, name);
  if (content === 'folder') await mkdir(path);
  else if (content !== undefined) await writeFile(path, content);
  const { code, out, err, took } = await run(path);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
  expect(err.split('\n')).toHaveLength(2);
  expect(err).not.toContain('\u001b');
  expect(took).toBeLessThan(2_000);
});

test('what is no regular file is not waited for', async () => {
  const { code, err } = await run('/dev/null');
  expect(code).toBe(2);
  expect(err).toBe('/dev/null: is not a regular file\n');
});

test('a byte order mark moves no column', async () => {
  const path = await file('bom.md', `\uFEFF${FRONT}## W\r\n- (S + 0 Qcc) A {for=1m}\r\n`);
  const { err } = await run(path);
  expect(err).toContain(`${path}:7:10: error: unknown role`);
});

const LENGTHS =
  '## W\n- (S + 0 QC) Copy {#copy}\n\n  ```sh\n  x\n  ```\n\n- (S + 40m PM) Look {#look for=1m}\n';

/** A journal in which the copy took ten minutes once. */
async function recorded(planFile: string): Promise<string> {
  const file = join(folder, 'runs.sqlite');
  const journal = await openSqliteJournal({ file });
  const opens = Date.UTC(2009, 7, 18, 5);
  const [at, after] = [opens, opens + 600_000];
  const schedule = { start: opens, opens, closes: opens + 7_200_000, zone: 'UTC' };
  const step = 'copy';
  const created = { planFile, planText: FRONT + LENGTHS, planSha256: '', schedule, seed: undefined };
  const who = { tool: { version: '0', node: '0' }, host: 'here', by: 'Sandra' };
  await journal.append('A', 0, [
    { at, event: { type: 'run.created', mode: 'live', ...created, ...who } },
    { at, event: { type: 'step.started', step, attempt: 1, by: 'Sandra', reason: undefined, missing: [] } },
    { at: after, event: { type: 'attempt.finished', step, attempt: 1, outcome: 'succeeded', detail: '' } },
  ]);
  await journal.close();
  return file;
}

test('a gap is held against what earlier runs took', async () => {
  const path = await file('lengths.md', FRONT + LENGTHS);
  const gap =
    'counted as 40m, the gap to the next offset; usually 10m, nine times in ten at most 10m (1 run)';
  const { out } = await run(path, false, await recorded(path));
  expect(out).toContain(`${path}:7:4: warning: ${gap}`);
  expect((await run(path)).out).not.toContain('counted as');
});

test('no journal is made for a check, and one that is none is no trouble', async () => {
  const path = await file('quiet.md', FRONT + LENGTHS);
  const before = (await readdir(folder)).length;
  await run(path);
  expect(await readdir(folder)).toHaveLength(before);
  const { code, err } = await run(path, false, path);
  expect([code, err]).toEqual([0, '']);
});

test('what the reader warns of and what the lints find come in the order of the text', async () => {
  const body = '## W\n- (S + 0) Ask ??? {for=1m}\n## Rollback\n- (D + 0 PM) B\n';
  const { out } = await run(await file('order.md', FRONT + body), true);
  const { problems } = JSON.parse(out);
  expect(
    problems.map(({ line, column, severity }: Record<string, unknown>) => [line, column, severity]),
  ).toEqual([
    [4, 10, 'warning'],
    [6, 1, 'warning'],
    [7, 3, 'warning'],
    [7, 15, 'warning'],
    [9, 3, 'warning'],
  ]);
});

test('a last safe fallback after what can not be undone is not the last word', async () => {
  const steps = (flags: string) =>
    `${FRONT}\n## Steps\n\n- (S + 0 QC) Copy {#copy for=5m}\n- (S + 5m QC) Switch {#switch for=5m${flags}}\n\n## Rollback\n\n- (D + 0 QC) Back {undoes=copy for=5m}\n`;
  const { out } = await run(await file('no-return.md', steps(' no-return auto')));
  expect(out).toContain("No way back once 2 Switch has begun, S+5m (05:05): it can't be undone.\n");
  expect(out).not.toContain('starts by itself');
  expect((await run(await file('return.md', steps('')))).out).not.toContain('No way back');
});

test('a database that is watched is told, for people and as data', async () => {
  const plan = fileURLToPath(new URL('../fixtures/plans/every-kind.md', import.meta.url));
  expect((await run(plan)).out).toContain('sees secrets token, key; watches database sakai; ');
  const { timelines } = JSON.parse((await run(plan, true)).out);
  const [restore] = timelines[0].steps;
  expect(restore.actions.map(({ watch }: { watch?: string }) => watch)).toEqual([
    'sakai',
    ...[undefined, undefined, undefined],
  ]);
});
