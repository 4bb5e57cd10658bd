import { NO_ATTRIBUTES, parseAttributes, trailingBlock } from '../attributes.ts';
import { formatDuration } from '../duration.ts';
import { attributeText, STEP_ORDER } from '../format/attribute-text.ts';
import { applyEdits, type Edit } from '../format/edit.ts';
import { placeOf } from '../markdown.ts';
import { readPage } from '../page.ts';
import { type Plan, type Step, stepsOf } from '../plan.ts';
import { fromRuns, type Usuals } from '../usual.ts';

const MINUTE = 60_000;

export type LearnedLength = { readonly step: Step; readonly ms: number; readonly runs: number };

/** Lengths that nine of ten real runs kept, in whole minutes, where the plan has another one. */
export function learnedLengths(plan: Plan, usuals: Usuals): readonly LearnedLength[] {
  const real = fromRuns(usuals);
  return stepsOf(plan).flatMap((step) => {
    const usual = real.get(step.id);
    // The length of a built-in hold is what is kept free, not what was used of it.
    if (usual === undefined || step.hold) return [];
    const ms = Math.max(1, Math.ceil(usual.p90 / MINUTE)) * MINUTE;
    return ms === step.duration ? [] : [{ step, ms, runs: usual.count }];
  });
}

/** The plan's text with these lengths in `for=`. */
export function putLengths(text: string, lengths: readonly LearnedLength[]): string {
  const byLine = new Map(lengths.map(({ step, ms }) => [step.line, ms]));
  const { steps, lineOf } = readPage(text);
  const edits = steps.flatMap(({ children: [first] }) => {
    if (first?.type !== 'paragraph') return [];
    const { start, end } = placeOf(first);
    const ms = byLine.get(lineOf(start));
    return ms === undefined ? [] : [forEdit({ raw: text.slice(start, end).trimEnd(), start, ms })];
  });
  return applyEdits(text, edits);
}

function forEdit({
  raw,
  start,
  ms,
}: {
  readonly raw: string;
  readonly start: number;
  readonly ms: number;
}): Edit {
  const block = trailingBlock(raw);
  const given = block === undefined ? NO_ATTRIBUTES : parseAttributes(raw.slice(block + 1, -1), 0);
  const place = { offset: 0, length: 0, keyOffset: 0 };
  const length = { key: 'for', value: formatDuration(ms), ...place };
  const text = attributeText({ ...given, entries: new Map([...given.entries, ['for', length]]) }, STEP_ORDER);
  const end = start + raw.length;
  return block === undefined
    ? { start: end, end, text: ` {${text}}` }
    : { start: start + block, end, text: `{${text}}` };
}
