import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { ChecklistItem, Plan } from '../../../source/plan/plan.ts';
import type { RunEvent } from '../../../source/run/event.ts';
import { createManualClock, type ManualClock } from '../../../source/session/clock.ts';
import type { Identity } from '../../../source/session/session.ts';
import { type PlainOptions, runPlain } from '../../../source/ui/plain/run-plain.ts';
import { createFakeSession, type FakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const item = (number: number, text: string): ChecklistItem => ({ number, text, line: 1, owners: [] });

const plan = makePlan({
  main: [
    { id: 'stop', title: 'Stop the servers', actions: [sh(['web1', 'web2'])] },
    {
      id: 'deploy',
      title: 'Deploy',
      offset: 10 * minute,
      after: ['stop'],
      actions: [sh(['web1'])],
      confirm: ['dba'],
    },
    {
      id: 'verify',
      title: 'Verification',
      offset: 20 * minute,
      after: ['deploy'],
      checklist: [item(1, 'It works'), item(2, 'No errors')],
      decision: true,
      poll: ['qc'],
    },
    { id: 'mail', title: 'Send the mail', offset: 30 * minute, after: ['verify'], confirm: ['programmer'] },
  ],
  fallback: [{ id: 'restore', title: 'Restore', offset: 2 * minute, confirm: ['dba'] }],
});

type Bench = {
  readonly session: FakeSession;
  readonly clock: ManualClock;
  /** Lets the time pass in which a question takes no answer. */
  readonly ready: () => Promise<void>;
  /** Types a line and lets it be carried out. */
  readonly type: (...lines: readonly string[]) => Promise<void>;
  /** Ends the input. */
  readonly hangUp: () => Promise<void>;
  /** Lines printed since the last look. */
  readonly heard: () => readonly string[];
  readonly result: Promise<string>;
  readonly settled: () => string | undefined;
};

type Options = Partial<Pick<PlainOptions, 'onInputEnd'>> & {
  readonly plan?: Plan;
  readonly identity?: Identity;
  readonly kind?: 'live' | 'rehearsal';
  /** Whether a person types, rather than a pipe. */
  readonly terminal?: boolean;
};

async function open(options: Options = {}): Promise<Bench> {
  const clock = createManualClock(start);
  const {
    plan: used = plan,
    identity = { person: 'Thomas', roles: ['programmer', 'qc', 'dba'] },
    kind = 'live',
    terminal = false,
  } = options;
  const wall = createManualClock(0);
  const session = createFakeSession({ plan: used, clock, identity, kind });
  const input = Object.assign(new PassThrough(), { isTTY: terminal });
  let printed: string[] = [];
  let end: string | undefined;
  const result = runPlain({
    session,
    input,
    wall,
    output: (text) => {
      expect(text.endsWith('\n')).toBe(true);
      printed.push(...text.slice(0, -1).split('\n'));
    },
    ...(options.onInputEnd === undefined ? {} : { onInputEnd: options.onInputEnd }),
  }).then((outcome) => {
    end = outcome;
    return outcome;
  });
  await idle();
  return {
    session,
    clock,
    ready: async () => {
      wall.advance(500);
      await idle();
    },
    type: async (...lines) => {
      for (const line of lines) {
        input.write(`${line}\n`);
      }
      await idle();
    },
    hangUp: async () => {
      input.end();
      await idle();
    },
    heard: () => {
      const lines = printed;
      printed = [];
      return lines;
    },
    result,
    settled: () => end,
  };
}

/** What a stream and a few promises need to get through. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What the conductor records of an attempt that ends so. */
function finish(
  session: FakeSession,
  step: string,
  outcome: 'succeeded' | 'failed' | 'unknown' = 'succeeded',
): void {
  const attempt = session.state().steps[step]?.attempts.length ?? 1;
  const events: RunEvent[] = [
    { type: 'attempt.finished', step, attempt, outcome, detail: outcome === 'failed' ? 'web1: exit 1' : '' },
  ];
  session.record(...events);
}

test('greets, and says what comes first', async () => {
  const { heard } = await open();
  expect(heard()).toEqual([
    'A release, live of run 7K2F.',
    'S is 2009-08-18 05:00:00 PDT, the window 05:00 to 07:00.',
    'At this keyboard: Thomas, as Programmer, QC, DBA.',
    'Type help for what can be typed.',
    '05:00:00 S+0  1 Stop the servers: next, due at 05:00 (S+0), Programmer. Type: start stop',
  ]);
});

test('a whole run to go, told line by line', async () => {
  const { session, clock, type, heard, result } = await open();
  heard();
  await type('start stop');
  session.record({ type: 'action.started', step: 'stop', attempt: 1, action: 0, targets: ['web1', 'web2'] });
  clock.advance(3000);
  session.print('stop', 'web1', '\x1b[31mstopping\x1b[0m', 'stopped');
  session.record({
    type: 'target.finished',
    step: 'stop',
    attempt: 1,
    action: 0,
    target: 'web1',
    result: { type: 'exited', code: 0 },
    hostKey: undefined,
    marker: undefined,
  });
  finish(session, 'stop');
  expect(heard()).toEqual([
    '> start stop',
    '05:00:00 S+0  1 Stop the servers: started by Thomas',
    '05:00:00 S+0  1 Stop the servers: sh runs on web[1-2]',
    'stop web1 | stopping',
    'stop web1 | stopped',
    '05:00:03 S+3s  1 Stop the servers: web1: ok',
    '05:00:03 S+3s  1 Stop the servers: the work has ended well; the step is done',
    '05:00:03 S+3s  2 Deploy: next, due at 05:10 (S+10m), Programmer. Type: start deploy',
  ]);

  clock.advance(10 * minute - 3000);
  await type('start 2');
  finish(session, 'deploy');
  await type('confirm dba');
  expect(heard()).toEqual([
    '05:10:00 S+10m  2 Deploy: due now, S+10m, Programmer',
    '> start 2',
    '05:10:00 S+10m  2 Deploy: started by Thomas',
    '05:10:00 S+10m  2 Deploy: the work has ended well',
    '05:10:00 S+10m  2 Deploy: waits for the confirmation of DBA (Prabhu). Type: confirm dba deploy',
    '> confirm dba',
    '05:10:00 S+10m  2 Deploy: confirmed by DBA (Prabhu), at the keyboard of Thomas; the step is done',
    '05:10:00 S+10m  3 Verification: next, due at 05:20 (S+20m), Programmer. Type: start verify',
  ]);

  clock.advance(10 * minute);
  await type('start verify', 'pass 1', 'na verify 2 no log today', 'go');
  expect(heard()).toEqual([
    '05:20:00 S+20m  3 Verification: due now, S+20m, Programmer',
    '> start verify',
    '05:20:00 S+20m  3 Verification: started by Thomas',
    '05:20:00 S+20m  3 Verification: check 1: It works. Type: pass verify 1, fail verify 1 or na verify 1',
    '05:20:00 S+20m  3 Verification: check 2: No errors. Type: pass verify 2, fail verify 2 or na verify 2',
    '> pass 1',
    '05:20:00 S+20m  3 Verification: item 1 passed by Thomas: It works',
    '> na verify 2 no log today',
    '05:20:00 S+20m  3 Verification: item 2 not applicable by Thomas: No errors; no log today',
    '05:20:00 S+20m  3 Verification: waits for the word of QC (Sandra). Type: go qc, or no-go qc REASON',
    '> go',
    '05:20:00 S+20m  3 Verification: QC (Sandra) says GO, at the keyboard of Thomas; the step is done',
    '05:20:00 S+20m  4 Send the mail: next, due at 05:30 (S+30m), Programmer. Type: start mail',
  ]);

  await type('start mail because people wait', 'confirm programmer', 'note all well', 'end');
  expect(await result).toBe('go');
  expect(heard()).toEqual([
    '> start mail because people wait',
    '05:20:00 S+20m  4 Send the mail: started by Thomas, although it is due in 10m, at S+30m; reason: people wait',
    '05:20:00 S+20m  4 Send the mail: waits for the confirmation of Programmer (Thomas). Type: confirm programmer mail',
    '> confirm programmer',
    '05:20:00 S+20m  4 Send the mail: confirmed by Programmer (Thomas); the step is done',
    '05:20:00 S+20m  every step is settled. Type: end',
    '> note all well',
    '05:20:00 S+20m  note by Thomas: all well',
    '> end',
    '05:20:00 S+20m  the run has ended: go',
  ]);
});

test('a no-go falls back', async () => {
  const { session, clock, type, heard, result } = await open();
  clock.advance(25 * minute);
  await type('start stop');
  finish(session, 'stop');
  await type('start deploy');
  finish(session, 'deploy');
  await type('confirm DBA deploy', 'start verify', 'fail 2 NPE at login');
  heard();
  await type('no-go errors in the log');
  expect(heard()).toEqual([
    '> no-go errors in the log',
    '05:25:00 S+25m  3 Verification: QC (Sandra) says NO-GO, at the keyboard of Thomas',
    '05:25:00 D+0  FALLBACK called by Thomas: errors in the log. D is now.',
    '05:25:00 D+0  5 Restore: next, due at 05:27 (D+2m), Programmer. Type: start restore',
  ]);
  clock.advance(2 * minute);
  expect(heard()).toEqual(['05:27:00 D+2m  5 Restore: due now, D+2m, Programmer']);
  await type('start 5', 'confirm dba', 'end');
  expect(await result).toBe('fell-back');
});

test('a refusal says what is missing, and how to give a reason', async () => {
  const { type, heard } = await open();
  heard();
  await type('start deploy', 'skip stop', 'start nothing', 'end');
  expect(heard()).toEqual([
    '> start deploy',
    'refused: 2 Deploy is not ready',
    '  missing: it waits for 1 Stop the servers, which is not started',
    '  missing: it is due in 10m, at S+10m',
    '  with a reason: start deploy because REASON',
    '> skip stop',
    'refused: skipping needs a reason',
    '  with a reason: skip stop because REASON',
    '> start nothing',
    'refused: there is no step nothing in this plan; known: `stop`, `deploy`, `verify`, `mail`, `restore`',
    '> end',
    'refused: ending now aborts the run, and that needs a reason',
    '  missing: 1 Stop the servers is not settled',
    '  missing: 2 Deploy is not settled',
    '  missing: 3 Verification is not settled',
    '  missing: 4 Send the mail is not settled',
    '  with a reason: end REASON',
  ]);
});

test('failed, tried again, unknown, settled, stopped, skipped', async () => {
  const { session, type, heard, result } = await open();
  await type('start stop');
  heard();
  finish(session, 'stop', 'failed');
  expect(heard()).toEqual([
    '05:00:00 S+0  1 Stop the servers: FAILED, web1: exit 1',
    '05:00:00 S+0  1 Stop the servers: it has failed. Type: retry stop, edit stop REASON, by-hand stop REASON, skip stop REASON, or fallback REASON',
  ]);
  await type('retry stop');
  expect(heard()[1]).toBe('05:00:00 S+0  1 Stop the servers: started by Thomas, attempt 2');
  await type('stop 1');
  expect(heard()[1]).toBe('05:00:00 S+0  1 Stop the servers: Thomas asks to stop it');
  finish(session, 'stop', 'unknown');
  expect(heard()[1]).toBe(
    '05:00:00 S+0  1 Stop the servers: nobody knows what came of it. Its only action had not begun, and will not run if you settle it as succeeded. Settled as failed, a retry runs it again. Look, then type: settle stop succeeded REASON, or settle stop failed REASON',
  );
  await type(
    'settle stop perhaps',
    'settle stop failed because it still runs',
    'skip stop nobody is on it',
    'retry 1',
  );
  expect(heard()).toEqual([
    '> settle stop perhaps',
    'refused: did it succeed? Type: settle stop succeeded REASON, or settle stop failed REASON',
    '> settle stop failed because it still runs',
    '05:00:00 S+0  1 Stop the servers: settled as failed by Thomas: it still runs',
    '05:00:00 S+0  1 Stop the servers: it has failed. Type: retry stop, edit stop REASON, by-hand stop REASON, skip stop REASON, or fallback REASON',
    '> skip stop nobody is on it',
    '05:00:00 S+0  1 Stop the servers: skipped by Thomas: nobody is on it',
    '05:00:00 S+0  2 Deploy: next, due at 05:10 (S+10m), Programmer. Type: start deploy',
    '> retry 1',
    'refused: 1 Stop the servers has not failed; only a failed step is tried again.',
  ]);
  await type('end this was an exercise');
  expect(await result).toBe('aborted');
});

test('wait holds back the lines after it until the step has come to an end', async () => {
  const { session, type, heard } = await open();
  heard();
  await type('start stop', 'wait stop', 'note after it');
  expect(heard()).toEqual([
    '> start stop',
    '05:00:00 S+0  1 Stop the servers: started by Thomas',
    '> wait stop',
  ]);
  finish(session, 'stop', 'failed');
  await idle();
  expect(heard().at(-1)).toBe('05:00:00 S+0  note by Thomas: after it');
});

test('wait for a moment', async () => {
  const { clock, type, heard } = await open();
  await type('wait S + 5m', 'note now', 'wait D+2m', 'wait S+soon');
  clock.advance(4 * minute);
  await idle();
  expect(heard().at(-1)).toBe('> wait S + 5m');
  clock.advance(minute);
  await idle();
  expect(heard()).toEqual([
    '> note now',
    '05:05:00 S+5m  note by Thomas: now',
    '> wait D+2m',
    'refused: the fallback was not called: there is no D yet.',
    '> wait S+soon',
    'refused: soon is no length of time; write 5m, 90s or 1h30m.',
  ]);
});

test('waiting for what nobody has started is refused in a live run', async () => {
  const { type, heard } = await open();
  await type('wait deploy');
  expect(heard().at(-1)).toBe('refused: 2 Deploy has not started; waiting for it would never end');
  const rehearsal = await open({ kind: 'rehearsal' });
  await rehearsal.type('wait stop', 'note over');
  expect(rehearsal.heard().at(-1)).toBe('> wait stop');
  rehearsal.session.record({ type: 'step.skipped', step: 'stop', reason: 'exercise', by: 'Thomas' });
  await idle();
  expect(rehearsal.heard().at(-1)).toBe('05:00:00 S+0  note by Thomas: over');
});

test('a word that is not known is met with the one that was meant', async () => {
  const { type, heard } = await open();
  heard();
  await type('# a comment', '', 'strat stop', 'dance', 'confirm qa', 'log stop', 'pass 1', 'go', 'wiat');
  expect(heard()).toEqual([
    '> strat stop',
    'refused: there is no command strat. Did you mean start?',
    '> dance',
    'refused: there is no command dance. Type help for what there is.',
    '> confirm qa',
    'refused: there is no role qa; Type: confirm ROLE, with one of programmer, qc, dba',
    '> log stop',
    'nothing was written',
    '> pass 1',
    'refused: no step is waiting for pass now.',
    '> go',
    'refused: no step is waiting for go now.',
    '> wiat',
    'refused: there is no command wiat. Did you mean wait?',
  ]);
});

test('help is the table of what can be typed', async () => {
  const { type, heard } = await open();
  heard();
  await type('help', 'help skip', 'help dnace');
  const lines = heard();
  for (const name of [
    'start',
    'retry',
    'stop',
    'skip',
    'settle',
    'pass',
    'fail',
    'na',
    'confirm',
    'go',
    'no-go',
  ]) {
    expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true);
  }
  for (const name of ['note', 'fallback', 'end', 'wait', 'status', 'log', 'help', 'quit']) {
    expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true);
  }
  expect(lines).toContain('  skip ID REASON  settle a step without doing it');
  expect(lines.at(-1)).toBe('there is no command dnace. Type help for what there is.');
});

