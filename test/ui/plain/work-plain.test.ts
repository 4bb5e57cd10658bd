import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../source/run/event.ts';
import type { TargetResult } from '../../../source/run/facts.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { runPlain } from '../../../source/ui/plain/run-plain.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const hosts = ['n1', 'n2', 'n3'];
const made = makePlan({
  main: [
    {
      id: 'deploy',
      title: 'Deploy',
      actions: [
        sh(hosts, { text: 'first' }),
        { ...sh(hosts, { text: 'cp old new\nrestart', silence: 2 * minute }), index: 1 },
      ],
    },
    { id: 'restore', title: 'Restore', critical: true, after: ['deploy'], actions: [sh()] },
    { id: 'people', title: 'People', after: ['restore'] },
  ],
});
const plan = { ...made, hosts, groups: { app: hosts } };

async function open({ terminal = false }: { readonly terminal?: boolean } = {}) {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  let printed: string[] = [];
  let end: string | undefined;
  void runPlain({ session, input, output: (text) => printed.push(text.trimEnd()) }).then((outcome) => {
    end = outcome;
  });
  await idle();
  const heard = (): readonly string[] => {
    const lines = printed;
    printed = [];
    return lines.map((line) => line.replace(/^05:\d\d:\d\d S\+\S+ {2}/, ''));
  };
  heard();
  return {
    clock,
    session,
    heard,
    type: async (...lines: readonly string[]) => {
      for (const line of lines) input.write(`${line}\n`);
      await idle();
    },
    hangUp: async () => {
      input.end();
      await idle();
    },
    ended: () => end,
  };
}

async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const base = { step: 'deploy', attempt: 1 } as const;
const begun: readonly RunEvent[] = [
  { type: 'step.started', ...base, by: 'Thomas', reason: undefined, missing: [] },
  { type: 'action.started', ...base, action: 0, targets: hosts },
  ...hosts.map((host) => finished(host, 0, { type: 'exited', code: 0 })),
  { type: 'action.started', ...base, action: 1, targets: hosts },
];
const failed: readonly RunEvent[] = [
  ...begun,
  finished('n1', 1, { type: 'exited', code: 0 }),
  finished('n2', 1, { type: 'exited', code: 7 }),
  finished('n3', 1, { type: 'exited', code: 7 }),
  { type: 'attempt.finished', ...base, outcome: 'failed', detail: 'n[2-3]: exit 7' },
];

function finished(target: string, action: number, result: TargetResult): RunEvent {
  return { type: 'target.finished', ...base, action, target, result, hostKey: undefined, marker: undefined };
}

test('a failed step says all that can be typed, and only what is open is tried again', async () => {
  const { session, type, heard } = await open();
  session.record(...failed);
  expect(heard().at(-1)).toBe(
    '1 Deploy: it has failed. Type: retry deploy, retry deploy open (only action 2 of 2 on n[2-3]), edit deploy REASON, by-hand deploy REASON, skip deploy REASON, or fallback REASON',
  );
  await type('retry deploy open because the disk has room again');
  expect(session.sent).toEqual([
    { type: 'start', step: 'deploy', by: 'Thomas', reason: 'the disk has room again', open: true },
  ]);
  expect(heard()[1]).toBe(
    '1 Deploy: started by Thomas, attempt 2, only from action 2 on n[2-3]; reason: the disk has room again',
  );
});

test('the lines after edit are its new text, up to a dot; the difference is told', async () => {
  const { session, type, heard } = await open();
  session.record(...failed);
  heard();
  await type(
    'edit deploy because swapped',
    'cp new old',
    '  start deploy',
    '# kept',
    '',
    'restart',
    '.',
    'note after',
  );
  expect(session.sent).toMatchObject([
    {
      type: 'edit',
      step: 'deploy',
      action: 1,
      reason: 'swapped',
      text: 'cp new old\n  start deploy\n# kept\n\nrestart',
    },
    { type: 'note', text: 'after' },
  ]);
  expect(heard()).toEqual([
    '> edit deploy because swapped',
    '> cp new old',
    '>   start deploy',
    '> # kept',
    '>',
    '> restart',
    '1 Deploy: Thomas edits action 2 of 2 for this run: swapped',
    '  @@ -1,2 +1,5 @@',
    '  -cp old new',
    '  +cp new old',
    '  +  start deploy',
    '  +# kept',
    '  +',
    '   restart',
    '> note after',
    'note by Thomas: after',
  ]);
});

test('what follows an edit that is refused is never taken for commands', async () => {
  const { session, type, heard } = await open();
  await type('edit nothing because', 'start deploy', '.');
  await type('edit deploy', 'start deploy', '.');
  await type('edit deploy 1', 'start deploy', '.');
  await type('edit people 1 because', 'start deploy', '.');
  expect(session.sent).toEqual([]);
  expect(heard().filter((line) => line.startsWith('refused'))).toEqual([
    expect.stringContaining('refused: there is no step nothing in this plan'),
    'refused: which action, 1 or 2? Type: edit deploy N REASON',
    'refused: changing what runs needs a reason. Type: edit deploy REASON',
    'refused: 3 People has no command to edit.',
  ]);
});

test('a text without its dot changes nothing, nor does an empty one', async () => {
  const { session, type, heard, hangUp, ended } = await open();
  await type('edit deploy 1 because it is wrong', '.');
  expect(heard().at(-1)).toBe('nothing was changed');
  await type('edit deploy 1 because it is wrong', 'first');
  await hangUp();
  expect(heard()).toContain('refused: the input ended before a line with only a dot; nothing was changed');
  expect(session.sent).toEqual([]);
  expect(ended()).toBe('left');
});

