import type { Root } from 'mdast';
import { parseMarkdown } from '../markdown.ts';
import { type Plan, type Step, stepsOf } from '../plan.ts';
import type { Usuals } from '../usual.ts';
import { createPlaces, type Places } from './places.ts';

/** What every lint looks at. */
export type Look = {
  readonly plan: Plan;
  /** Without a byte order mark. */
  readonly text: string;
  readonly root: Root;
  readonly steps: readonly Step[];
  readonly places: Places;
  readonly usuals: Usuals;
};

/** @param options.text what the plan was read from */
export function lookAt(options: {
  readonly plan: Plan;
  readonly text: string;
  readonly usuals?: Usuals | undefined;
}): Look {
  const { plan, usuals = new Map() } = options;
  const text = options.text.replace(/^\uFEFF/, '');
  return { plan, text, root: parseMarkdown(text), steps: stepsOf(plan), places: createPlaces(text), usuals };
}