test('status shows the clocks and every step', async () => {
  const { clock, type, heard } = await open();
  clock.advance(5 * minute);
  heard();
  await type('status');
  const lines = heard();
  expect(lines).toContain('The window closes in 1h55m.');
  expect(lines).toContain('Last safe fallback in 1h48m.');
  expect(lines).toContainEqual(expect.stringMatching(/^1 {2}waiting {2}S\+0 +5m +Stop the servers$/));
});

test('the log of a step, and of a host', async () => {
  const { session, type, heard } = await open();
  await type('start stop');
  session.print('stop', 'web1', ...Array.from({ length: 60 }, (_, n) => `line ${n}`));
  session.print('stop', 'web2', 'from the other');
  heard();
  await type('log stop', 'log 1 web2', 'log stop web3');
  const lines = heard();
  expect(lines[1]).toBe('(11 lines before)');
  expect(lines[2]).toBe('stop web1 | line 11');
  expect(lines.slice(-5)).toEqual([
    'stop web2 | from the other',
    '> log 1 web2',
    'stop web2 | from the other',
    '> log stop web3',
    'web3 has written nothing; did you mean `web1`?',
  ]);
});

test('a line that a step left unfinished is told when it ends, once', async () => {
  const { session, clock, type, heard } = await open();
  await type('start stop');
  heard();
  const write = (text: string, attempt: number) =>
    session.logs.append({
      action: 0,
      step: 'stop',
      attempt,
      target: 'web1',
      stream: 'stdout',
      at: clock.now(),
      bytes: new TextEncoder().encode(text),
    });
  write(' 10%\r 50%\r', 1);
  expect(heard()).toEqual([]);
  finish(session, 'stop', 'failed');
  expect(heard()[0]).toBe('stop web1 |  50%');
  await type('retry stop');
  write('again\n', 2);
  expect(heard().slice(2)).toEqual(['stop web1 | again']);
});

