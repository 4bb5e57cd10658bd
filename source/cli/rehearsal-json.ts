import { formatIso } from '../plan/zone.ts';
import type { RunState } from '../run/state.ts';
import type { Question } from '../session/rehearsal-questions.ts';
import type { DecisionReport, RehearsalReport, StepReport } from '../session/rehearsal-report.ts';

/** What `gonogo rehearse --json` prints. Offsets and lengths are seconds, offsets from S; times ISO 8601 in the plan's zone. */
export function rehearsalJson(run: string, { plan, schedule }: RunState, report: RehearsalReport): unknown {
  const { zone, start } = schedule;
  const moment = (at: number | undefined) =>
    at === undefined ? null : { offsetSeconds: seconds(at - start), at: formatIso(at, zone) };
  return {
    run,
    title: plan.title,
    outcome: report.outcome ?? null,
    reason: report.reason ?? null,
    seed: report.seed ?? null,
    faults: report.faults.map((fault) =>
      fault.type === 'late' ? { type: fault.type, step: fault.step, bySeconds: seconds(fault.by) } : fault,
    ),
    ended: moment(report.ended),
    windowCloses: moment(report.closes),
    steps: report.steps.map(stepJson),
    decisions: report.decisions.map(decisionJson),
    asked: report.asked.map(({ role, counts }) => ({ role: role ?? null, ...counts })),
    questions: report.questions.map(questionJson),
  };

  function stepJson({ step, status, attempts, planned, began, took, plannedLength, drift }: StepReport) {
    return {
      id: step.id,
      number: step.number,
      title: step.title,
      timeline: step.timeline,
      status,
      attempts,
      planned: moment(planned),
      began: moment(began),
      tookSeconds: optionalSeconds(took),
      plannedSeconds: seconds(plannedLength),
      driftSeconds: optionalSeconds(drift),
    };
  }

  function decisionJson({ step, verdict, at, lastSafe }: DecisionReport) {
    return {
      step: step?.id ?? null,
      verdict,
      fell: moment(at),
      lastSafeFallback: moment(lastSafe),
      lateSeconds: lastSafe === undefined ? null : seconds(at - lastSafe),
    };
  }

  function questionJson({ at, step, role, by, kind, asked, answer, unusual }: Question) {
    return { ...moment(at), step: step?.id ?? null, role: role ?? null, by, kind, asked, answer, unusual };
  }
}

function optionalSeconds(ms: number | undefined): number | null {
  return ms === undefined ? null : seconds(ms);
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
