import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import { type Report, reportOf } from '../../source/report/model.ts';
import { createOutputDigest } from '../../source/report/output-digest.ts';
import { type RunRecord, recordOf } from '../../source/report/record.ts';
import type { Command } from '../../source/run/command.ts';
import type { Recorded } from '../../source/run/event.ts';
import type { TargetResult } from '../../source/run/facts.ts';
import { createManualClock } from '../../source/session/clock.ts';
import type { LogChunk } from '../../source/session/log-book.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute } from '../helpers/plan.ts';

const file = 'test/fixtures/plans/small.md';
export const planText = readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');
const by = 'Thomas';
const ok: TargetResult = { type: 'exited', code: 0 };

export function smallPlan(text = planText): Plan {
  const parsed = parsePlan({ text, file });
  if (parsed.type !== 'parsed') throw new Error('the plan has errors');
  return parsed.plan;
}

export type Night = { readonly record: RunRecord; readonly output: readonly LogChunk[] };

/** The evening before: nothing goes wrong, up to the mail. */
export async function rehearsedNight(): Promise<RunRecord> {
  const stage = openStage('2REH');
  for (const step of ['read-the-page-once-more', 'tell-the-help-desk']) await stage.people(step, 5 * minute);
  stage.until(-10);
  await stage.work('marker', 2 * minute);
  stage.until(0);
  await stage.work('stop', minute);
  stage.until(2);
  await stage.work('backup', 20 * minute);
  await stage.send({ type: 'confirm', step: 'backup', role: 'dba', by: 'Prabhu' });
  await stage.send({ type: 'confirm', step: 'backup', role: 'pm', by });
  return stage.record('rehearsal');
}

/** A night in which everything happens that a report has to tell of, and which falls back. */
export async function badNight(): Promise<Night> {
  const stage = openStage('7K2F');
  const { send, pass, work, until } = stage;
  await stage.open('desk1', 100);
  await stage.people('read-the-page-once-more', 4 * minute);
  await send({ type: 'skip', step: 'tell-the-help-desk', reason: 'they are asleep <b>', by });
  until(-9);
  await work('marker', 90_000);
  until(1);
  await send({ type: 'start', step: 'stop', by });
  await stage.action('stop', 1, ['sakaiprod1', 'sakaiprod2', 'sakaiprod3']);
  stage.print('stop', 1, 'sakaiprod1', 'stopping\nstopped\n');
  stage.print('stop', 1, 'sakaiprod2', 'stopping\nstopped\n');
  stage.print(
    'stop',
    1,
    'sakaiprod3',
    `\x1b]0;owned\x07stopping <script>alert(1)</script>\n${'waiting\n'.repeat(60)}ERROR: still up\n`,
  );
  pass(2 * minute);
  await stage.result('stop', 1, 'sakaiprod1', ok);
  await stage.result('stop', 1, 'sakaiprod2', ok);
  await stage.result('stop', 1, 'sakaiprod3', { type: 'exited', code: 3 });
  await stage.finish('stop', 1, 'failed', 'sakaiprod3: exit 3');
  await send({ type: 'open-shell', step: 'stop', host: 'sakaiprod3', by });
  pass(3 * minute);
  await send({ type: 'close-shell', step: 'stop', host: 'sakaiprod3', after: 3 * minute, by });
  await send({ type: 'exclude', host: 'sakaiprod3', reason: 'its disk is full', by });
  await send({ type: 'do-by-hand', step: 'stop', reason: 'pulled the plug', by });
  await send({ type: 'hold', reason: 'the balancer is slow', by: 'Sandra' });
  pass(6 * minute);
  await send({ type: 'release', by: 'Sandra' });
  await send({
    type: 'edit',
    step: 'backup',
    action: 0,
    text: 'backup --fast "$tag"',
    diff: '--- plan/backup-1.sh\n+++ run/backup-1.sh\n@@ -1 +1 @@\n-backup "$tag"\n+backup --fast "$tag"\n',
    reason: 'the window is short',
    by: 'Prabhu',
  });
  await work('backup', 12 * minute);
  await send({ type: 'confirm', step: 'backup', role: 'dba', by: 'Prabhu' });
  await send({ type: 'confirm', step: 'backup', role: 'pm', by });
  await stage.open('desk2', 200);
  await send({ type: 'start', step: 'verify', by: 'Sandra', reason: 'we are quick' });
  pass(2 * minute);
  await send({ type: 'answer', step: 'verify', item: 1, answer: 'passed', by: 'Sandra' });
  await send({ type: 'answer', step: 'verify', item: 2, answer: 'failed', note: 'NPE at login', by });
  await send({ type: 'note', text: 'told the help desk after all', by });
  await send({
    type: 'vote',
    step: 'verify',
    role: 'qc',
    verdict: 'no-go',
    reason: 'errors in the log',
    by: 'Sandra',
  });
  await work('back-stop', minute);
  pass(minute);
  await stage.people('restore', 9 * minute, 'dba', 'Prabhu');
  await stage.people('properties', minute);
  await stage.people('previous', 4 * minute);
  pass(50 * minute);
  await stage.people('open-the-service', minute);
  await send({ type: 'end', by });
  return { record: stage.record('live'), output: stage.output };
}