test('output can not act, nor can what people type', async () => {
  const { session, type, heard } = await open();
  heard();
  await type('start stop', 'note \x1b]0;evil\x07hello\u{202e}');
  session.print('stop', 'web1', '\x1b[2Jcleared \x1b]52;c;AAAA\x07\u{202e}x');
  for (const line of heard()) {
    expect(line).not.toMatch(/[\p{Cc}\u{202e}]/u);
  }
});

test('roles that are not at this keyboard', async () => {
  const { session, type, heard } = await open({ identity: { person: 'Thomas', roles: ['programmer'] } });
  await type('start stop');
  finish(session, 'stop');
  await type('start deploy ahead of time');
  finish(session, 'deploy');
  expect(heard().at(-1)).toBe(
    '05:00:00 S+0  2 Deploy: waits for the confirmation of DBA (Prabhu), who is not at this keyboard',
  );
  await type('confirm dba');
  expect(heard().at(-1)).toBe('refused: DBA (Prabhu) is not at this keyboard');
});

test('the two ends draw near', async () => {
  const { clock, heard } = await open();
  heard();
  clock.advance(120 * minute);
  const near = heard().filter((line) => !line.includes('due now'));
  expect(near).toEqual([
    '06:39:00 S+99m  QC will decide 1m too late to fall back safely (06:54, safe until 06:53)',
    '06:43:00 S+103m  the last safe fallback passes in 10m',
    '06:48:00 S+108m  the last safe fallback passes in 5m',
    '06:50:00 S+110m  the window closes in 10m',
    '06:52:00 S+112m  the last safe fallback passes in 1m',
    '06:53:00 S+113m  THE LAST SAFE FALLBACK HAS PASSED: from now on it would not end before the window closes',
    '06:55:00 S+115m  the window closes in 5m',
    '06:59:00 S+119m  the window closes in 1m',
    '07:00:00 S+120m  THE WINDOW HAS CLOSED',
  ]);
});

