import type { Code, Heading, ListItem, Root } from 'mdast';
import { type Attributes, parseAttributes, reportUnknown, trailingBlock } from './attributes.ts';
import { placeOf, plainText } from './markdown.ts';
import { type TimelineKind, timelineKinds } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { suggestion } from './suggest.ts';

/** A heading with the list items directly under it. */
export type Section = {
  readonly kind: TimelineKind;
  readonly title: string;
  readonly offset: number;
  readonly items: readonly ListItem[];
};

export type Outline = {
  /** Of the first heading of the first level. */
  readonly title: string | undefined;
  readonly sections: readonly Section[];
  /** Fences that stand beside the steps, not in one. */
  readonly looseFences: readonly Code[];
};

/** Finds the timelines by their headings. A heading below another one belongs to the same timeline. */
export function outline(root: Root, text: string, problems: ProblemList): Outline {
  const titleHeading = findTitle(root);
  const sections: (Section & { readonly items: ListItem[] })[] = [];
  const above: { readonly depth: number; readonly kind: TimelineKind }[] = [];
  const looseFences: Code[] = [];
  let title: string | undefined;

  const open = (kind: TimelineKind, heading: string, offset: number) => {
    sections.push({ kind, title: heading, offset, items: [] });
  };
  for (const node of root.children) {
    if (node.type === 'heading') {
      const read = readHeading(node, text, problems);
      while ((above.at(-1)?.depth ?? 0) >= node.depth) above.pop();
      if (node === titleHeading) title = read.title;
      const inherited = node === titleHeading ? 'main' : above.at(-1)?.kind;
      const kind = read.kind ?? inherited ?? kindByWords(read.title);
      if (node !== titleHeading || read.kind !== undefined) above.push({ depth: node.depth, kind });
      open(kind, read.title, placeOf(node).start);
    } else if (node.type === 'list') {
      if (sections.length === 0) open('main', '', placeOf(node).start);
      sections.at(-1)?.items.push(...node.children);
    } else if (node.type === 'code') looseFences.push(node);
  }
  return { title, sections, looseFences };
}

/** The only heading of the first level, standing before all others, is the title of the page. */
function findTitle(root: Root): Heading | undefined {
  const headings = root.children.filter((node) => node.type === 'heading');
  const first = headings[0];
  const alone = headings.filter((heading) => heading.depth === 1).length === 1;
  return first?.depth === 1 && alone ? first : undefined;
}

function readHeading(
  heading: Heading,
  text: string,
  problems: ProblemList,
): { readonly title: string; readonly kind: TimelineKind | undefined } {
  const { start, end } = placeOf(heading);
  const raw = text.slice(start, end).trimEnd();
  const block = trailingBlock(raw);
  const plain = plainText(heading);
  if (block === undefined) return { title: plain, kind: undefined };
  const attributes = parseAttributes(raw.slice(block + 1, -1), start + block + 1);
  reportUnknown({ attributes, known: ['timeline'], misplaced: {}, problems, where: 'a heading' });
  return {
    title: plain.slice(0, trailingBlock(plain) ?? plain.length).trim(),
    kind: readKind(attributes, problems),
  };
}

function readKind(attributes: Attributes, problems: ProblemList): TimelineKind | undefined {
  const timeline = attributes.entries.get('timeline');
  if (timeline === undefined) return undefined;
  const kind = timelineKinds.find((known) => known === timeline.value);
  if (kind === undefined) {
    const { offset, length, value = '' } = timeline;
    problems.error({
      offset,
      length,
      message: `unknown timeline \`${value}\``,
      mend: suggestion(value, timelineKinds),
    });
  }
  return kind;
}

/** Of a heading that says it by nothing but its words. */
export function kindByWords(title: string): TimelineKind {
  if (/^(?:preparation|prepare|before\b|pre-)/i.test(title)) return 'preparation';
  if (/^(?:fall-?\s?back|back-?\s?out|roll-?\s?back)/i.test(title)) return 'fallback';
  return 'main';
}
