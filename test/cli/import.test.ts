import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../source/cli/check.ts';
import { main } from '../../source/cli/main.ts';
import { documents } from '../helpers/imported.ts';
import { makeBomb, makeDocx, makeXlsx } from '../helpers/office-files.ts';
import { createTestIo } from './test-io.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-import-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: readonly string[]) {
  const io = createTestIo('', {
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    GONOGO_JOURNAL: join(folder, 'none.sqlite'),
  });
  const code = await main(['import', ...args], '1.2.3', io);
  return { code, out: io.written(), err: io.complained() };
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const FULL = join(documents, 'clock-times.txt');

test('the plan goes to standard output, what was read into the document to standard error', async () => {
  const { code, out, err } = await run(FULL, '--zone', 'Europe/Vienna');
  expect(code).toBe(0);
  expect(out).toMatch(
    /^---\ntitle: Change Plan, February 9, 2016\nwindow: 2016-02-09 23:30 - 02:00 Europe\/Vienna\n/,
  );
  expect(err).toContain(`${FULL}:14: likely: the way back was planned for 01:00`);
  expect(err).toContain(`${FULL}:8: note: \`move_counters.sql\` stays text`);
  expect(err.trimEnd().endsWith('4 warnings, too.')).toBe(true);
});

test('a plan that is written checks, and is not written over', async () => {
  const plan = join(folder, 'full.md');
  expect(await run(FULL, '-o', plan)).toMatchObject({ code: 0, out: '' });
  const io = createTestIo('', {
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    GONOGO_JOURNAL: join(folder, 'none.sqlite'),
  });
  expect(await check({ plan, json: false }, io)).toBe(0);
  expect(await run(FULL, '-o', plan)).toMatchObject({
    code: 2,
    err: `${plan}: is there already; name another file, or say --force\n`,
  });
  expect(await run(FULL, '-o', plan, '--force')).toMatchObject({ code: 0 });
});

test('what a person has to fill in is listed at its line, and the plan is written all the same', async () => {
  const plan = join(folder, 'open.md');
  const { code, err } = await run(join(documents, 'days-table.md'), '-o', plan);
  expect(code).toBe(3);
  expect(err).toContain(
    `${plan}:3:9: error: \`window\` is no date with two times and a zone\n    3 | window: TBD TBD - TBD UTC\n`,
  );
  expect(err).toContain(`${plan}:17:4: error: the offset after \`S +\` is left empty`);
  expect(await readFile(plan, 'utf8')).toContain('- (S + Iris) Freeze {#MOV-7}');
});

test('as data: the plan, the guesses and the notes; nothing that only stands in for what is open', async () => {
  const { code, out, err } = await run(join(documents, 'parallel-and-decision.txt'), '--json');
  expect([code, err]).toEqual([3, '']);
  const { plan, guesses, notes } = JSON.parse(out);
  expect(plan.window).toBeNull();
  expect(plan.timelines[0].steps[2]).toMatchObject({ offsetSeconds: 480, at: null, owners: ['Engineer'] });
  expect(plan.problems[0]).toMatchObject({ line: 3, severity: 'error' });
  expect(guesses).toContainEqual({ line: 13, read: '`D` is D, the moment of the decision', sure: 'sure' });
  expect(notes).toContainEqual({ line: 10, text: '`shop2 . . . shop4` is written `shop[2-4]`' });
});

test('a document that is a plan already stays as it is', async () => {
  const path = join(import.meta.dirname, '../fixtures/plans/small.md');
  const { code, out, err } = await run(path);
  expect(code).toBe(0);
  expect(out).toBe(await readFile(path, 'utf8'));
  expect(err).toBe(`${path} is a plan already; nothing was changed\n`);
});

test("a word processor's file: headings, lists, a table", async () => {
  const docx = makeDocx(
    [
      { heading: 1, text: 'Ledger move, 3 May 2026' },
      'Window: 20:00 \u2013 22:00 UTC',
      { heading: 2, text: 'During the window' },
      { list: 0, text: '(S + 0 Uma) Stop the postings & wait' },
      { list: 1, text: 'No posting <open>' },
      '\u2022 (S + 10m Uma) Copy the ledger',
      { heading: 2, text: 'Fall-back' },
    ],
    [
      ['Owner', 'When', 'Step'],
      ['Uma', 'D + 0', 'Start the postings'],
    ],
  );
  const { code, out } = await run(await file('ledger.docx', docx));
  expect(code).toBe(0);
  expect(out.slice(out.indexOf('## During'))).toBe(`## During the window

- (S + 0 Uma) Stop the postings & wait {#stop-postings-wait}

  - No posting \\<open>

- (S + 10m Uma) Copy the ledger {#copy-ledger}

## Fall-back

- (D + 0 Uma) Start the postings {#back-start-postings}
`);
});

test('a workbook: sheets by their names, times as parts of a day, columns in any order', async () => {
  const rows = [
    ['Release', 'Ledger 9', ''],
    ['Window', '2026-05-03 20:00 - 22:00 UTC', ''],
    ['Owner', 'Task', 'Start', 'Duration (min)'],
    ['Uma', 'Stop the postings', 20 / 24, 10],
    ['Uma', 'Copy the ledger', (20 * 60 + 10) / 1440, 20],
  ];
  const back = [
    ['Owner', 'Task', 'Start'],
    ['Uma', 'Start the postings', 'D + 0'],
  ];
  const { code, out } = await run(await file('ledger.xlsx', makeXlsx({ Steps: rows, Rollback: back })));
  expect(code).toBe(0);
  expect(out).toContain('title: Ledger 9\nwindow: 2026-05-03 20:00 - 22:00 UTC');
  expect(out).toContain('- (S + 10m Uma) Copy the ledger {#copy-ledger for=20m}');
  expect(out).toContain('## Rollback\n\n- (D + 0 Uma) Start the postings');
});

