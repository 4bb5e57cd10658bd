import type { ListItem } from 'mdast';
import type { Section } from './outline.ts';
import type { ActionContext } from './read-action.ts';
import { looksLikeStep } from './read-step.ts';

/** The list items of a section that are steps: all of them, or none. */
export function stepItems(section: Section, context: ActionContext): readonly ListItem[] {
  // A list without any step in it is prose, except where anchors may be missing.
  const steps =
    section.kind === 'preparation' || section.items.some((item) => looksLikeStep(item, section, context));
  return steps ? section.items : [];
}