test('at a terminal the present text is shown first', async () => {
  const { type, heard } = await open({ terminal: true });
  await type('edit deploy 2 because of this');
  expect(heard()).toEqual([
    '  | cp old new',
    '  | restart',
    'Type its new text; a line with only a dot ends it, and a dot at once changes nothing.',
  ]);
});

test('hosts are left out and taken in again, one or many', async () => {
  const { session, type, heard } = await open();
  await type(
    'exclude n[2-3] because they burn',
    'include n3 it burns no more',
    'exclude n9 why',
    'exclude @app too',
  );
  expect(heard()).toEqual([
    '> exclude n[2-3] because they burn',
    'n2 is left out from now on, by Thomas: they burn',
    'n3 is left out from now on, by Thomas: they burn',
    '> include n3 it burns no more',
    'n3 is taken in again by Thomas: it burns no more',
    '> exclude n9 why',
    'refused: there is no host n9 in this plan.',
    '> exclude @app too',
    'n1 is left out from now on, by Thomas: too',
    'refused: n2 is excluded already',
  ]);
  expect(Object.keys(session.state().excluded)).toEqual(['n2', 'n1']);
  await type('exclude n3');
  expect(heard().slice(-2)).toEqual([
    'refused: leaving a host out needs a reason',
    '  with a reason: exclude n3 because REASON',
  ]);
});

test('a hold keeps everything from starting, and says how it ends', async () => {
  const { type, heard } = await open();
  await type('hold', 'hold the network is down', 'start deploy', 'release', 'release');
  expect(heard()).toEqual([
    '> hold',
    'refused: a hold needs a reason',
    '  with a reason: hold REASON',
    '> hold the network is down',
    "HELD by Thomas: the network is down. Nothing starts until it is released. The clock of S stops, and what is open is due later by as much; the window's clock goes on.",
    'HELD by Thomas: the network is down. Type: release',
    '> start deploy',
    'refused: the run is held: the network is down',
    '> release',
    'the hold is released by Thomas. Held for 0s: nothing is due later by it.',
    '> release',
    'refused: the run is not held',
  ]);
});

test('done by hand takes a reason, and the id of a critical step', async () => {
  const { session, type, heard } = await open();
  await type('by-hand deploy copied by scp', 'by-hand 2 why', 'by-hand restore because the dump was at hand');
  expect(session.sent.map((command) => 'step' in command && command.step)).toEqual(['deploy', 'restore']);
  expect(heard().filter((line) => line.includes('by hand'))).toEqual([
    '1 Deploy: done by hand, says Thomas: copied by scp; the step is done',
    '2 Restore: done by hand, says Thomas: the dump was at hand; the step is done',
  ]);
});

test('what nobody could follow is looked for once more', async () => {
  const { session, type, heard } = await open();
  session.record(...begun, { type: 'attempt.finished', ...base, outcome: 'unknown', detail: 'lost' });
  expect(heard().at(-1)).toContain(
    'Type: look deploy to have it looked for once more, settle deploy succeeded REASON',
  );
  await type('look deploy');
  expect(heard().at(-1)).toBe('1 Deploy: Thomas looks for it once more');
  expect(session.state().steps.deploy?.status).toBe('running');
});

test('where each host is, folded', async () => {
  const { session, type, heard } = await open();
  await session.send({ type: 'exclude', host: 'n1', reason: 'gone', by: 'x' });
  session.record(...failed);
  heard();
  await type('hosts deploy', 'hosts people');
  expect(heard()).toEqual([
    '> hosts deploy',
    'n1 left out',
    'n[2-3] exit 7',
    '> hosts people',
    '3 People runs nowhere: people do it',
  ]);
});

test('links that break and come back are told once, together', async () => {
  const { session, heard } = await open();
  session.record(...begun);
  heard();
  const cut = (target: string) => ({ step: 'deploy', target, since: start, reason: 'no answer for 5 s' });
  session.setLinks([cut('n1'), cut('n2')]);
  session.setLinks([cut('n1'), cut('n2')]);
  expect(heard()).toEqual([
    '1 Deploy: the link to n[1-2] is broken (no answer for 5 s); the step goes on there, and gonogo tries again by itself',
  ]);
  session.setLinks([cut('n2')]);
  expect(heard()).toEqual(['1 Deploy: the link to n1 is back']);
});

test('a step that prints nothing for too long is told of, and stopped by nobody', async () => {
  const { session, clock, heard } = await open();
  session.record(...begun);
  clock.advance(minute);
  session.print('deploy', 'n1', 'still here');
  heard();
  clock.advance(minute + 2000);
  expect(heard().filter((line) => line.includes('output'))).toEqual([
    '1 Deploy: no output from n[2-3] for 2m; nothing is stopped by that',
  ]);
  session.print('deploy', 'n2', 'here again');
  clock.advance(1000);
  expect(heard().at(-1)).toBe('1 Deploy: there is output from n2 again');
  expect(session.sent).toEqual([]);
});

test('a shell by hand is told with how long it was open', async () => {
  const { session, heard } = await open();
  const shell = { step: 'deploy', host: 'n1', by: 'Thomas' } as const;
  session.record({ type: 'shell.opened', ...shell }, { type: 'shell.closed', ...shell, after: 90_000 });
  expect(heard()).toEqual([
    'Thomas opens a shell on n1 for deploy; what is done there is not recorded',
    'the shell of Thomas on n1 is closed after 1m30s',
  ]);
});

test('help lists all of it', async () => {
  const { type, heard } = await open();
  await type('help');
  const lines = heard();
  for (const name of ['retry', 'by-hand', 'edit', 'look', 'hold', 'release', 'exclude', 'include', 'hosts'])
    expect(lines.some((line) => line.startsWith(`  ${name} `) || line === `  ${name}`)).toBe(true);
});
