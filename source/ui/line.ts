import stringWidth from 'string-width';
import { plainText } from '../session/terminal-text.ts';
import type { Tone } from './theme.ts';

/** A piece of a row in one tone. Made with `span`, so that nothing in it can change the terminal. */
export type Span = { readonly text: string; readonly tone?: Tone | undefined };

/** One row of the screen. */
export type Line = readonly Span[];

export function span(text: string, tone?: Tone): Span {
  return { text: plainText(text), tone };
}

export function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** Cut or filled up to exactly `width` cells, so that no row ever wraps; a cut shows as `…`. */
export function fitRow(line: Line, width: number): Line {
  const missing = width - widthOf(line);
  if (missing >= 0) return missing === 0 ? line : [...line, span(' '.repeat(missing))];
  const kept: Span[] = [];
  let room = width;
  for (const { text, tone } of line) {
    const wide = stringWidth(text);
    if (wide < room) {
      kept.push({ text, tone });
      room -= wide;
      continue;
    }
    kept.push({ text: cutText(text, room), tone });
    break;
  }
  return kept;
}

/** `left` and `right` at the two ends of a row, at least one blank between them; `left` gives way. */
export function spread({
  left,
  right,
  width,
}: {
  readonly left: Line;
  readonly right: Line;
  readonly width: number;
}): Line {
  const tail = widthOf(right);
  if (tail === 0) return fitRow(left, width);
  if (tail >= width) return fitRow(right, width);
  return [...fitRow(left, width - tail - 1), span(' '), ...right];
}

/** One text cut or filled up to exactly `width` cells. */
export function column(raw: string, width: number, align: 'left' | 'right' = 'left'): string {
  const text = plainText(raw);
  const missing = width - stringWidth(text);
  if (missing < 0) return cutText(text, width);
  return align === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** Words broken into rows of at most `width` cells; a longer word is broken hard. */
export function wrapText(raw: string, width: number): readonly string[] {
  const text = plainText(raw);
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const joined = row === '' ? word : `${row} ${word}`;
    if (stringWidth(joined) <= width) {
      row = joined;
      continue;
    }
    if (row !== '') rows.push(row);
    const pieces = breakWord(word, width);
    rows.push(...pieces.slice(0, -1));
    row = pieces.at(-1) ?? '';
  }
  return row === '' ? rows : [...rows, row];
}

/** Exactly `width` cells of a longer text, its last one an ellipsis. */
export function cutText(text: string, width: number): string {
  if (width <= 0) return '';
  let kept = '';
  let room = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    const wide = stringWidth(segment);
    if (wide > room) break;
    kept += segment;
    room -= wide;
  }
  return `${kept}…${' '.repeat(room)}`;
}

/** Pieces of at most `width` cells that together are the text: broken after a blank where one is near the end. */
export function breakText(raw: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let rest = plainText(raw);
  while (stringWidth(rest) > width) {
    const [hard = rest] = breakWord(rest, width);
    const blank = hard.lastIndexOf(' ');
    const length = blank > hard.length / 2 ? blank + 1 : hard.length;
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return [...pieces, rest];
}

function breakWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of graphemes.segment(word)) {
    if (piece !== '' && stringWidth(piece + segment) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
