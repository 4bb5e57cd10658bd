import { type Cells, cellWidth, createCells, type Erase } from './sanitise-cells.ts';
import { isMark, showCharacter } from './sanitise-characters.ts';
import { nextStyle, RESET, type Style, styleChange } from './sanitise-style.ts';

/** One line of a terminal while it is being written. */
export type LineEditor = {
  /** Printable characters only. */
  readonly write: (text: string) => void;
  readonly tab: () => void;
  /** What follows overwrites the line from its start. */
  readonly carriageReturn: () => void;
  readonly backspace: () => void;
  readonly erase: (what: Erase) => void;
  /** Parameters of an SGR sequence. */
  readonly style: (parameters: string) => void;
  /** Nothing on the line and the default style: a plain line may bypass the editor. */
  readonly isFresh: () => boolean;
  /** The line as it stands, with `suffix` (printable, one line) behind it. */
  readonly text: (suffix?: string) => string;
  /** The finished line; the next one begins in the same style. */
  readonly finish: () => string;
};

const CUT_MARK = '…';

const TAB = 8;
/** Style changes beyond this many bytes a column are left out: a line can't be blown up by colours alone. */
const STYLE_BYTES = 4;

type Line = {
  /** What was written so far, styles included; unused once there are cells. */
  text: string;
  columns: number;
  /** The style in force at the end of `text`. */
  written: Style;
  /** What a carriage return left behind, to show wherever `text` turns out to be shorter. */
  under: { readonly text: string; readonly columns: number } | undefined;
  /** Only for a line that was overwritten in part. */
  cells: Cells | undefined;
  /** The last character, and how many marks it carries. */
  previous: string;
  marks: number;
  /** Something did not fit where the cursor is: nothing more is taken there. */
  full: boolean;
  /** Something was left out. */
  cut: boolean;
};

/** `limit`: columns kept of one line; the rest of it is replaced by `…`. */
export function createLineEditor(limit: number): LineEditor {
  let line = emptyLine();
  let style: Style = '';

  function put(text: string, width: number): void {
    if (line.cells !== undefined) {
      line.cells.put(text, width, style);
    } else {
      if (line.written !== style && line.text.length <= limit * STYLE_BYTES) {
        line.text += styleChange(line.written, style);
        line.written = style;
      }
      line.text += text;
    }
    line.columns += width;
    line.previous = 'a';
    line.marks = 0;
  }

  function writeAscii(text: string): void {
    const fitting = line.full ? '' : text.slice(0, limit - line.columns);
    if (line.cells !== undefined) {
      for (const character of fitting) {
        put(character, 1);
      }
    } else if (fitting !== '') {
      put(fitting, fitting.length);
    }
    if (fitting.length < text.length) {
      overflow();
    }
  }

  function overflow(): void {
    line.full = true;
    line.cut = true;
    line.previous = '';
  }

  function writeCharacter(character: string): void {
    const shown = showCharacter(character, line.previous, line.marks);
    if (shown !== character) {
      writeAscii(shown);
      return;
    }
    if (isMark(character)) {
      addMark(line, character);
    } else if (!line.full && line.columns + cellWidth(character) <= limit) {
      put(character, cellWidth(character));
    } else {
      overflow();
      return;
    }
    line.previous = character;
  }

  function toCells(): Cells {
    if (line.cells === undefined) {
      line.cells = createCells(line.under?.text ?? '');
      line.cells.moveTo(0);
      line.cells.replay(line.text);
      line.under = undefined;
    }
    return line.cells;
  }

  function moveTo(column: number): void {
    if (column === 0 && line.cells === undefined && line.columns >= (line.under?.columns ?? 0)) {
      line.under = { text: line.text, columns: line.columns };
      line.text = '';
      line.written = '';
    } else {
      toCells().moveTo(column);
    }
    line.columns = column;
    line.previous = '';
    line.marks = 0;
    line.full = false;
  }

  function erase(what: Erase): void {
    if (what === 'to-end' && line.cells === undefined) {
      line.under = undefined;
      return;
    }
    toCells().erase(what);
    line.previous = '';
  }

  /** A tab moves over what a carriage return left behind, and is blank elsewhere. */
  function tab(): void {
    const width = TAB - (line.columns % TAB);
    if (line.under === undefined && line.cells === undefined) {
      writeAscii(' '.repeat(width));
    } else {
      line.columns = Math.min(line.columns + width, limit);
      toCells().moveTo(line.columns);
      line.previous = 'a';
      line.marks = 0;
    }
  }

  function text(suffix = ''): string {
    if (line.under !== undefined && line.columns < line.under.columns) {
      toCells();
    }
    const shown = (line.cells?.render() ?? line.text) + suffix + (line.cut ? CUT_MARK : '');
    return shown.includes('\u{1B}') && !shown.endsWith(RESET) ? shown + RESET : shown;
  }

  return {
    write: (added) => {
      if (!/[^\x20-\x7e]/.test(added)) {
        writeAscii(added);
        return;
      }
      for (const [ascii, character] of added.matchAll(/[\x20-\x7e]+|(.)/gsu)) {
        if (character === undefined) {
          writeAscii(ascii);
        } else {
          writeCharacter(character);
        }
      }
    },
    tab,
    carriageReturn: () => {
      if (line.columns > 0) {
        moveTo(0);
      }
    },
    backspace: () => {
      if (line.columns > 0) {
        moveTo(line.columns - 1);
      }
    },
    erase,
    style: (parameters) => {
      style = nextStyle(style, parameters);
    },
    isFresh: () => style === '' && line.text === '' && line.under === undefined && line.cells === undefined,
    text,
    finish: () => {
      const finished = text();
      line = emptyLine();
      return finished;
    },
  };
}

function emptyLine(): Line {
  return {
    text: '',
    columns: 0,
    written: '',
    under: undefined,
    cells: undefined,
    previous: '',
    marks: 0,
    full: false,
    cut: false,
  };
}

function addMark(line: Line, character: string): void {
  if (line.cells === undefined) {
    line.text += character;
  } else {
    line.cells.mark(character);
  }
  line.marks += 1;
}
