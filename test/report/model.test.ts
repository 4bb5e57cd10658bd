import { expect, test } from 'vitest';
import { badReport } from './bad-night.ts';

const report = await badReport();

test('the outcome in a sentence: who, when, how late, back or not, and why', () => {
  expect(report.sentence).toBe(
    'The release was taken back; Thomas ended the run at 2009-08-18 06:33:00 PDT (S+93m). ' +
      'Sandra called the fallback at 2009-08-18 05:26:00 PDT (S+26m), 29m before the last safe fallback, ' +
      'because “errors in the log”. ' +
      'The last step of the way back ended 2m later than planned, 27m before the end of the window.',
  );
});

test('everything that was not as planned, with reason and person', () => {
  const told = report.deviations.map(({ kind, step, what, reason, by }) =>
    [kind, step, what, reason, by].map((part) => part ?? '-').join(' | '),
  );
  expect(told).toEqual([
    'skipped | tell-the-help-desk | skipped it | they are asleep <b> | Thomas',
    'late | marker | began 1m late | - | Thomas',
    'late | stop | began 1m late | - | Thomas',
    'not well | stop | attempt 1 failed: sakaiprod3: exit 3 | - | -',
    'shell | stop | opened a shell on sakaiprod3 for 3m | - | Thomas',
    'left out | - | left sakaiprod3 out | its disk is full | Thomas',
    'by hand | stop | did it by hand | pulled the plug | Thomas',
    'held | - | held for 6m | the balancer is slow | Sandra',
    'edited | backup | edited action 1 for this run | the window is short | Prabhu',
    // Ten minutes after its offset, six of which the clock of S stood still.
    'late | backup | began 4m late | - | Thomas',
    'reopened | - | went on with the run on desk2, which had been cut off | - | Thomas',
    'against the rule | verify | started it although not ready: it is due in 27m, at S+45m | we are quick | Sandra',
    'check failed | verify | said of check 2: failed: No new errors in the log | NPE at login | Thomas',
    'fallback | verify | called the fallback | errors in the log | Sandra',
    'late | properties | began 9m late | - | Thomas',
    'late | previous | began 7m late | - | Thomas',
    'late | open-the-service | began 1m late | - | Thomas',
  ]);
  expect(report.deviations.find(({ kind }) => kind === 'edited')?.diff).toContain('+backup --fast "$tag"');
});

test('planned and actual of every step', () => {
  const [, main, back] = report.timelines;
  expect(main?.title).toBe('During the maintenance window');
  expect(main?.steps[1]).toMatchObject({
    id: 'stop',
    owners: ['Programmer'],
    status: 'done',
    planned: { begins: 0, ends: 120_000 },
    offset: 60_000,
    drift: 60_000,
    took: 300_000,
    attempts: 2,
    byHand: true,
    failed: ['sakaiprod3'],
  });
  // Drift is against the plan, hold or not.
  expect(main?.steps[2]).toMatchObject({ id: 'backup', drift: 600_000 });
  // What people found wrong ended with their last word, not with its start.
  expect(main?.steps[3]).toMatchObject({ id: 'verify', status: 'failed', took: 120_000 });
  expect(main?.steps[4]).toMatchObject({ id: 'send-the-mail', status: 'not run', begins: undefined });
  expect(back?.steps[1]).toMatchObject({
    id: 'restore',
    anchor: 'D',
    offset: 120_000,
    drift: 0,
    took: 540_000,
  });
});

test('votes and confirmations with person, role and level', () => {
  expect(report.signatures).toHaveLength(8);
  expect(report.signatures[1]).toMatchObject({
    step: 'backup',
    kind: 'confirmed',
    role: 'DBA',
    by: 'Prabhu',
    person: 'Prabhu',
    level: 'word',
    stands: true,
  });
  expect(report.signatures[3]).toMatchObject({ step: 'verify', kind: 'no-go', role: 'QC', by: 'Sandra' });
  expect(report.checklists).toMatchObject([
    {
      step: 'verify',
      items: [
        { number: 1, answer: 'passed', by: 'Sandra' },
        { number: 2, answer: 'failed', note: 'NPE at login', by: 'Thomas' },
      ],
    },
  ]);
});

test('the drawing has S, D, the decision, the last safe fallback, the end of the window and the hold', () => {
  const { chart, facts } = report;
  const at = (minutes: number) => facts.start + minutes * 60_000;
  expect(chart.marks.map(({ kind }) => kind)).toEqual([
    'opens',
    'fallback',
    'last safe',
    'planned decision',
    'closes',
  ]);
  expect(chart.holds).toEqual([{ from: at(6), until: at(12) }]);
  const stop = chart.rows.find(({ name }) => name === '4 Stop every application server');
  expect(stop).toMatchObject({ status: 'done', planned: { from: at(0), until: at(2) }, drift: 60_000 });
  expect(stop?.bars).toEqual([
    { from: at(1), until: at(3), kind: 'failed' },
    { from: at(6), until: at(6), kind: 'by hand' },
  ]);
  const restore = chart.rows.find(({ name }) => name === '9 Restore the production database');
  expect(restore?.bars.at(-1)).toEqual({ from: at(28), until: at(37), kind: 'people' });
});

test('targets that wrote the same stand together, and what hosts print is harmless', () => {
  expect(report.output.map(({ step, targets, lines }) => ({ step, targets, lines }))).toEqual([
    { step: 'stop', targets: ['sakaiprod1', 'sakaiprod2'], lines: 2 },
    { step: 'stop', targets: ['sakaiprod3'], lines: 62 },
  ]);
  expect(report.output[1]?.shown[0]?.text).toBe('stopping <script>alert(1)</script>');
  expect(report.output[1]?.shown.at(-1)?.text).toBe('ERROR: still up');
});