test('trouble is told when it comes and when it goes', async () => {
  const { session, heard } = await open();
  heard();
  session.setTrouble('the journal is full');
  session.setTrouble('the journal is full');
  session.setTrouble(undefined);
  expect(heard()).toEqual([
    '05:00:00 S+0  TROUBLE: the journal is full',
    '05:00:00 S+0  the trouble is over',
  ]);
});

test('the end of the input leaves the run', async () => {
  const { hangUp, result } = await open();
  await hangUp();
  expect(await result).toBe('left');
});

test('the end of the input waits for what is running', async () => {
  const { session, type, hangUp, heard, result, settled } = await open();
  await type('start stop');
  heard();
  await hangUp();
  expect(heard()).toEqual(['the input has ended; leaving once this has: 1 Stop the servers']);
  expect(settled()).toBe(undefined);
  finish(session, 'stop');
  expect(await result).toBe('left');
});

test('a run that goes by itself needs no input', async () => {
  const { session, hangUp, result, settled } = await open({ onInputEnd: 'stay' });
  await hangUp();
  expect(settled()).toBe(undefined);
  await session.send({ type: 'end', reason: 'exercise', by: 'Thomas' });
  expect(await result).toBe('aborted');
});

test('lines that are there before the run begins, without a last line end', async () => {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  const input = new PassThrough();
  input.end('start stop\r\nnote one\nend not tonight');
  const outcome = runPlain({ session, input, output: () => undefined });
  await idle();
  finish(session, 'stop');
  expect(await outcome).toBe('left');
  expect(session.sent.map(({ type }) => type)).toEqual(['start', 'note', 'end']);
});

