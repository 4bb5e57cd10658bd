import stringWidth from 'string-width';
import { isMark } from './sanitise-characters.ts';
import { nextStyle, type Style, styleChange } from './sanitise-style.ts';

/** A line whose characters are being overwritten, one entry a column. */
export type Cells = {
  readonly moveTo: (column: number) => void;
  readonly put: (text: string, width: number, style: Style) => void;
  /** Adds a combining mark to the cell before the cursor. */
  readonly mark: (character: string) => void;
  readonly erase: (what: Erase) => void;
  /** Puts a line as the string editor wrote it: styles as `ESC [ … m`, no other control. */
  readonly replay: (line: string) => void;
  /** The line with its styles; not closed by a reset. */
  readonly render: () => string;
};

export type Erase = 'to-end' | 'to-start' | 'all';

type Cell = { readonly text: string; readonly style: Style };

const blank: Cell = { text: ' ', style: '' };
/** The right half of a wide character. */
const rest: Cell = { text: '', style: '' };

/** The cells of a line; the cursor stands behind it. */
export function createCells(line: string): Cells {
  const cells: Cell[] = [];
  let column = 0;

  function put(text: string, width: number, style: Style): void {
    while (cells.length < column) {
      cells.push(blank);
    }
    for (let at = 0; at < width; at += 1) {
      clearHalves(cells, column + at);
      cells[column + at] = at === 0 ? { text, style } : rest;
    }
    column += width;
  }

  function mark(character: string): void {
    const at = cells[column - 1] === rest ? column - 2 : column - 1;
    const cell = cells[at];
    if (cell !== undefined) {
      cells[at] = { text: cell.text + character, style: cell.style };
    }
  }

  function replay(added: string): void {
    let style: Style = '';
    for (const [text, parameters] of added.matchAll(/\x1b\[([\d;]*)m|[^\x1b]/gu)) {
      if (parameters !== undefined) {
        style = nextStyle(style, parameters);
      } else if (isMark(text)) {
        mark(text);
      } else {
        put(text, cellWidth(text), style);
      }
    }
  }

  replay(line);
  return {
    moveTo: (to) => {
      column = to;
    },
    put,
    mark,
    replay,
    erase: (what) => {
      if (what !== 'to-end') {
        clearHalves(cells, column);
        cells.fill(blank, 0, column + 1);
      }
      if (what !== 'to-start') {
        cells.length = Math.min(cells.length, what === 'all' ? 0 : column);
      }
    },
    render: () => renderCells(cells),
  };
}

/** Columns of one character on its own. */
export function cellWidth(character: string): number {
  if (character >= '\u{20}' && character <= '\u{7E}') return 1;
  const known = widths.get(character);
  if (known !== undefined) return known;
  const width = Math.max(stringWidth(character), 1);
  if (widths.size === mostWidths) widths.clear();
  widths.set(character, width);
  return width;
}

/** To measure takes a hundred times as long as all else: what is no text would keep everybody waiting. */
const widths = new Map<string, number>();
const mostWidths = 10_000;

/** What is left of a wide character of which one half is overwritten. */
function clearHalves(cells: Cell[], column: number): void {
  if (cells[column] === rest && column > 0) {
    cells[column - 1] = blank;
  }
  if (cells[column + 1] === rest) {
    cells[column + 1] = blank;
  }
}

function renderCells(cells: readonly Cell[]): string {
  let text = '';
  let style: Style = '';
  for (const cell of cells) {
    if (cell !== rest) {
      text += styleChange(style, cell.style) + cell.text;
      style = cell.style;
    }
  }
  return text;
}
