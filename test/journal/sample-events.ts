import type { NewEvent, OutputChunk } from '../../source/journal/journal.ts';
import type { RunEvent } from '../../source/run/event.ts';

export const planText = '---\ntitle: "Gradebook: release 2"\nwindow: 2009-08-18 05:00 - 07:00\n---\n# Plan\n';

export const created: Extract<RunEvent, { type: 'run.created' }> = {
  type: 'run.created',
  mode: 'rehearsal',
  planFile: 'plans/release.md',
  planText,
  planSha256: 'ab'.repeat(32),
  schedule: { start: 1000, opens: 0, closes: 9000, zone: 'America/Los_Angeles' },
  seed: undefined,
  tool: { version: '0.1.0', node: 'v24.0.0' },
  host: 'laptop',
  by: 'Sandra',
};

export function note(text: string, at = 1000): NewEvent {
  return { at, event: { type: 'note.added', step: undefined, text, by: 'Sandra' } };
}

/** One of every type, with and without what may be missing. */
export const everyEvent: readonly RunEvent[] = [
  created,
  { ...created, mode: 'live', seed: 7 },
  { type: 'session.opened', sshConfig: undefined, by: 'Sandra', host: 'laptop', pid: 12 },
  { type: 'step.started', step: 'deploy', attempt: 1, by: 'Sandra', reason: undefined, missing: [] },
  { type: 'step.started', step: 'deploy', attempt: 2, by: 'Sandra', reason: 'early', missing: ['backup'] },
  {
    type: 'step.started',
    step: 'deploy',
    attempt: 3,
    by: 'Sandra',
    reason: undefined,
    missing: [],
    from: 1,
    targets: ['app2'],
  },
  { type: 'step.done-by-hand', step: 'deploy', attempt: 4, reason: 'copied it over', by: 'Sandra' },
  {
    type: 'action.edited',
    step: 'deploy',
    action: 0,
    text: 'b',
    diff: '-a\n+b\n',
    reason: 'a typing error',
    by: 'Sandra',
  },
  {
    type: 'target.launched',
    step: 'deploy',
    attempt: 2,
    action: 0,
    target: 'app1',
    hostKey: 'SHA256:abc',
    pid: 4711,
    sha256: 'cd'.repeat(32),
  },
  {
    type: 'target.launched',
    step: 'deploy',
    attempt: 2,
    action: 0,
    target: 'local',
    hostKey: undefined,
    pid: undefined,
    sha256: undefined,
  },
  { type: 'attempt.reattached', step: 'deploy', attempt: 2, by: 'Sandra' },
  { type: 'host.excluded', host: 'app2', reason: 'its disk died', by: 'Sandra' },
  { type: 'host.included', host: 'app2', reason: 'a new disk', by: 'Sandra' },
  { type: 'hold.called', reason: 'the database is slow', by: 'Sandra' },
  { type: 'hold.released', by: 'Sandra' },
  { type: 'shell.opened', step: 'deploy', host: 'app2', by: 'Sandra' },
  { type: 'shell.closed', step: undefined, host: 'app2', after: 61_000, by: 'Sandra' },
  { type: 'action.started', step: 'deploy', attempt: 2, action: 0, targets: ['app1', 'app2'] },
  finished({ type: 'exited', code: 0 }),
  finished({ type: 'signalled', signal: 'SIGTERM' }),
  finished({ type: 'timed-out', after: 5000 }),
  finished({ type: 'stopped' }),
  finished({ type: 'refused', reason: 'unknown host key' }),
  finished({ type: 'failed', reason: 'syntax error' }),
  finished({ type: 'lost', reason: 'connection reset' }),
  {
    type: 'target.finished',
    step: 'mark',
    attempt: 1,
    action: 0,
    target: 'db:sakai',
    result: { type: 'exited', code: 0 },
    hostKey: 'SHA256:abc',
    marker: { name: 'release', database: 'sakai', token: 't', at: 1234.5 },
    output: {
      stdout: { bytes: 3, sha256: 'cd'.repeat(32) },
      stderr: { bytes: 9, sha256: 'ef'.repeat(32), marks: { every: 4, sha256: ['01'.repeat(32)] } },
    },
  },
  { type: 'stop.requested', step: 'deploy', attempt: 2, by: 'Sandra' },
  { type: 'attempt.finished', step: 'deploy', attempt: 2, outcome: 'unknown', detail: 'app1: lost' },
  {
    type: 'attempt.settled',
    step: 'deploy',
    attempt: 2,
    outcome: 'failed',
    reason: 'looked at it',
    by: 'Sandra',
  },
  { type: 'step.skipped', step: 'mail', reason: 'said by phone', by: 'Sandra' },
  { type: 'item.answered', step: 'verify', item: 1, answer: 'passed', note: undefined, by: 'Sandra' },
  { type: 'check.started', step: 'verify', attempt: 1, item: 1, check: 2, targets: ['app1'], by: 'auto' },
  {
    type: 'check.finished',
    step: 'verify',
    attempt: 1,
    item: 1,
    check: 2,
    results: [
      { target: 'app1', result: { type: 'exited', code: 1 }, took: 12.5, line: 'no such file' },
      { target: 'app2', result: { type: 'failed', reason: 'expected status 2xx, got 503' }, took: 40 },
    ],
  },
  { type: 'step.confirmed', step: 'verify', role: 'qc', by: 'Sandra', level: 'word' },
  { type: 'vote.cast', step: 'verify', role: 'qc', verdict: 'no-go', by: 'Sandra', level: 'word' },
  { type: 'note.added', step: 'verify', text: 'slow “today” — ☕\u0000\u001b[31m', by: 'Sandra' },
  { type: 'fallback.called', reason: 'errors', by: 'Sandra', step: 'verify' },
  { type: 'run.ended', outcome: 'fell-back', reason: undefined, by: 'Sandra' },
  { type: 'record.signed', seq: 2, hash: 'ab'.repeat(32), key: 'SHA256:abc', signature: 'x', by: 'Sandra' },
  { type: 'session.closed', by: 'Sandra' },
];

export function chunk(text: string, fields: Partial<OutputChunk> = {}): OutputChunk {
  return {
    step: 'deploy',
    attempt: 1,
    action: 0,
    target: 'app1',
    stream: 'stdout',
    at: 1000,
    bytes: Buffer.from(text),
    ...fields,
  };
}

export function textOf(chunks: readonly OutputChunk[]): readonly string[] {
  return chunks.map(({ bytes }) => Buffer.from(bytes).toString());
}

function finished(result: Extract<RunEvent, { type: 'target.finished' }>['result']): RunEvent {
  return {
    type: 'target.finished',
    step: 'deploy',
    attempt: 2,
    action: 0,
    target: 'app1',
    result,
    hostKey: undefined,
    marker: undefined,
  };
}