test('quit asks for a second word while something runs', async () => {
  const { type, heard, settled, result } = await open();
  await type('start stop', 'quit');
  expect(heard().slice(-2)).toEqual([
    'still running: 1 Stop the servers. Wait for it, or type: quit now',
    'Goes on without gonogo, and is found again with all it wrote: 1 Stop the servers.',
  ]);
  expect(settled()).toBe(undefined);
  await type('quit now');
  expect(await result).toBe('left');
});

test('a run that is taken up again begins with where it is', async () => {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  await session.send({ type: 'start', step: 'stop', by: 'Thomas' });
  session.print('stop', 'web1', 'old news');
  const lines: string[] = [];
  const input = new PassThrough();
  const outcome = runPlain({ session, input, output: (text) => lines.push(text) });
  input.end();
  finish(session, 'stop');
  expect(await outcome).toBe('left');
  expect(lines.join('')).toContain('1  running');
  expect(lines.join('')).not.toContain('old news');
});

test('at a terminal a fallback takes its two words on a line of their own, typed after the question', async () => {
  const { session, type, heard, ready } = await open({ terminal: true });
  heard();
  await type('fallback it is broken');
  expect(heard()).toEqual([
    'This calls the fallback: the main timeline stops, D is now. Type on a line of its own: fall back',
  ]);
  await type('yes');
  await ready();
  await type('yes');
  expect(heard()).toEqual(['what came before this could be read is left out', 'nothing was done']);
  expect(session.sent).toEqual([]);
  await type('fallback it is broken');
  await ready();
  await type('Fall  Back ');
  expect(session.sent).toMatchObject([{ type: 'fallback', reason: 'it is broken' }]);
});

