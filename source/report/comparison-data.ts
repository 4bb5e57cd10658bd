import { formatIso } from '../plan/zone.ts';
import { describeResult } from '../run/target-result.ts';
import type { Comparison, StepPair } from './compare.ts';
import type { RunFacts } from './run-facts.ts';
import type { StepFacts } from './step-facts.ts';

/** Two runs as data: durations and offsets in seconds, moments in ISO 8601. What there isn't is null. */
export function comparisonData({ a, b, steps, onlyA, onlyB }: Comparison) {
  return {
    a: runData(a),
    b: runData(b),
    steps: steps.map(pairData),
    onlyA: onlyA.map(stepData),
    onlyB: onlyB.map(stepData),
  };
}

export function runData(facts: RunFacts) {
  const { run, title, mode, by, host, version, zone, faults, fallback, ended } = facts;
  const moment = (at: number | undefined) => (at === undefined ? null : formatIso(at, zone));
  return {
    run,
    title,
    mode,
    by,
    host,
    version,
    zone,
    opens: moment(facts.opens),
    closes: moment(facts.closes),
    start: moment(facts.start),
    began: moment(facts.began),
    lastSafeFallback: moment(facts.lastSafe),
    plannedEnd: moment(facts.plannedEnd),
    lastStepSettled: moment(facts.settled),
    fallback: fallback === undefined ? null : { ...fallback, at: moment(fallback.at) },
    outcome: ended?.outcome ?? null,
    reason: ended?.reason ?? null,
    ended: moment(ended?.at),
    endedBy: ended?.by ?? null,
    beforeWindowCloses: ended === undefined ? null : seconds(facts.closes - ended.at),
    faults,
  };
}

export function stepData(facts: StepFacts) {
  const { id, number, title, timeline, anchor, planned, status, attempts, byHand, skipped, results, failed } =
    facts;
  return {
    id,
    number,
    title,
    timeline,
    anchor,
    planned: planned === undefined ? null : { begins: seconds(planned.begins), ends: seconds(planned.ends) },
    status,
    began: seconds(facts.offset),
    drift: seconds(facts.drift),
    took: seconds(facts.took),
    attempts,
    byHand,
    skipped: skipped ?? null,
    targets: results.map(({ target, result }) => ({
      target,
      exit: result?.type === 'exited' ? result.code : null,
      result: result === undefined ? null : describeResult(result),
    })),
    failed,
  };
}

function pairData({ a, b, matchedBy, later, longer }: StepPair) {
  return {
    id: b.id,
    title: b.title,
    matchedBy,
    a: stepData(a),
    b: stepData(b),
    difference: { began: seconds(later), took: seconds(longer) },
    hosts: { onlyA: missing(a, b), onlyB: missing(b, a) },
  };
}

function missing(one: StepFacts, other: StepFacts): readonly string[] {
  const there = new Set(other.results.map(({ target }) => target));
  return one.results.map(({ target }) => target).filter((target) => !there.has(target));
}

function seconds(ms: number | undefined): number | null {
  return ms === undefined ? null : ms / 1000;
}
