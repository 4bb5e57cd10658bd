import { foldTargets } from '../../run/words.ts';
import { type Report, stepNames } from '../model.ts';
import { timeOf } from '../moments.ts';
import type { OutputExcerpt } from '../output-digest.ts';
import { counted } from '../step-words.ts';
import { fenced, prose } from './prose.ts';

/** The excerpts, step by step, as parts of a page; what is folded away elsewhere is left out. */
export function markdownOutput(report: Report): readonly string[] {
  const { output, facts } = report;
  if (output.length === 0) return ['Nothing was written.'];
  const names = stepNames(report);
  return [...Map.groupBy(output, ({ step }) => step)].flatMap(([step, excerpts]) => [
    `### ${prose(names.get(step) ?? step)}`,
    ...excerpts.flatMap((excerpt) => [headOf(excerpt), fenced(linesOf(report, excerpt))]),
    prose(`All of it: gonogo log ${facts.run} ${step}`),
  ]);
}

function headOf({ attempt, targets, lines }: OutputExcerpt): string {
  const which = attempt > 1 ? `, attempt ${attempt}` : '';
  return prose(
    `${foldTargets(targets)}${which}, ${counted(lines, 'line')}${targets.length > 1 ? ' each' : ''}`,
  );
}

function linesOf({ facts }: Report, { shown, lines }: OutputExcerpt): readonly string[] {
  let before = 0;
  const told = shown.flatMap(({ number, at, text }) => {
    const gap = leftOut(number - before - 1);
    before = number;
    return [...gap, `${timeOf(facts, at)} ${text}`];
  });
  return [...told, ...leftOut(lines - before)];
}

function leftOut(count: number): readonly string[] {
  return count === 0 ? [] : [`… ${counted(count, 'line')} left out`];
}
