import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { StoredEvent } from '../../source/journal/journal.ts';
import type { Terminal } from '../helpers/terminal.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { augustPlan, beginNight } from './night.ts';
import { operatorAt } from './operator.ts';

let opened: Gonogo | undefined;
afterEach(async () => {
  await opened?.end();
  opened = undefined;
});

async function kill(terminal: Terminal): Promise<void> {
  terminal.kill('SIGKILL');
  expect((await terminal.exit).signal).toBe('SIGKILL');
}

/** Of a run that was joined again: the first key only shows what happened meanwhile. */
async function leave(terminal: Terminal): Promise<void> {
  const operator = operatorAt(terminal);
  await terminal.waitFor(/any key shows them/);
  operator.press('q');
  await operator.asked(/Since \d\d:\d\d/);
  operator.press('q');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('Any key closes')), {
    what: 'what happened meanwhile, closed',
  });
  operator.press('q');
  await operator.asked(/leave/i);
  operator.press('y');
  expect((await terminal.exit).code).toBe(8);
}

/** How often the step was begun, and how it ended on each target. */
function endOf(step: string, events: readonly StoredEvent[]) {
  const own = events.map(({ event }) => event);
  return {
    started: own.filter((event) => event.type === 'step.started' && event.step === step).length,
    results: own.flatMap((event) =>
      event.type === 'target.finished' && event.step === step ? [[event.target, event.result]] : [],
    ),
    outcomes: own.flatMap((event) =>
      event.type === 'attempt.finished' && event.step === step ? [event.outcome] : [],
    ),
  };
}

test('kill -9 in the middle of a step on a host: it goes on, and is followed again from its first line to its end', {
  timeout: 180_000,
}, async () => {
  const night = await beginNight();
  opened = night;
  const { lab, screen, plain, events } = night;
  await lab.fault({ host: 'sakaiprod1', kind: 'deploy-hangs' });
  const first = screen(['run', augustPlan, '--start', '-75m']);
  const before = operatorAt(first);
  await before.passPreflight();
  for (const title of ['Check every server', 'Set the database marker', 'Close servers, stop Sakai']) {
    await before.start(title);
  }
  await before.at('Back up the database');
  before.press('j');
  await before.at('Run the gradebook scripts');
  before.press('j');
  await before.startOver('Deploy to the head node', 'this test wants only this one', 'deploy-head');
  await first.waitFor(/waiting for the lock/, { timeout: 30_000 });

  const refused = await plain(['run', augustPlan, '--plain'], []);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringMatching(/open in another terminal \(process \d+/),
  ]);

  await kill(first);
  const list = await plain(['runs'], []);
  expect(list.out).toMatch(/^[0-9A-Z]{4} +live .*open/m);

  // What has begun is not looked at first: it is taken up at once.
  const second = screen(['run', augustPlan]);
  await operatorAt(second).at('Deploy to the head node');
  await second.waitFor(/deploying smartsite-019/);
  await second.waitFor(/waiting for the lock/);
  expect(second.text()).not.toMatch(/PREFLIGHT|unknown/);
  await lab.fault({ host: 'sakaiprod1', kind: 'deploy-hangs' }, false);
  await second.waitFor(/✔ S\+35m/, { timeout: 60_000 });
  expect(await lab.host('sakaiprod1').deployedTag()).toBe('smartsite-019');

  const log = await plain(['log', 'last', 'deploy-head', '--json'], []);
  const lines = log.out.trim().split('\n');
  const texts = lines.map((line) => String(JSON.parse(line).text));
  expect(texts[0]).toMatch(/sakaiprod1: deploying smartsite-019/);
  expect(texts.filter((text) => /unpacked .* \(\d of 6\)/.test(text))).toHaveLength(6);
  expect(texts.filter((text) => /waiting for the lock/.test(text))).toHaveLength(1);
  expect(texts.at(-1)).toMatch(/smartsite-019 is the current release/);
  await leave(second);
  expect(endOf('deploy-head', await events())).toEqual({
    started: 1,
    results: [['sakaiprod1', { type: 'exited', code: 0 }]],
    outcomes: ['succeeded'],
  });
});

const plan = (folder: string) => `---
title: A step of its own
window: 2030-01-01 05:00 - 07:00 UTC
roles: { programmer: Thomas }
vars: { folder: "${folder}" }
---
## During the window

- (S + 0 Programmer) Wait for a word {#wait for=5m}

  \`\`\`sh timeout=60s
  echo begun
  until [ -e "$folder/word" ]; do sleep 0.05; done
  echo "heard: $(cat "$folder/word")"
  echo ended >"$folder/ended"
  exit 7
  \`\`\`
`;

test('kill -9, and the step on this machine ends while nobody is there: its output and exit code are', {
  timeout: 60_000,
}, async () => {
  const gonogo = await openGonogo();
  opened = gonogo;
  const folder = dirname(gonogo.journal);
  const file = join(folder, 'plan.md');
  await writeFile(file, plan(folder));
  const first = gonogo.screen(['run', file, '--start', 'now']);
  await operatorAt(first).passPreflight();
  await operatorAt(first).start('Wait for a word');
  await first.waitFor(/\d begun/);
  await kill(first);

  await writeFile(join(folder, 'word'), 'go on\n');
  await expect.poll(() => readFile(join(folder, 'ended'), 'utf8').catch(() => '')).toBe('ended\n');

  const second = gonogo.screen(['run', file]);
  await second.waitFor(/exit 7/);
  await second.waitFor(/\d begun/);
  await second.waitFor(/heard: go on/);
  // The result shows an instant before its attempt has ended; leaving asks for more until then.
  await second.waitFor(/✖ failed/);
  await leave(second);
  expect(endOf('wait', await gonogo.events())).toEqual({
    started: 1,
    results: [['local', { type: 'exited', code: 7 }]],
    outcomes: ['failed'],
  });
});
