import type { Terminal as XtermTerminal } from '@xterm/headless';

export type Cursor = { readonly row: number; readonly column: number };

/** How one character looks; colours are palette numbers, `0xRRGGBB`, or undefined for the default. */
export type Cell = {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
  readonly foreground: number | undefined;
  readonly background: number | undefined;
};

/** The visible rows as text, without blanks at their ends. */
export function screenRows(terminal: XtermTerminal): string[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => {
    return active.getLine(active.baseY + row)?.translateToString(true) ?? '';
  });
}

/** Rows and columns count from 0. */
export function screenCursor(terminal: XtermTerminal): Cursor {
  return { row: terminal.buffer.active.cursorY, column: terminal.buffer.active.cursorX };
}

export function screenCell(terminal: XtermTerminal, { row, column }: Cursor): Cell {
  const { active } = terminal.buffer;
  const cell = active.getLine(active.baseY + row)?.getCell(column);
  if (cell === undefined) throw new Error(`the screen has no row ${row}, column ${column}`);
  return {
    text: cell.getChars(),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
    foreground: cell.isFgDefault() ? undefined : cell.getFgColor(),
    background: cell.isBgDefault() ? undefined : cell.getBgColor(),
  };
}

/** For messages of failed tests: numbered rows in a frame. */
export function drawScreen(rows: readonly string[], columns: number): string {
  const line = `   +${'-'.repeat(columns)}+`;
  const body = rows.map((row, index) => `${String(index).padStart(2)} |${row.padEnd(columns)}|`);
  return [line, ...body, line].join('\n');
}
