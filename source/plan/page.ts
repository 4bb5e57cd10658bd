import type { ListItem, Root } from 'mdast';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { frontMatterSource } from './front-matter-source.ts';
import { parseMarkdown } from './markdown.ts';
import { outline } from './outline.ts';
import { createProblemList } from './problem-list.ts';
import { readSettings } from './settings.ts';
import { stepItems } from './step-items.ts';

/** A plan as text with places, for whoever changes it. */
export type Page = {
  readonly root: Root;
  readonly yaml: { readonly source: string; readonly offset: number };
  readonly front: FrontMatter;
  /** The list items that are steps. */
  readonly steps: readonly ListItem[];
  readonly lineOf: (offset: number) => number;
};

/** @param text a plan without errors */
export function readPage(text: string): Page {
  const root = parseMarkdown(text);
  const yaml = frontMatterSource(root, text) ?? { source: '', offset: 0 };
  const problems = createProblemList(text);
  const front = readFrontMatter(yaml.source, yaml.offset, problems);
  const context = { text, settings: readSettings(front, problems), problems };
  const steps = outline(root, text, problems).sections.flatMap((section) => stepItems(section, context));
  return { root, yaml, front, steps, lineOf: problems.lineOf };
}
