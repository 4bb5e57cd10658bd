import type { Plan } from '../plan/plan.ts';
import type { Note } from '../run/state.ts';
import { type Chart, chartOf } from './chart.ts';
import { type Comparison, compareRuns } from './compare.ts';
import { type Deviation, deviationsOf } from './deviations.ts';
import { outcomeSentence } from './outcome-sentence.ts';
import type { OutputExcerpt } from './output-digest.ts';
import type { RunRecord } from './record.ts';
import { type RunFacts, runFacts } from './run-facts.ts';
import { type ChecklistFact, checklistsOf, type SignatureFact, signaturesOf } from './signatures.ts';
import { allStepFacts, type StepFacts } from './step-facts.ts';

/** All that a report tells, whatever it is written as. Text of plans, people and hosts stands in it as it is. */
export type Report = {
  readonly facts: RunFacts;
  readonly sentence: string;
  readonly people: Plan['roles'];
  readonly chart: Chart;
  readonly timelines: readonly {
    readonly title: string;
    readonly steps: readonly ReportedStep[];
  }[];
  readonly deviations: readonly Deviation[];
  readonly signatures: readonly SignatureFact[];
  readonly checklists: readonly ChecklistFact[];
  readonly notes: readonly Note[];
  readonly output: readonly OutputExcerpt[];
  /** Against the last rehearsal before it. */
  readonly rehearsal: Comparison | undefined;
  readonly plan: { readonly file: string; readonly text: string; readonly sha256: string };
  readonly integrity: Integrity;
};

export type ReportedStep = StepFacts & {
  /** Whose it is, as the plan has it. */
  readonly owners: readonly string[];
  /** Who started its last attempt. */
  readonly by: string | undefined;
};

export type Integrity = ChainFacts & {
  readonly events: number;
  /** The version that recorded the run, and the one that wrote this report. */
  readonly recordedBy: string;
  readonly reportedBy: string;
  /** Machines that gonogo ran on. */
  readonly hosts: readonly string[];
  /** Named, not checked: up to which event which key vouches for the record, and at whose keyboard it did. */
  readonly signatures: readonly CheckpointFact[];
};

export type CheckpointFact = { readonly seq: number; readonly key: string; readonly by: string };

export type ChainFacts =
  | { readonly type: 'intact'; readonly head: string }
  | { readonly type: 'broken'; readonly reason: string };

export type ReportSources = {
  readonly record: RunRecord;
  readonly chain: ChainFacts;
  readonly output: readonly OutputExcerpt[];
  /** The last rehearsal of the plan's family. */
  readonly rehearsal: RunRecord | undefined;
  /** Of the program that writes the report. */
  readonly version: string;
};

/** Pure: the same sources give the same report. */
export function reportOf({ record, chain, output, rehearsal, version }: ReportSources): Report {
  const { created, events, state } = record;
  return {
    facts: runFacts(record),
    sentence: outcomeSentence(record),
    people: state.plan.roles,
    chart: chartOf(record),
    timelines: timelinesOf(record),
    deviations: deviationsOf(record),
    signatures: signaturesOf(record),
    checklists: checklistsOf(state),
    notes: state.notes,
    output,
    rehearsal: rehearsal === undefined ? undefined : compareRuns(rehearsal, record),
    plan: { file: created.planFile, text: created.planText, sha256: created.planSha256 },
    integrity: {
      ...chain,
      events: events.length,
      recordedBy: created.tool.version,
      reportedBy: version,
      hosts: [
        ...new Set([
          created.host,
          ...events.flatMap(({ event }) => (event.type === 'session.opened' ? [event.host] : [])),
        ]),
      ],
      signatures: events.flatMap(({ event }) =>
        event.type === 'record.signed' ? [{ seq: event.seq, key: event.key, by: event.by }] : [],
      ),
    },
  };
}

/** What a step is called that somebody names by its id. */
export function stepNames({ timelines }: Report): ReadonlyMap<string, string> {
  return new Map(
    timelines.flatMap(({ steps }) =>
      steps.map(({ id, number, title }) => [id, `${number} ${title}`] as const),
    ),
  );
}

/** What to type where the record is, to hold it against this report. */
export function checkCommand(run: string, integrity: Integrity): string {
  return `gonogo verify ${run}${integrity.type === 'intact' ? ` --head ${integrity.head}` : ''}`;
}

/** `events 1 to 40 by key SHA256:…, at the keyboard of Thomas` */
export function signatureWords({ seq, key, by }: CheckpointFact): string {
  return `events 1 to ${seq} by key ${key}, at the keyboard of ${by}`;
}

function timelinesOf({ state }: RunRecord): Report['timelines'] {
  const facts = new Map(allStepFacts(state).map((step) => [step.id, step]));
  return state.plan.timelines.map(({ title, steps }) => ({
    title,
    steps: steps.flatMap(({ id, owners }) => {
      const step = facts.get(id);
      if (step === undefined) return [];
      const by = state.steps[id]?.attempts.at(-1)?.by;
      return [{ ...step, owners: owners.map(({ name }) => name), by }];
    }),
  }));
}