test('a workbook without a title: the second sheet is the way back all the same', async () => {
  const head = ['Start', 'Task', 'Who', 'Minutes'];
  const sheets = {
    Cutover: [
      ['Date', '2026-05-03', '', ''],
      head,
      ['20:00', 'Freeze', 'Uma', 5],
      ['20:05', 'Open', 'Uma', 5],
    ],
    Rollback: [head, ['20:10', 'Restore', 'Uma', 30], ['20:40', 'Open again', 'Uma', 5]],
  };
  const { out, err } = await run(await file('cutover.xlsx', makeXlsx(sheets)));
  expect(out).toContain('## Rollback\n\n- (D + 0 Uma) Restore {#back-restore for=30m}');
  expect(err).not.toContain('not in the plan');
});

test('a page that is one line: its headings divide it all the same', async () => {
  const page =
    '<h1>Relay move</h1><p>Window: 3 May 2026, 20:00 - 21:00 UTC</p><h2>Roles</h2><p>Ops: Lee</p>' +
    '<h2>Steps</h2><ol><li>20:00 (Lee) Drain</li><li>20:10 (Lee) Switch</li></ol>' +
    '<h2>Rollback</h2><ol><li>(Lee) Switch back</li></ol>';
  const { code, out, err } = await run(await file('relay.html', page));
  expect(code).toBe(3);
  expect(out).toContain('## Rollback\n\n- (D + Lee) Switch back {#back-switch-back}');
  expect(err).not.toContain('not in the plan');
});

test.each([
  [
    'notes.csv',
    '{\\rtf1\\ansi (S + 5m QC) Look}',
    'is RTF, whatever it is called; save it as .docx or as plain text',
  ],
  [
    'old.doc',
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    'is an old Word or Excel file; save it as .docx or .xlsx',
  ],
  ['scan.txt', '%PDF-1.7\n', 'is a PDF; save its text, or the document it was made from'],
  ['noise.txt', new Uint8Array([1, 2, 3, 0, 255, 7]), 'is a binary file, not a document'],
  ['empty.md', ' \n', 'is empty'],
  ['text.docx', 'no archive', 'is no .docx file: it is not even a zip archive'],
  ['huge.txt', 'a'.repeat(50 * 1024 * 1024), 'is too large for a plan (50.0 MB); save its text alone'],
  ['long.txt', '(S + 5m QC) Look\n'.repeat(5_000), 'is too long for a plan: more than 4000 lines'],
  [
    'bomb.docx',
    makeBomb('word/document.xml', 200 * 1024 * 1024),
    'unpacks to more than 4.0 MB of text: too large for a plan',
  ],
  [
    'bomb.xlsx',
    makeBomb('xl/workbook.xml', 200 * 1024 * 1024),
    'unpacks to more than 4.0 MB of text: too large for a plan',
  ],
  [
    'other.zip',
    makeBomb('readme.txt', 10),
    'is an archive, but neither a .docx nor an .xlsx file; unpack it first',
  ],
  ['cut.docx', makeDocx(['Plan']).slice(0, 600), 'is a damaged archive'],
])('%s is refused in one line', async (name, content, message) => {
  const path = await file(name, content);
  const { code, out, err } = await run(path);
  expect([code, out]).toEqual([2, '']);
  expect(err.startsWith(`${path}: ${message}`)).toBe(true);
  expect(err.match(/\n/g)?.length).toBe(1);
});

test('an archive that lies about the size of a part is stopped there', async () => {
  const bytes = Buffer.from(makeBomb('word/document.xml', 1024 * 1024));
  // Both headers say that it is ten bytes long.
  for (const [mark, at] of [
    ['PK\x03\x04', 22],
    ['PK\x01\x02', 24],
  ] as const) {
    bytes.writeUInt32LE(10, bytes.indexOf(mark, 0, 'latin1') + at);
  }
  expect((await run(await file('liar.docx', bytes))).err).toContain('is a damaged archive');
});

test('a cell far away is refused before a sheet of that size is laid out', async () => {
  const bytes = makeXlsx({
    A: [
      ['Task', 'Owner'],
      ['x', 'y'],
    ],
  });
  const { unzipSync, zipSync } = await import('fflate');
  const parts = unzipSync(bytes);
  const sheet = 'xl/worksheets/sheet1.xml';
  const far = Buffer.from(parts[sheet] ?? [])
    .toString()
    .replace('r="B2"', 'r="XFD1048576"');
  const path = await file('far.xlsx', zipSync({ ...parts, [sheet]: Buffer.from(far) }));
  expect(await run(path)).toMatchObject({
    code: 2,
    err: `${path}: has a cell at XFD1048576: a plan's sheet ends at row 5000 and column 100\n`,
  });
});

test('nothing of a document reaches the terminal as control characters', async () => {
  const path = await file(
    'evil.txt',
    '(S + 5m \u001b]0;x\u0007QC) Look\u202e back \u001b[2J at `web1 . . . web3`\n',
  );
  const { err, out } = await run(path);
  expect(`${err}${out}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test('questions need a terminal', async () => {
  expect(await run(FULL, '--interactive')).toMatchObject({
    code: 2,
    err: '--interactive asks at a terminal, and there is none\n',
  });
  expect((await run(FULL, '--zone', 'Europe/Wien')).err).toContain('no time zone; write an IANA name');
});

test('its help begins with examples', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Examples:\n {2}gonogo import /);
});
