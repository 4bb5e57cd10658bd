import type { Block } from './document.ts';
import { type Facts, isTimedBlock } from './facts.ts';
import {
  isTitleCase,
  kindByWords,
  looksLikeHeading,
  namesTimeline,
  plainHeading,
  type SectionKind,
} from './headings.ts';
import { minutesOf } from './section-minutes.ts';
import { isStepTable } from './table-columns.ts';

/** A part of the page under one heading. */
export type Section = {
  readonly kind: SectionKind;
  /** As a heading of the plan: 2, or 3 under another one. */
  readonly depth: number;
  readonly heading: string | undefined;
  readonly line: number;
  readonly blocks: readonly Block[];
  /** Some of its lines say when. */
  readonly timed: boolean;
  /** Milliseconds that the section says it takes. */
  readonly length: number | undefined;
};

type Raw = {
  readonly heading: string | undefined;
  readonly depth: number;
  readonly line: number;
  readonly blocks: Block[];
};

/** Cuts a page at its headings, those that only look like one included, and says which timeline each part is. */
export function findSections(blocks: readonly Block[], facts: Facts): readonly Section[] {
  const isTitle = (block: Block) =>
    (block.type === 'heading' || block.type === 'line') && facts.titles.has(block);
  const rest = blocks.filter((block) => !isTitle(block));
  return withMain(
    withKinds(
      cut(rest, facts).flatMap((raw) => withoutPreface(raw, facts)),
      facts,
    ),
  );
}

/** What stands before the first step of a page without headings is about all of it. */
function withoutPreface(raw: Raw, facts: Facts): readonly Raw[] {
  if (raw.heading !== undefined) return [raw];
  const headed = raw.blocks.some((block) => block.type === 'row' && isStepTable(block.cells));
  const begins = (block: Block) =>
    block.type === 'row' ? !headed || isStepTable(block.cells) : isTimedBlock(block, facts.anchors);
  const first = raw.blocks.findIndex(begins);
  if (first < 1) return [raw];
  return [
    { ...raw, blocks: raw.blocks.slice(0, first) },
    { ...raw, blocks: raw.blocks.slice(first) },
  ];
}

/** A page on which nothing says that it is the plan: the part with the longest list is it. */
function withMain(sections: readonly Section[]): readonly Section[] {
  if (sections.some(({ kind }) => kind === 'main')) return sections;
  const items = ({ blocks }: Section) => blocks.filter(({ type }) => type === 'item').length;
  const free = sections.filter(
    (section) =>
      section.kind === 'info' && items(section) > 0 && kindByWords(section.heading ?? '') === undefined,
  );
  const chosen = free.toSorted((a, b) => items(b) - items(a))[0];
  return sections.map((section) => (section === chosen ? { ...section, kind: 'main' } : section));
}

function cut(blocks: readonly Block[], facts: Facts): readonly Raw[] {
  const top = blocks.find((block) => block.type === 'heading')?.depth ?? 1;
  const sections: Raw[] = [{ heading: undefined, depth: 2, line: 1, blocks: [] }];
  let people = false;
  for (const [index, block] of blocks.entries()) {
    const depth = headingDepth(block, {
      next: blocks[index + 1],
      before: blocks[index - 1],
      facts,
      top,
      people,
    });
    if (depth === undefined) {
      sections.at(-1)?.blocks.push(block);
      continue;
    }
    const text = block.type === 'heading' || block.type === 'line' ? block.text : '';
    people = kindByWords(text) === 'info';
    const isFirst = sections.every(({ heading }) => heading === undefined);
    sections.push({ heading: text, depth: isFirst ? 2 : depth, line: block.line, blocks: [] });
  }
  return sections;
}

