import { formatIso } from '../plan/zone.ts';
import { comparisonData, runData, stepData } from './comparison-data.ts';
import type { Report } from './model.ts';
import type { ExcerptLine } from './output-digest.ts';

/** A report as data: durations and offsets in seconds, moments in ISO 8601. What there isn't is null. */
export function reportData(report: Report) {
  const { facts, sentence, people, timelines, rehearsal, plan, integrity } = report;
  const moment = (at: number) => formatIso(at, facts.zone);
  const line = ({ number, at, stream, text }: ExcerptLine) => ({ number, at: moment(at), stream, text });
  return {
    report: 'gonogo report 1',
    ...runData(facts),
    sentence,
    people,
    timelines: timelines.map(({ title, steps }) => ({
      title,
      steps: steps.map((step) => ({ ...stepData(step), owners: step.owners, by: step.by ?? null })),
    })),
    deviations: report.deviations.map(({ at, kind, step, what, reason, by, diff }) => ({
      at: moment(at),
      kind,
      step: step ?? null,
      what,
      reason: reason ?? null,
      by: by ?? null,
      diff: diff ?? null,
    })),
    signatures: report.signatures.map(({ at, ...signature }) => ({ at: moment(at), ...signature })),
    checklists: report.checklists.map(({ step, items }) => ({
      step,
      items: items.map(({ number, text, answer, note, by, at }) => ({
        number,
        text,
        answer: answer ?? null,
        note: note ?? null,
        by: by ?? null,
        at: at === undefined ? null : moment(at),
      })),
    })),
    notes: report.notes.map(({ at, by, step, text }) => ({ at: moment(at), by, step: step ?? null, text })),
    output: report.output.map(({ shown, rest, ...excerpt }) => ({
      ...excerpt,
      shown: shown.map(line),
      rest: rest.map(line),
    })),
    rehearsal: rehearsal === undefined ? null : comparisonData(rehearsal),
    plan,
    integrity,
  };
}