test('at a terminal pasted lines end nothing', async () => {
  const { session, type, heard, ready, settled } = await open({ terminal: true });
  heard();
  await type('end we give up', 'abort', 'abort');
  await ready();
  await type('');
  expect(session.sent).toEqual([]);
  await type('end we give up');
  await ready();
  await type('abort');
  expect(heard()).toContain('This ends the run for good: aborted. Type on a line of its own: abort');
  expect(settled()).toBe('aborted');
});

test('at a terminal a no-go is asked for twice where it calls the fallback', async () => {
  const { session, type, ready } = await open({ terminal: true });
  await type('start stop');
  finish(session, 'stop');
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  await type('no-go qc errors');
  expect(session.state().fallback).toBeUndefined();
  await ready();
  await type('fall back');
  expect(session.state().fallback?.reason).toBe('errors');
});

test('at a terminal what is refused anyway is not asked for, and the end of the input answers nothing', async () => {
  const { session, type, heard, ready, hangUp, settled } = await open({ terminal: true });
  heard();
  await type('fallback');
  expect(heard()[0]).toBe('refused: calling the fallback needs a reason');
  await type('fallback it is broken');
  await ready();
  await hangUp();
  expect(session.state().fallback).toBeUndefined();
  expect(settled()).toBe('left');
});

