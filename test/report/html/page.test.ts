import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml } from '../../../source/report/html/markup.ts';
import { reportPage } from '../../../source/report/html/page.ts';
import { reportOf } from '../../../source/report/model.ts';
import { createOutputDigest } from '../../../source/report/output-digest.ts';
import { recordOf } from '../../../source/report/record.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';
import { badReport } from '../bad-night.ts';
import { readStrictly } from './strict-html.ts';

const page = reportPage(await badReport());

test('the policy lets in nothing but the one style, by its hash', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(page.match(/<style/g)).toHaveLength(1);
  expect(style).not.toMatch(/url\(|@import|<\//);
});

test('nothing in it runs, asks or refers to anything else', () => {
  expect(page).not.toMatch(/<script|<img|<link|<iframe|<form|<object| on[a-z]+=| style=|src=/);
  expect(page.match(/href="[^"]*"/g)?.every((link) => link.startsWith('href="#'))).toBe(true);
  expect(() => readStrictly(page)).not.toThrow();
});

test('it tells all there is to tell', () => {
  const text = readStrictly(page);
  for (const told of [
    'FELL BACK',
    'because “errors in the log”',
    'last safe fallback',
    'D, fallback called',
    'window closes',
    'they are asleep &lt;b&gt;',
    '+backup --fast &quot;$tag&quot;',
    'held for 6m',
    'NPE at login',
    'told the help desk after all',
    'sakaiprod[1-2]',
    'stopping &lt;script&gt;alert(1)&lt;/script&gt;',
    '38 lines left out',
    'gonogo log 7K2F stop',
    'A is rehearsal 2REH',
    'title: Small release',
    'cd'.repeat(32),
    'ab'.repeat(32),
    `gonogo verify 7K2F --head ${'ab'.repeat(32)}`,
  ]) {
    expect(text).toContain(told);
  }
});

test('the output of what failed is open, the rest is folded', async () => {
  expect(page).toContain('<details open=""><summary>4 Stop every application server');
  expect(page).toContain('<details><summary>all 62 lines');
});

test('a record that was changed says so', async () => {
  const report = await badReport();
  const changed = { ...report.integrity, type: 'broken' as const, reason: 'event 3 was changed' };
  const text = readStrictly(reportPage({ ...report, integrity: changed }));
  expect(text).toContain('is not as gonogo wrote it: event 3 was changed');
});

const vicious = fc.constantFrom(
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '</style><script>',
  '</pre></details><img src=x onerror=alert(1)>',
  '<!-- ',
  ']]>',
  '&lt;b&gt;',
  '\x1b]8;;http://example.org/\x07link\x1b]8;;\x07',
  '\u{202e}gnp.exe',
  '\u{0}<\u{0}script>',
  '\ud800<\udc00b>',
);
const hostile = fc.oneof(vicious, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

test('no text of a plan, a person or a host becomes markup', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (a, b, c) => {
      const text = await hostilePage(`x${a}`, `x${b}`, `x${c}`);
      const shown = readStrictly(text);
      expect(shown).toContain(escapeHtml(`x${a}`.trimEnd()));
      expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 60 },
  );
});

/** A page in which every text that comes from elsewhere is one of these. */
async function hostilePage(title: string, said: string, host: string): Promise<string> {
  const clock = createManualClock(start);
  const plan = {
    ...makePlan({
      main: [
        {
          id: 'a',
          title,
          actions: [sh([host])],
          owners: [{ name: said, roles: ['qc'] }],
          confirm: ['qc'],
          checklist: [{ number: 1, text: said, line: 1, owners: [] }],
        },
      ],
    }),
    title,
    hosts: [host],
    roles: [{ id: 'qc', label: title, person: said }],
    file: said,
  };
  const session = createFakeSession({ plan, clock, identity: { person: said, roles: ['qc'] } });
  const step = 'a';
  session.record({ type: 'session.opened', by: said, host, pid: 1, sshConfig: undefined });
  session.record({ type: 'step.started', step, attempt: 1, by: said, reason: said, missing: [said] });
  session.record({ type: 'action.started', step, attempt: 1, action: 0, targets: [host] });
  clock.advance(minute);
  session.record({
    type: 'target.finished',
    step,
    attempt: 1,
    action: 0,
    target: host,
    result: { type: 'failed', reason: said },
    hostKey: undefined,
    marker: undefined,
  });
  session.record({ type: 'attempt.finished', step, attempt: 1, outcome: 'failed', detail: said });
  session.record({
    type: 'action.edited',
    step,
    action: 0,
    text: said,
    diff: `@@\n-${said}\n+${said}`,
    reason: said,
    by: said,
  });
  session.record({ type: 'item.answered', step, item: 1, answer: 'failed', note: said, by: said });
  session.record({ type: 'step.confirmed', step, role: 'qc', by: said, level: 'word' });
  session.record({ type: 'host.excluded', host, reason: said, by: said });
  session.record({ type: 'note.added', step, text: said, by: said });
  session.record({ type: 'record.signed', seq: 1, hash: 'ab', key: said, signature: said, by: said });
  session.record({ type: 'run.ended', outcome: 'aborted', reason: said, by: said });
  const record = recordOf({ run: '7K2F', plan, events: session.history() });
  const digest = createOutputDigest();
  const bytes = new TextEncoder().encode(`${said}\n${host}\n`);
  digest.add({ step, attempt: 1, action: 0, target: host, stream: 'stderr', at: start, bytes });
  const report = reportOf({
    record,
    chain: { type: 'broken', reason: said },
    output: digest.end(),
    rehearsal: record,
    version: '1.2.3',
  });
  return reportPage({ ...report, plan: { file: said, text: `${title}\n\t${said}`, sha256: '00' } });
}