/** The report of that night, against the rehearsal. */
export async function badReport(): Promise<Report> {
  const { record, output } = await badNight();
  const digest = createOutputDigest();
  for (const chunk of output) digest.add(chunk);
  return reportOf({
    record,
    chain: { type: 'intact', head: 'ab'.repeat(32) },
    output: digest.end(),
    rehearsal: await rehearsedNight(),
    version: '1.2.3',
  });
}

function openStage(run: string) {
  const plan = smallPlan();
  const clock = createManualClock(plan.window.start - 30 * minute);
  const session = createFakeSession({ plan, clock, run });
  const output: LogChunk[] = [];
  const pass = (ms: number) => clock.advance(ms);

  async function send(command: Command): Promise<void> {
    const result = await session.send(command);
    if (result.type === 'refused')
      throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(result.refusal)}`);
  }
  const action = (step: string, attempt: number, targets: readonly string[]) =>
    send({ type: 'begin-action', step, attempt, action: 0, targets });
  const result = (step: string, attempt: number, target: string, what: TargetResult) =>
    send({ type: 'finish-target', step, attempt, action: 0, target, result: what });
  const finish = (step: string, attempt: number, outcome: 'succeeded' | 'failed', detail: string) =>
    send({ type: 'finish-attempt', step, attempt, outcome, detail });

  return {
    send,
    pass,
    action,
    result,
    finish,
    output,
    /** To so many minutes after S. */
    until: (minutes: number) => pass(plan.window.start + minutes * minute - clock.now()),
    open: (host: string, pid: number) => send({ type: 'open', by, host, pid }),
    print: (step: string, attempt: number, target: string, text: string) => {
      const bytes = new TextEncoder().encode(text);
      output.push({ step, attempt, action: 0, target, stream: 'stdout', at: clock.now(), bytes });
    },
    /** A step whose only attempt ends well on one target. */
    work: async (step: string, ms: number) => {
      await send({ type: 'start', step, by });
      const attempt = 1;
      await action(step, attempt, ['local']);
      pass(ms);
      await result(step, attempt, 'local', ok);
      await finish(step, attempt, 'succeeded', '');
    },
    people: async (step: string, ms: number, role = 'programmer', person = by) => {
      await send({ type: 'start', step, by: person });
      if (session.state().steps[step]?.status === 'running') await finish(step, 1, 'succeeded', '');
      pass(ms);
      if (session.state().steps[step]?.status === 'checking')
        await send({ type: 'confirm', step, role, by: person });
    },
    record: (mode: 'live' | 'rehearsal'): RunRecord => {
      const [first, ...rest] = session.history();
      if (first?.event.type !== 'run.created') throw new Error('no beginning');
      const created = { ...first.event, mode, planText, planSha256: 'cd'.repeat(32) };
      const events: readonly Recorded[] = [{ ...first, event: created }, ...rest];
      return recordOf({ run, plan, events });
    },
  };
}