test('a critical step takes its own id, not its number', async () => {
  const critical = makePlan({
    main: [{ id: 'scripts', title: 'Apply the scripts', actions: [sh()], critical: true, confirm: ['dba'] }],
  });
  const { session, type, heard } = await open({ plan: critical });
  heard();
  const refusal = (typed: string) =>
    `refused: 1 Apply the scripts is critical: type its id. Type: ${typed} scripts`;
  await type('start 1', 'skip 1 no time');
  expect(heard()).toEqual(['> start 1', refusal('start'), '> skip 1 no time', refusal('skip')]);
  await type('start scripts');
  finish(session, 'scripts');
  heard();
  await type('confirm dba', 'confirm dba 1');
  expect(heard()).toEqual([
    '> confirm dba',
    refusal('confirm dba'),
    '> confirm dba 1',
    refusal('confirm dba'),
  ]);
  await type('confirm dba scripts');
  expect(session.sent.map(({ type }) => type)).toEqual(['start', 'confirm']);
});

test('an item of somebody else says so', async () => {
  const owned = makePlan({
    main: [
      {
        id: 'verify',
        title: 'Verify',
        checklist: [{ ...item(1, 'It works'), owners: [{ name: 'DBA', roles: ['dba'] }] }],
      },
    ],
  });
  const { type, heard } = await open({ plan: owned, identity: { person: 'Sandra', roles: ['qc'] } });
  heard();
  await type('start verify');
  expect(heard().at(-1)).toBe('05:00:00 S+0  1 Verify: check 1: It works (DBA), who is not at this keyboard');
});

test('going back and the end name the hosts that are left out, before and after', async () => {
  const { type, heard, hangUp, ready } = await open({ terminal: true });
  await type('exclude web2 the disk is full', 'fallback it does not start');
  expect(heard().join('\n')).toContain(
    'web2 is left out: nothing is taken back there (the disk is full). Type on a line of its own: fall back',
  );
  await ready();
  await type('fall back');
  expect(heard().join('\n')).toContain('  web2 is left out: nothing is taken back there (the disk is full)');
  await type('end it is late');
  expect(heard().join('\n')).toContain('web2 is left out: nothing was taken back there (the disk is full).');
  await hangUp();
});

test('a check is asked for by its number, and says what it found', async () => {
  const check = { action: sh(['web1']), auto: false };
  const used = makePlan({ main: [{ id: 'verify', checklist: [{ ...item(1, 'It works'), check }] }] });
  const { session, type, heard } = await open({ plan: used });
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  await type('status');
  expect(heard().join('\n')).toContain('na verify 1; ask verify 1 runs its check');
  await type('ask 1');
  expect(session.sent.at(-1)).toEqual({ type: 'check', step: 'verify', item: 1, by: 'Thomas' });
  expect(heard().join('\n')).toContain('the check of item 1 runs on web1, asked for by Thomas');
  session.record({
    type: 'check.finished',
    ...{ step: 'verify', attempt: 1, item: 1, check: 1 },
    results: [{ target: 'web1', result: { type: 'failed', reason: 'no answer' }, took: 3 }],
  });
  await type('ask verify 2');
  const said = heard().join('\n');
  expect(said).toContain('the check of item 1 FAILED: web1: no answer');
  expect(said).toContain('no item 2 in this checklist');
});
