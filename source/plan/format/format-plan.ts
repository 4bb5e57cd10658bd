import type { Heading, Root } from 'mdast';
import { placeOf } from '../markdown.ts';
import { readPage } from '../page.ts';
import { parsePlan } from '../parse-plan.ts';
import type { Problem } from '../problem.ts';
import { STEP_ORDER } from './attribute-text.ts';
import { applyEdits, type Edit } from './edit.ts';
import { formatFrontMatter } from './front-matter-text.ts';
import { sameMeaning } from './same-meaning.ts';
import { blockEdits, stepEdits } from './step-edits.ts';

export type FormatResult =
  | { readonly type: 'formatted'; readonly text: string }
  /** A plan with errors has no form. */
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] };

/**
 * The plan in its one form: step lines, attributes and front matter as every plan has them. Comments and prose stay
 * as they are, byte for byte, and what the plan means does not change.
 */
export function formatPlan(options: { readonly text: string; readonly file: string }): FormatResult {
  const { file } = options;
  const text = options.text.replace(/^\uFEFF/, '');
  const before = parsePlan({ text, file });
  if (before.type === 'invalid') return before;
  const formatted = applyEdits(text, editsOf(text));
  const after = parsePlan({ text: formatted, file });
  if (after.type === 'invalid' || !sameMeaning(before.plan, after.plan)) {
    throw new Error(`formatting ${file} would change what it means`);
  }
  return { type: 'formatted', text: formatted };
}

function editsOf(text: string): readonly Edit[] {
  const { root, yaml, steps } = readPage(text);
  const { source, offset } = yaml;
  return [
    { start: offset, end: offset + source.length, text: formatFrontMatter(source) },
    ...headingsOf(root).flatMap((heading) => headingEdits(heading, text)),
    ...steps.flatMap((item) => stepEdits(item, text)),
  ];
}

function headingsOf(root: Root): readonly Heading[] {
  return root.children.filter((node) => node.type === 'heading');
}

function headingEdits(heading: Heading, text: string): readonly Edit[] {
  const { start, end } = placeOf(heading);
  return blockEdits(text.slice(start, end).trimEnd(), start, STEP_ORDER);
}
