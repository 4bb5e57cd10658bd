import type { Imported } from '../plan/import/import-plan.ts';
import { renderProblems } from '../plan/problem-text.ts';
import { plainText } from '../session/terminal-text.ts';
import type { CheckedImport } from './import-check.ts';
import { planJson } from './plan-json.ts';

type Report = { readonly imported: Imported; readonly checked: CheckedImport };

/** What was read into the document, what was kept as a note, and what is left to a person; for standard error. */
export function importText({
  imported,
  checked,
  file,
  output,
  isPlan,
}: Report & {
  readonly file: string;
  readonly output: string | undefined;
  readonly isPlan: boolean;
}): string {
  const { text, guesses, notes, steps } = imported;
  if (isPlan) return `${plainText(file)} is a plan already; nothing was changed\n`;
  const plan = output ?? 'plan.md';
  const guessed = guesses.map(({ line, read, sure }) => `${file}:${line}: ${sure}: ${read}`);
  const noted = notes.map(({ line, text: note }) => `${file}:${line}: note: ${cut(note)}`);
  const parts = [
    ...(guessed.length === 0 ? [] : [`Read into the document:\n${lines(guessed)}`]),
    ...(noted.length === 0 ? [] : [`Kept, or changed on the way:\n${lines(noted)}`]),
    ...(checked.open.length === 0
      ? []
      : [`To fill in:\n${renderProblems({ problems: checked.open, text, file: plan }).trimEnd()}`]),
  ];
  return `${[...parts, summary({ steps, guesses: guesses.length, checked, plan })].join('\n\n')}\n`;
}

/** The plan as `gonogo check --json` has it; where only a person's answers are missing, with all that is known. */
export function importJson({ imported, checked, file }: Report & { readonly file: string }) {
  const { result, standIn, open, warnings } = checked;
  const problems = [...open, ...warnings].toSorted((a, b) => a.line - b.line || a.column - b.column);
  const shown = result.type === 'parsed' ? result : standIn;
  const json = planJson(shown.type === 'parsed' ? { ...shown, problems } : { type: 'invalid', problems });
  const plan = result.type === 'parsed' ? json : { ...json, ...withoutStandIns(json, imported) };
  return {
    plan: { file, ...plan },
    guesses: imported.guesses,
    notes: imported.notes,
    open: imported.open,
    text: imported.text,
  };
}

type Json = ReturnType<typeof planJson>;

/** Nothing may be printed that only stands there so that the rest could be read. */
function withoutStandIns({ timelines }: Json, { open }: Imported) {
  const blank = new Set(open.map(({ line }) => line));
  const known = (step: Json['timelines'][number]['steps'][number]) => {
    const unknown = blank.has(step.line);
    return {
      ...step,
      at: null,
      offsetSeconds: unknown ? null : step.offsetSeconds,
      beginsSeconds: unknown ? null : step.beginsSeconds,
      endsSeconds: unknown ? null : step.endsSeconds,
      slackSeconds: { decision: null, window: null },
    };
  };
  return {
    window: null,
    fallback: null,
    schedule: null,
    timelines: timelines.map((timeline) => ({ ...timeline, steps: timeline.steps.map(known) })),
  };
}

function summary({
  steps,
  guesses,
  checked,
  plan,
}: {
  readonly steps: number;
  readonly guesses: number;
  readonly checked: CheckedImport;
  readonly plan: string;
}): string {
  const counts = `${counted(steps, 'step')}, ${counted(guesses, 'guess', 'guesses')}.`;
  const also =
    checked.warnings.length === 0
      ? ''
      : ` \`gonogo check ${plainText(plan)}\` has ${counted(checked.warnings.length, 'warning')}, too.`;
  if (checked.done)
    return `${counts} The plan checks: read it beside the document before anybody runs it.${also}`;
  const things = counted(checked.open.length, 'place');
  return `${counts} ${things} to fill in or mend before the plan can run.${also}`;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `  ${plainText(line)}`).join('\n');
}

/** The whole note is in the plan, or in what `--json` prints. */
function cut(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 197)}...`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
