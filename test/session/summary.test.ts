import { expect, test } from 'vitest';
import type { ChecklistItem } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { summarise } from '../../source/session/summary.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';

const item = (number: number, text: string): ChecklistItem => ({ number, text, line: 1, owners: [] });
const by = 'Thomas';

function open() {
  const clock = createManualClock(start);
  const plan = makePlan({
    main: [
      { id: 'deploy', title: 'Deploy the release', actions: [sh(['web1'])], confirm: ['programmer'] },
      {
        id: 'verify',
        title: 'Verification',
        offset: 45 * minute,
        after: ['deploy'],
        checklist: [item(1, 'Both gradebooks work'), item(2, 'No errors in the log')],
        decision: true,
        poll: ['qc'],
      },
      { id: 'mail', title: 'Send the mail', offset: 65 * minute, after: ['verify'] },
    ],
    fallback: [{ id: 'restore', title: 'Restore the database', offset: 2 * minute }],
  });
  const session = createFakeSession({ plan, clock });
  const send = async (command: Command) => expect(await session.send(command)).toEqual({ type: 'accepted' });
  const text = () => summarise(session.state(), clock.now());
  return { clock, session, send, text };
}

test('before the start', () => {
  const { clock, text } = open();
  clock.advance(-10 * minute);
  expect(text()).toBe(`A release

Now      2009-08-18 04:50:00 PDT (S-10m), 1 Deploy the release: waiting
Window   2009-08-18 05:00 to 07:00 PDT (America/Los_Angeles)
S        2009-08-18 05:00:00 PDT
D        not called

main
#  status   planned  started  ended  late  step
1  waiting  S+0                            Deploy the release
2  waiting  S+45m                          Verification
3  waiting  S+65m                          Send the mail
`);
});

test('a run that falls back, with everything that was said', async () => {
  const { clock, session, send, text } = open();
  const step = 'deploy';
  clock.advance(3 * minute);
  await send({ type: 'start', step, by });
  clock.advance(90_000);
  await send({ type: 'begin-action', step, attempt: 1, action: 0, targets: ['web1'] });
  await send({ type: 'finish-attempt', step, attempt: 1, outcome: 'failed', detail: 'web1: exit 1' });
  await send({ type: 'start', step, by });
  clock.advance(minute);
  await send({ type: 'finish-attempt', step, attempt: 2, outcome: 'succeeded', detail: '' });
  await send({ type: 'confirm', step, role: 'programmer', by });
  await send({ type: 'start', step: 'verify', by: 'Sandra', reason: 'we are quick' });
  await send({ type: 'answer', step: 'verify', item: 1, answer: 'passed', by: 'Sandra' });
  await send({
    type: 'answer',
    step: 'verify',
    item: 2,
    answer: 'failed',
    note: 'NPE at login',
    by: 'Sandra',
  });
  await send({ type: 'note', text: 'told the \x1b[31mhelp\x1b[0m desk', by });
  await send({
    type: 'vote',
    step: 'verify',
    role: 'qc',
    verdict: 'no-go',
    reason: 'errors in the log',
    by: 'Sandra',
  });
  clock.advance(2 * minute);
  await send({ type: 'skip', step: 'restore', reason: 'nothing changed', by });
  expect(text()).toContain('Now      2009-08-18 05:07:30 PDT (D+2m), every step is settled');
  await send({ type: 'end', by });
  expect(session.state().ended?.outcome).toBe('fell-back');
  expect(text()).toBe(`A release

Outcome  fell back, at 2009-08-18 05:07:30 PDT
Window   2009-08-18 05:00 to 07:00 PDT (America/Los_Angeles)
S        2009-08-18 05:00:00 PDT
D        2009-08-18 05:05:30 PDT (S+5m30s), called by Sandra: errors in the log

main
#  status   planned  started   ended     late          step
1  done     S+0      05:04:30  05:05:30  3m            Deploy the release (by Thomas)
   attempt 1: failed, web1: exit 1
   confirmed by Programmer (Thomas)
2  failed   S+45m    05:05:30  05:05:30  39m30s early  Verification (by Sandra)
   started, with this reason: we are quick
   1. passed: Both gradebooks work (Sandra)
   2. failed: No errors in the log (Sandra; NPE at login)
   QC says no-go (Sandra)
3  not run  S+65m                                      Send the mail

fallback
#  status   planned  started  ended     late  step
4  skipped  D+2m              05:07:30        Restore the database
   skipped by Thomas: nothing changed

Notes
05:05:30  Thomas: told the <U+001B>[31mhelp<U+001B>[0m desk
`);
});

