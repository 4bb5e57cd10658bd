import stringWidth from 'string-width';
import type { Place } from '../../session/log-pattern.ts';
import { cutStyled } from './cut-styled.ts';

export type StyledForm = {
  readonly width: number;
  readonly colour: boolean;
  /** At most so many rows; the last one is cut. */
  readonly most: number;
  /** Places of the text without its styles that stand out, in order. */
  readonly marks: readonly Place[];
};

/** A sanitised log line, which may hold SGR sequences, in rows of at most `width` cells, each closed. */
export function styledRows(text: string, { width, colour, most, marks }: StyledForm): readonly string[] {
  if (width <= 0 || most <= 0) return [];
  if (marks.length === 0 && most === 1) return [cutStyled(text, { width, colour })];
  const rows: string[] = [];
  const pen = createPen(colour);
  let room = width;
  let at = 0;
  let mark = 0;
  for (const part of text.split(sgr)) {
    if (sgr.test(part)) {
      pen.style(part);
      continue;
    }
    for (const piece of piecesOf(part)) {
      const wide = stringWidth(piece);
      if (wide > room) {
        if (rows.length === most - 1) return [...rows, pen.cut(room)];
        rows.push(pen.endRow());
        room = width;
      }
      while (at >= (marks[mark]?.to ?? Number.POSITIVE_INFINITY)) mark += 1;
      const { from = Number.POSITIVE_INFINITY, to = 0 } = marks[mark] ?? {};
      pen.write(piece, from < at + piece.length && at < to);
      room -= wide;
      at += piece.length;
    }
  }
  return [...rows, pen.endRow()];
}

type Pen = {
  readonly style: (sequence: string) => void;
  readonly write: (piece: string, marked: boolean) => void;
  /** The row, closed; the next one goes on in the same style. */
  readonly endRow: () => string;
  /** The last row, its end cut off; `room` cells of it are free. */
  readonly cut: (room: number) => string;
};

function createPen(colour: boolean): Pen {
  /** Sequences since the last reset. */
  let styles: readonly string[] = [];
  let pieces: string[] = [];
  let inverse = false;
  let styled = false;

  function add(sequence: string): void {
    pieces.push(sequence);
    styled = true;
  }

  function endRow(): string {
    const row = pieces.join('') + (styled ? reset : '');
    pieces = [];
    inverse = false;
    styled = false;
    for (const sequence of styles) add(sequence);
    return row;
  }

  return {
    style: (sequence) => {
      if (!colour) return;
      styles = resets.has(sequence) ? [] : [...styles, sequence];
      add(sequence);
      // What a host says of its colours must not end a mark of ours.
      if (inverse) add(standOut);
    },
    write: (piece, marked) => {
      if (marked && !inverse) add(standOut);
      if (!marked && inverse) {
        add(reset);
        for (const sequence of styles) add(sequence);
      }
      inverse = marked;
      pieces.push(piece);
    },
    endRow,
    cut: (room) => {
      if (room === 0) dropLast(pieces);
      pieces.push('…');
      return endRow();
    },
  };
}

/** Makes room for the sign of a cut. */
function dropLast(pieces: string[]): void {
  const last = pieces.findLastIndex((piece) => !piece.startsWith('\u001b'));
  if (last >= 0) pieces.splice(last, 1);
}

/** What a cursor steps over at once. */
function piecesOf(text: string): Iterable<string> {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

const sgr = /(\u001b\[[\d;:]*m)/;
const reset = '\u001b[0m';
const resets: ReadonlySet<string> = new Set([reset, '\u001b[m']);
const standOut = '\u001b[7m';
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
