import type { Journal } from '../journal/journal.ts';
import type { Step } from '../plan/plan.ts';
import { asciicast } from '../report/export-asciicast.ts';
import { type ExportLine, linesOnTerminal } from '../report/export-lines.ts';
import { beginningOf, exportMarks } from '../report/export-marks.ts';
import type { Recorded } from '../run/event.ts';
import type { FoundRun } from './find-run.ts';

export type CastOptions = {
  readonly journal: Journal;
  readonly found: FoundRun;
  /** All steps, one after the other as they wrote, where it is missing. */
  readonly step: Step | undefined;
  readonly host: string | undefined;
  readonly version: 2 | 3;
};

/** What a step wrote, or all of them did, as a recording from the step's beginning, or the run's. */
export function castOf({ journal, found, step, host, version }: CastOptions): AsyncIterable<string> {
  const { run, plan, events } = found;
  const what = step === undefined ? '' : `, ${step.number} ${step.title}`;
  return asciicast({
    version,
    title: `${plan.title}${what}${host === undefined ? '' : ` on ${host}`}`,
    from: (step === undefined ? undefined : beginningOf(step, events)) ?? events[0]?.at ?? 0,
    output: linesOnTerminal(
      journal.walkOutput(run, { step: step?.id, target: host }),
      prefixOf({ steps: step === undefined, hosts: targetsIn(events, step, host) }),
    ),
    marks: exportMarks({ plan, events, step, host }),
    // A window is hours of waiting.
    longestIdle: step === undefined ? 2 : undefined,
  });
}

function prefixOf({ steps, hosts }: { readonly steps: boolean; readonly hosts: readonly string[] }) {
  const width = Math.max(0, ...hosts.map(({ length }) => length));
  return ({ step, target }: ExportLine): string => {
    const host = hosts.length > 1 ? target.padEnd(steps ? 0 : width) : '';
    const place = [steps ? step : '', host].filter((part) => part !== '').join(' ');
    return place === '' ? '' : `${place} | `;
  };
}

function targetsIn(events: readonly Recorded[], step: Step | undefined, host: string | undefined) {
  if (host !== undefined) return [host];
  const targets = events.flatMap(({ event }) =>
    event.type === 'action.started' && (step === undefined || event.step === step.id) ? event.targets : [],
  );
  return [...new Set(targets)];
}