test('an unknown outcome, and who settled it', async () => {
  const { send, text } = open();
  await send({ type: 'start', step: 'deploy', by });
  await send({
    type: 'finish-attempt',
    step: 'deploy',
    attempt: 1,
    outcome: 'unknown',
    detail: 'connection lost',
  });
  expect(text()).toContain('1 Deploy the release: unknown');
  await send({
    type: 'settle',
    step: 'deploy',
    outcome: 'succeeded',
    reason: 'looked at the host',
    by: 'Sandra',
  });
  expect(text()).toContain(
    '   unknown, connection lost\n   settled as succeeded by Sandra: looked at the host\n',
  );
});

test('what was held, left out, edited, done in part and by hand', async () => {
  const { clock, session, send, text } = open();
  const step = 'deploy';
  await send({ type: 'start', step, by });
  await send({ type: 'begin-action', step, attempt: 1, action: 0, targets: ['web1', 'web2'] });
  const result = { type: 'exited', code: 0 } as const;
  await send({ type: 'finish-target', step, attempt: 1, action: 0, target: 'web1', result });
  await send({ type: 'finish-attempt', step, attempt: 1, outcome: 'failed', detail: 'web2: exit 1' });
  await send({ type: 'edit', step, action: 0, text: 'false', diff: '', reason: 'a slip', by });
  session.record({
    type: 'step.started',
    step,
    attempt: 2,
    by,
    reason: undefined,
    missing: [],
    from: 0,
    targets: ['web2'],
  });
  await send({ type: 'finish-attempt', step, attempt: 2, outcome: 'failed', detail: 'web2: exit 1' });
  await send({ type: 'do-by-hand', step, reason: 'by scp', by: 'Sandra' });
  await send({ type: 'exclude', host: 'web2', reason: 'on fire', by });
  clock.advance(minute);
  await send({ type: 'hold', reason: 'the network\x1b is down', by });
  expect(text()).toContain('HELD     since 05:01:00 by Thomas: the network<U+001B> is down\n');
  expect(text()).toContain('Left out web2, at 05:00:00 by Thomas: on fire\n');
  expect(text()).toContain(`   its command edited for this run by Thomas: a slip
   attempt 1: failed, web2: exit 1
   attempt 2: only on web2
   attempt 2: failed, web2: exit 1
   attempt 3: done by hand by Sandra: by scp
`);
});

test('what people and plans say can not act', () => {
  const clock = createManualClock(start);
  const plan = makePlan({ main: [{ id: 'a', title: 'two\nlines\x1b[2J\u{202e}' }] });
  const session = createFakeSession({ plan: { ...plan, title: '\x1b]0;x\x07T' }, clock });
  const text = summarise(session.state(), start);
  expect(text).toContain('two lines<U+001B>[2J<U+202E>');
  expect(text.startsWith('<U+001B>]0;x<U+0007>T\n')).toBe(true);
});

test('times of another day carry their date', () => {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan: makePlan({ main: [{ id: 'a' }] }), clock });
  clock.advance(24 * 60 * minute);
  session.record({ type: 'note.added', step: undefined, text: 'late', by });
  expect(summarise(session.state(), clock.now())).toContain('08-19 05:00:00  Thomas: late');
});
