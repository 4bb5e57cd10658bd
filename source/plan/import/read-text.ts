import type { Block, SourceDocument } from './document.ts';
import { mendCharacters } from './mend-characters.ts';

const BULLET =
  /^(?:[-+*\u2022\u25cf\u25e6\u25aa\u25a0\u2023\u00b7\u2043\u2013](?:\s+|(?=\())|o(?:\t| {2,})|(?:\d{1,3}|[a-z])[.)]\s+)(?=\S)/;
const FENCE = /^(`{3,}|~{3,})\s*(\S*)(.*)$/;

/** Reads plain text, line by line; the signs of Markdown and of the wikis are understood where they stand. */
export function readText(source: string): SourceDocument {
  const { text, hidden } = mendCharacters(source);
  const lines = text.split(/\r\n|\n|\r/);
  const blocks: Block[] = [];
  let fresh = true;
  let table = 0;
  for (let index = 0; index < lines.length; index += 1) {
    const raw = lines[index] ?? '';
    const line = index + 1;
    if (raw.trim() === '') {
      fresh = true;
      continue;
    }
    const fence = FENCE.exec(raw.trim());
    const end = fence === null ? -1 : endOfFence(lines, index, fence[1] ?? '');
    if (fence !== null && end !== -1) {
      const code = lines.slice(index + 1, end).join('\n');
      blocks.push({
        type: 'code',
        line,
        indent: indentOf(raw),
        text: dedent(code),
        language: fence[2] ?? '',
      });
      const more = (fence[3] ?? '').trim();
      if (more !== '')
        blocks.push({ type: 'line', line, indent: indentOf(raw) + 2, text: more, fresh: false });
      index = end;
      fresh = true;
      continue;
    }
    if (isUnderline(raw) && underlines(blocks.at(-1), fresh)) {
      const above = blocks.pop();
      if (above?.type === 'line') {
        blocks.push({
          type: 'heading',
          line: above.line,
          depth: raw.includes('=') ? 1 : 2,
          text: above.text,
        });
      }
      continue;
    }
    const cells = cellsOf(raw);
    if (cells !== undefined) {
      if (blocks.at(-1)?.type !== 'row') table += 1;
      if (cells.length > 0) blocks.push({ type: 'row', line, table, cells });
      continue;
    }
    blocks.push(readLine(raw, { line, fresh }));
    fresh = false;
  }
  const note = `${hidden} characters that can't be seen were taken out of the text`;
  return { blocks, title: undefined, notes: hidden === 0 ? [] : [{ line: 1, text: note }] };
}

/** One line of a page: a heading, a list item, a quoted line, or prose. */
export function readLine(
  raw: string,
  {
    line,
    fresh,
    indent = indentOf(raw),
  }: { readonly line: number; readonly fresh: boolean; readonly indent?: number },
): Block {
  const text = raw.trim();
  const heading = /^(#{1,6})\s+(.*?)[\s#]*$/.exec(text) ?? /^(?:h([1-6]))\.\s+(.*)$/.exec(text);
  if (heading !== null && heading[2] !== '') {
    const mark = heading[1] ?? '';
    const depth = mark.startsWith('#') ? mark.length : Number(mark);
    return { type: 'heading', line, depth, text: heading[2] ?? '' };
  }
  const wiki = /^(={2,6})\s*([^=]+?)\s*\1$/.exec(text);
  if (wiki !== null) return { type: 'heading', line, depth: (wiki[1] ?? '').length, text: wiki[2] ?? '' };
  const quote = /^>\s?(.*)$/.exec(text);
  if (quote !== null && quote[1] !== '')
    return { type: 'quote', line, indent, text: quote[1]?.trim() ?? '', fresh };
  const bullet = BULLET.exec(text)?.[0];
  if (bullet !== undefined) return { type: 'item', line, indent, text: text.slice(bullet.length), fresh };
  return { type: 'line', line, indent, text, fresh };
}

function indentOf(raw: string): number {
  return (/^\s*/.exec(raw)?.[0] ?? '').replaceAll('\t', '    ').length;
}

function endOfFence(lines: readonly string[], start: number, mark: string): number {
  return lines.findIndex((line, index) => {
    const text = line.trim();
    return index > start && text.startsWith(mark) && text === mark[0]?.repeat(text.length);
  });
}

/** Takes away the indentation that all lines have. */
export function dedent(code: string): string {
  const lines = code.split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const common = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  return lines.map((line) => line.slice(Math.min(common, line.length)).trimEnd()).join('\n');
}

function isUnderline(raw: string): boolean {
  return /^\s*(?:={3,}|-{3,}|_{3,}|\*{3,}|~{3,})\s*$/.test(raw);
}

/** A line of dashes under a heading; anywhere else it only divides the page. */
function underlines(above: Block | undefined, fresh: boolean): boolean {
  return !fresh && above?.type === 'line' && above.fresh && above.text.length <= 120;
}

/** The cells of a row; none for the line under a table's head; undefined where the line is no row. */
export function cellsOf(raw: string): readonly string[] | undefined {
  const text = raw.trim();
  if (/^\|.*\|$/.test(text) && text.length > 2) {
    if (/^[|\s:+-]+$/.test(text)) return [];
    return text
      .replace(/^\|{1,2}|\|{1,2}$/g, '')
      .split(/(?<!\\)\|{1,2}/)
      .map((cell) => cell.replaceAll('\\|', '|').trim());
  }
  if (/^[+|][-=+|]+$/.test(text)) return [];
  if (/^\S/.test(raw) && (raw.match(/\t/g)?.length ?? 0) >= 2)
    return raw.split('\t').map((cell) => cell.trim());
  return undefined;
}
