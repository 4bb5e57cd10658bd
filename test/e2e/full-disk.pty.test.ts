import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { readOutput } from '../helpers/read-output.ts';
import { mountSmallDisk, type SmallDisk } from '../helpers/small-disk.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';

let disk: SmallDisk | undefined;
let gonogo: Gonogo;
let folder: string;
let plan: string;
beforeEach(async () => {
  disk = mountSmallDisk(4);
  gonogo = await openGonogo();
  folder = dirname(gonogo.journal);
  plan = join(folder, 'plan.md');
  await writeFile(plan, planText);
});
afterEach(async () => {
  disk?.makeRoom();
  await say('stop');
  await gonogo.end();
  disk?.remove();
});

/** What the first step waits for. */
const say = (word: string) => writeFile(join(folder, word), '');

const lines = 300;
const planText = `---
title: A night with a full disk
window: 2030-01-01 05:00 - 07:00 UTC
roles: { programmer: Thomas }
---
## During the window

- (S + 0 Programmer) Write a lot {#first auto for=5m}

  \`\`\`sh timeout=60s
  echo begun
  until [ -e "$HOME/go" ] || [ -e "$HOME/stop" ]; do sleep 0.05; done
  for number in $(seq ${lines}); do printf 'line %0999d\\n' "$number"; done
  \`\`\`

- (S + 0 Programmer) Come after that {#second after=first auto for=1m}

  \`\`\`sh
  echo "the second runs"
  \`\`\`

## Fall-back procedure

- (D + 0 Programmer) Go back {#back for=1m}
`;

const begin = () => ['run', plan, '--start', 'now', '--no-preflight', '--journal', journalFile()];
const journalFile = () => join(disk?.folder ?? '', 'journal.sqlite');

async function record() {
  const journal = await openSqliteJournal({ file: journalFile() });
  const [newest] = await journal.runs();
  const events = await journal.read(newest?.run ?? '');
  const written = await readOutput(journal, newest?.run ?? '', { step: 'first' });
  await journal.close();
  const text = Buffer.concat(written.map(({ bytes }) => bytes)).toString();
  return {
    types: events.map(({ event }) => event.type),
    notes: events.flatMap(({ event }) => (event.type === 'note.added' ? [event.text] : [])),
    started: events.flatMap(({ event }) => (event.type === 'step.started' ? [event.step] : [])),
    numbers: [...text.matchAll(/^line 0*(\d+)$/gm)].map(([, number]) => Number(number)),
  };
}

const all = Array.from({ length: lines }, (_, index) => index + 1);

test('in lines: it is said, nothing starts, and when there is room it goes on by itself to the end', {
  timeout: 60_000,
}, async (context) => {
  if (disk === undefined) return context.skip('only root mounts a disk');
  const { child, until, ended } = gonogo.start([...begin(), '--plain'], []);
  await until('local | begun');
  disk.fill();
  await say('go');
  await until('TROUBLE: nothing starts, not recorded: no room left for the journal');
  child.stdin.write('note nobody touches anything\n');
  await until('> note nobody touches anything\nrefused: not recorded: no room left');
  expect((await gonogo.plain(['status', 'last', '--journal', journalFile()], [])).code).toBe(8);

  disk.makeRoom();
  await until('the trouble is over');
  await until('local | the second runs');
  await until('every step is settled');
  child.stdin.write('end\n');
  const { code, out, err } = await ended;
  expect([code, err], out).toEqual([0, '']);
  const { started, notes, numbers } = await record();
  expect(started).toEqual(['first', 'second']);
  expect(notes).toEqual([
    expect.stringMatching(
      /^the journal could not be written from .* \(its disk was full\): nothing started meanwhile$/,
    ),
  ]);
  expect(numbers).toEqual(all);
  expect((await gonogo.plain(['verify', 'last', '--journal', journalFile()], [])).code).toBe(0);
});

test('on the screen: the banner says so, and goes when there is room', {
  timeout: 60_000,
}, async (context) => {
  if (disk === undefined) return context.skip('only root mounts a disk');
  const terminal = gonogo.screen(begin());
  await terminal.waitFor(/\d begun/);
  disk.fill();
  await say('go');
  await terminal.waitFor(/TROUBLE: nothing starts, not recorded: no room left for the journal/);
  disk.makeRoom();
  await terminal.waitFor(/the second runs/);
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('TROUBLE')), { what: 'no more trouble' });
});

test.for([
  ['SIGKILL', null, /^$/],
  [
    'SIGTERM',
    8,
    /^What came last is missing from the record: not recorded: no room .*\nRun [0-9A-Z]{4} is still open/,
  ],
] as const)(
  '%s while the disk is full: what ran meanwhile is all there for whoever comes back',
  {
    timeout: 60_000,
  },
  async ([signal, code, said], context) => {
    if (disk === undefined) return context.skip('only root mounts a disk');
    const first = gonogo.start([...begin(), '--plain'], []);
    await first.until('local | begun');
    disk.fill();
    await say('go');
    await first.until('TROUBLE: nothing starts');
    first.child.kill(signal);
    expect(await first.ended).toMatchObject({ code, err: expect.stringMatching(said) });
    const refused = await gonogo.plain(['join', 'last', '--plain', '--journal', journalFile()], []);
    expect([refused.code, refused.err]).toEqual([12, expect.stringMatching(/^no room left .* make room/)]);

    disk.makeRoom();
    const second = gonogo.start(['join', 'last', '--plain', '--journal', journalFile()], []);
    await second.until('every step is settled');
    second.child.stdin.write('end\n');
    expect((await second.ended).code).toBe(0);
    const { numbers, started } = await record();
    expect(started).toEqual(['first', 'second']);
    expect(numbers).toEqual(all);
    expect((await gonogo.plain(['verify', 'last', '--journal', journalFile()], [])).code).toBe(0);
  },
);
