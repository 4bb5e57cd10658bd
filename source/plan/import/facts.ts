import { formatClock } from './clock-time.ts';
import type { Block, Guess, RowBlock, SourceDocument } from './document.ts';
import { textOf } from './document.ts';
import { type Entry, readEntries } from './entries.ts';
import { findAnchors } from './find-anchors.ts';
import { findDate } from './find-date.ts';
import { type Found, findPeople } from './find-people.ts';
import { type FoundWindow, findRange, findZoneIn } from './find-window.ts';
import { plainHeading } from './headings.ts';
import { type Anchors, USUAL_ANCHORS } from './step-head.ts';

/** What a document says of the whole plan. */
export type Facts = {
  readonly title: string | undefined;
  /** What is the title, or repeats it; its line says nothing, since all sheets of a workbook begin on line 1. */
  readonly titles: ReadonlySet<Block>;
  readonly date: string | undefined;
  readonly window: FoundWindow | undefined;
  readonly zone: string | undefined;
  readonly anchors: Anchors;
  /** Milliseconds from the window's opening to S. */
  readonly shift: number;
  readonly people: readonly Found[];
  readonly guesses: readonly Guess[];
};

export function findFacts(document: SourceDocument): Facts {
  const { blocks } = document;
  const isTimed = (block: Block) => isTimedBlock(block, USUAL_ANCHORS);
  const prose = blocks.filter((block) => block.type !== 'code' && !isTimed(block));
  const lines = prose.map((block) => ({ line: block.line, text: textOf(block).slice(0, 4_000) }));
  const guesses: Guess[] = [];
  const title = findTitle(document, isTimed);
  const { anchors, shift, guesses: meanings } = findAnchors(lines);
  return {
    title: title.text,
    titles: title.blocks,
    date: dateOf(lines, title.text, guesses),
    window: windowOf(lines, guesses),
    zone: zoneOf(lines, blocks, guesses),
    anchors,
    shift,
    people: findPeople(
      blocks.filter((block) => !title.blocks.has(block)),
      isTimed,
    ),
    guesses: [...guesses, ...meanings],
  };
}

export function entriesOf(block: Block, anchors: Anchors): readonly Entry[] {
  return block.type === 'item' || block.type === 'line' ? readEntries(block.text, anchors) : [];
}

export function isTimedBlock(block: Block, anchors: Anchors): boolean {
  return entriesOf(block, anchors).some(({ head }) => head !== undefined);
}

type Line = { readonly line: number; readonly text: string };

function findTitle(
  { blocks, title }: SourceDocument,
  isTimed: (block: Block) => boolean,
): { readonly text: string | undefined; readonly blocks: ReadonlySet<Block> } {
  const cells = blocks.slice(0, 30).flatMap((block) => (block.type === 'row' ? [titleCell(block)] : []));
  const cell = cells.find((text) => text !== undefined);
  if (cell !== undefined) return { text: cleanTitle(cell), blocks: new Set() };
  const named = blocks
    .slice(0, 30)
    .find((block) => block.type === 'line' && /^title:\s*\S/i.test(block.text));
  const first = blocks.find((block) => block.type === 'heading' || block.type === 'line' || isTimed(block));
  const headings = blocks.filter((block) => block.type === 'heading');
  const top = headings[0]?.depth === 1 || first?.type === 'heading' ? headings[0] : undefined;
  const usable = first?.type === 'line' && !isTimed(first) && first.text.length <= 150 ? first : undefined;
  const chosen = top ?? usable;
  if (named !== undefined) {
    return {
      text: cleanTitle(textOf(named).replace(/^title:\s*/i, '')),
      blocks: new Set(named === chosen ? [named] : []),
    };
  }
  if (chosen === undefined)
    return { text: title === undefined ? undefined : cleanTitle(title), blocks: new Set() };
  const text = textOf(chosen);
  const same = blocks
    .slice(0, 40)
    .filter((block) => block.type !== 'row' && block.type !== 'code' && block.text === text);
  return { text: cleanTitle(text), blocks: new Set(same) };
}

/** A row `Title | Payroll switch` above a table. */
function titleCell({ cells }: RowBlock): string | undefined {
  const [name = '', text, ...more] = cells.filter((cell) => cell !== '');
  return /^(?:title|plan|release|change)\s*:?$/i.test(name) && more.length === 0 ? text : undefined;
}

function cleanTitle(text: string): string {
  return (
    plainHeading(text.replace(/^["']|["']$/g, ''))
      .replace(/\*\*|__|`/g, '')
      .replaceAll('{{', '{')
      .replace(/\s+/g, ' ')
      .slice(0, 180) || 'Plan'
  );
}

function dateOf(lines: readonly Line[], title: string | undefined, guesses: Guess[]): string | undefined {
  const found = lines.flatMap(({ line, text }) => {
    const date = findDate(text);
    if (date === undefined) return [];
    const weight = /\bwindow\b/i.test(text)
      ? 0
      : title !== undefined && text.includes(title.slice(0, 20))
        ? 1
        : /\bdate\b|^during\b/i.test(text)
          ? 2
          : 3;
    return [{ ...date, line, weight }];
  });
  const best = found.toSorted((a, b) => a.weight - b.weight)[0];
  if (best === undefined) return undefined;
  const others = [...new Set(found.filter(({ date }) => date !== best.date).map(({ date }) => date))];
  const sure =
    others.length > 0 && best.weight > 1
      ? 'unsure'
      : others.length > 0 && best.sure === 'sure'
        ? 'likely'
        : best.sure;
  const beside = others.length === 0 ? '' : `; the document names ${others.slice(0, 3).join(', ')}, too`;
  guesses.push({ line: best.line, read: `the date ${best.date} from \`${best.text}\`${beside}`, sure });
  return best.date;
}

function windowOf(lines: readonly Line[], guesses: Guess[]): FoundWindow | undefined {
  const speaking = lines.filter(({ text }) => /\b(?:window|downtime|outage|maintenance)\b/i.test(text));
  for (const [among, sure] of [
    [speaking, 'sure'],
    [lines.filter(({ text }) => findDate(text) !== undefined), 'likely'],
  ] as const) {
    for (const { line, text } of among) {
      const range = findRange(text);
      if (range === undefined) continue;
      guesses.push({ line, read: `the window ${formatClock(range.from)} - ${formatClock(range.to)}`, sure });
      return range;
    }
  }
  return undefined;
}

function zoneOf(lines: readonly Line[], blocks: readonly Block[], guesses: Guess[]): string | undefined {
  const all = [...lines, ...blocks.map((block) => ({ line: block.line, text: textOf(block) }))];
  for (const { line, text } of all) {
    const found = findZoneIn(text);
    if (found === undefined) continue;
    guesses.push({
      line,
      read: `the time zone ${found.zone} from \`${found.text}\``,
      sure: found.named ? 'sure' : 'likely',
    });
    return found.zone;
  }
  return undefined;
}
