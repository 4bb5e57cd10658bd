import { createTwoFilesPatch } from 'diff';
import type { Change, PlanDiff, StepChange } from '../plan/diff/plan-diff.ts';
import { formatOffset } from '../plan/duration.ts';
import type { Step } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { columnWidths, tableLine } from '../plan/text-table.ts';
import { simpleWidth } from '../plan/text-width.ts';

export type Names = { readonly a: string; readonly b: string };

/** The difference of two plans for people; ends with a line end. */
export function diffText({ front, steps, same }: PlanDiff, { a, b }: Names): string {
  const counted = (type: StepChange['type']) => steps.filter((step) => step.type === type).length;
  const lines = [
    `${a} -> ${b}`,
    `Steps: ${counted('added')} added, ${counted('removed')} removed, ${counted('changed')} changed, ${same} the same`,
    ...(front.length === 0 ? [] : ['', 'Front matter', ...changeLines(front, '  ')]),
    ...(steps.length === 0 ? [] : ['', ...stepLines(steps)]),
    ...(front.length + steps.length === 0 ? ['The plans say the same.'] : []),
  ];
  return lines.map((line) => `${safeLine(line).trimEnd()}\n`).join('');
}

/** The same as data. */
export function diffData({ front, steps, same }: PlanDiff, { a, b }: Names) {
  return {
    a,
    b,
    frontMatter: front.map(data),
    steps: steps.map((step) => {
      const { id, title, timeline } = step.type === 'removed' ? step.before : step.after;
      const changes = step.type === 'changed' ? { changes: step.changes.map(data) } : {};
      return { change: step.type, id, title, timeline, ...changes };
    }),
    sameSteps: same,
  };
}

/** `null`: the plan says nothing of it. */
function data({ name, before, after }: Change) {
  return { name, before: before ?? null, after: after ?? null };
}

const SIGNS: Readonly<Record<StepChange['type'], string>> = { added: '+', removed: '-', changed: '~' };

function stepLines(steps: readonly StepChange[]): readonly string[] {
  const rows = steps.map((step) => {
    const shown = step.type === 'removed' ? step.before : step.after;
    return [SIGNS[step.type], dueOf(shown), shown.id, shown.title, ownersOf(shown)];
  });
  const widths = columnWidths(rows, { widthOf: simpleWidth, most: 48 });
  return steps.flatMap((step, index) => [
    tableLine(rows[index] ?? [], { widths, widthOf: simpleWidth }),
    ...(step.type === 'changed' ? changeLines(step.changes, '      ') : []),
  ]);
}

function dueOf({ anchor, offset }: Step): string {
  return offset === undefined ? '' : `${anchor ?? ''}${formatOffset(offset)}`;
}

function ownersOf({ owners }: Step): string {
  return owners.map(({ name }) => name).join(' + ');
}

function changeLines(changes: readonly Change[], indent: string): readonly string[] {
  const width = Math.max(...changes.map(({ name }) => name.length));
  return changes.flatMap((change) => {
    if (isLong(change))
      return [`${indent}${change.name}`, ...patchLines(change).map((line) => `${indent}  ${line}`)];
    const { name, before = '(nothing)', after = '(nothing)' } = change;
    return [`${indent}${name.padEnd(width)}  ${before} -> ${after}`];
  });
}

const TEXTS: ReadonlySet<string> = new Set(['commands', 'checklist', 'instructions']);

function isLong({ name, before = '', after = '' }: Change): boolean {
  return TEXTS.has(name) || before.includes('\n') || after.includes('\n');
}

/** Lines that were taken away and that came, with one around them. */
function patchLines({ before = '', after = '' }: Change): readonly string[] {
  const ended = (text: string) => (text === '' ? '' : `${text}\n`);
  const patch = createTwoFilesPatch('a', 'b', ended(before), ended(after), '', '', { context: 1 });
  const lines = patch.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  return lines.slice(first + 1).map((line) => (line.startsWith('@@') ? '...' : line));
}
