import { expect, test } from 'vitest';
import { jsonText } from '../../source/report/json-text.ts';
import { writeReport } from '../../source/report/write-report.ts';
import { badReport } from './bad-night.ts';

const report = await badReport();

test('as data: seconds, ISO moments, and null for what there is not', () => {
  const data = JSON.parse(writeReport(report, 'json'));
  expect(data).toMatchObject({
    report: 'gonogo report 1',
    run: '7K2F',
    outcome: 'fell-back',
    reason: null,
    lastSafeFallback: '2009-08-18T05:55:00-07:00',
    rehearsal: { a: { run: '2REH' } },
    plan: { sha256: 'cd'.repeat(32) },
    integrity: { type: 'intact', head: 'ab'.repeat(32), reportedBy: '1.2.3' },
  });
  expect(data.timelines[1].steps[1]).toMatchObject({
    id: 'stop',
    owners: ['Programmer'],
    drift: 60,
    targets: [
      { target: 'sakaiprod1', exit: 0 },
      { target: 'sakaiprod2', exit: 0 },
      { target: 'sakaiprod3', exit: 3, result: 'exit 3' },
    ],
  });
  expect(data.deviations[0]).toEqual({
    at: '2009-08-18T04:34:00-07:00',
    kind: 'skipped',
    step: 'tell-the-help-desk',
    what: 'skipped it',
    reason: 'they are asleep <b>',
    by: 'Thomas',
    diff: null,
  });
  expect(data.output[1].shown).toHaveLength(24);
});

test('each format begins as its readers expect', () => {
  expect(writeReport(report, 'html')).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(writeReport(report, 'md')).toMatch(/^# Small release\n/);
  expect(writeReport(report, 'json')).toMatch(/^\{\n {2}"report"/);
});

test('the same sources give the same text', async () => {
  const again = await badReport();
  for (const format of ['html', 'md', 'json'] as const) {
    expect(writeReport(again, format)).toBe(writeReport(report, format));
  }
});

test('data shown in a terminal can not act', () => {
  const text = jsonText({ a: 'x\x9b2J\u{202e}\u{e0041}é漢' });
  expect(text).toBe('{\n  "a": "x\\u009b2J\\u202e\\udb40\\udc41é漢"\n}\n');
  expect(JSON.parse(text)).toEqual({ a: 'x\x9b2J\u{202e}\u{e0041}é漢' });
});