function headingDepth(
  block: Block,
  {
    next,
    before,
    facts,
    top,
    people,
  }: {
    readonly next: Block | undefined;
    readonly before: Block | undefined;
    readonly facts: Facts;
    readonly top: number;
    readonly people: boolean;
  },
): number | undefined {
  if (block.type === 'heading') return Math.min(4, Math.max(2, 2 + block.depth - top));
  if (block.type !== 'line' || block.indent > 3 || isTimedBlock(block, facts.anchors)) return undefined;
  const text = plainHeading(block.text);
  const kind = kindByWords(text);
  const wraps = !block.fresh && before?.type === 'item' && block.indent > before.indent;
  if (wraps || text.length > 160 || minutesOf(block.text) !== undefined) return undefined;
  const bold = /^\*\*[^*]+\*\*:?$/.test(block.text);
  if (namesTimeline(text) && isPhrase(text, kind)) return 2;
  if (kind === 'info' && text.length <= 60 && /^[^:.,;]+:?$/.test(text)) return 2;
  if (people && /^\p{L}[\p{L} ]{1,40}:$/u.test(block.text)) return 2;
  if (!looksLikeHeading(text) || (people && kind === undefined && !bold)) return undefined;
  const leads =
    next !== undefined && (next.type === 'item' || next.type === 'row' || isTimedBlock(next, facts.anchors));
  if (kind === 'main' && leads) return 2;
  return (leads && (bold || text.length <= 80)) || bold || isTitleCase(text) ? 3 : undefined;
}

/** `Rollback` and `Fall-back procedure: see below`, but no sentence about it. */
function isPhrase(text: string, kind: SectionKind | undefined): boolean {
  if (/[.!?]$/.test(text) && text.split(/\s+/).length > 4) return false;
  const spoken =
    /^(?:roll(?:ing)? ?back|fall(?:ing)? ?back|revert|before|prior to|after)\b.*\b(?:is|are|will|must|should|can|the following)\b/i.test(
      text,
    );
  return !(spoken && !/time [A-Z] is/i.test(text)) && (kind !== 'preparation' || text.length <= 80);
}

function withKinds(raws: readonly Raw[], facts: Facts): readonly Section[] {
  const above: { readonly depth: number; readonly kind: SectionKind }[] = [];
  return raws.map((raw) => {
    const timed = raw.blocks.some((block) => isTimedBlock(block, facts.anchors));
    const table = raw.blocks.some((block) => block.type === 'row' && isStepTable(block.cells));
    while ((above.at(-1)?.depth ?? 0) >= raw.depth) above.pop();
    const words = raw.heading === undefined ? undefined : kindByWords(raw.heading);
    const kind = kindOf({
      words,
      inherited: above.at(-1)?.kind,
      timed,
      table,
      named: raw.heading !== undefined,
    });
    if (raw.heading !== undefined) above.push({ depth: raw.depth, kind });
    return { ...raw, kind, timed: timed || table, length: lengthOf(raw) };
  });
}

function kindOf({
  words,
  inherited,
  timed,
  table,
  named,
}: {
  readonly words: SectionKind | undefined;
  readonly inherited: SectionKind | undefined;
  readonly timed: boolean;
  readonly table: boolean;
  readonly named: boolean;
}): SectionKind {
  const steps = timed || table;
  if (words === 'info')
    return timed ? (inherited === undefined || inherited === 'info' ? 'main' : inherited) : 'info';
  if (inherited === 'fallback' || inherited === 'preparation') return inherited;
  if (words !== undefined) return words;
  if (inherited === 'main' && named) return 'main';
  return steps ? 'main' : 'info';
}

function lengthOf({ heading, blocks }: Raw): number | undefined {
  for (const block of blocks) {
    const length = block.type === 'line' || block.type === 'item' ? minutesOf(block.text) : undefined;
    if (length !== undefined) return length;
  }
  const inHeading =
    heading === undefined
      ? null
      : /[([]\s*(?:~|about|ca?\.?)?\s*(\d{1,3})\s*(m|mins?|minutes|h|hours?)\s*[)\]]\s*$/i.exec(heading);
  if (inHeading === null) return undefined;
  return Number(inHeading[1]) * (inHeading[2]?.toLowerCase().startsWith('h') ? 60 : 1) * 60_000;
}
