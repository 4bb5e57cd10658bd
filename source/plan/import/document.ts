/**
 * A document as every format is read into: blocks in the order of the page. `line` counts from 1: a line of the
 * source, a row of a sheet, a paragraph of a word processor's file. `indent` is in columns.
 */
export type Block =
  | { readonly type: 'heading'; readonly line: number; readonly depth: number; readonly text: string }
  | TextBlock
  | {
      readonly type: 'code';
      readonly line: number;
      readonly indent: number;
      readonly text: string;
      /** What the fence says it is; empty where it says nothing. */
      readonly language: string;
    }
  | RowBlock;

export type TextBlock = {
  /** A list item, a line of prose, or one that begins with `>`. */
  readonly type: 'item' | 'line' | 'quote';
  readonly line: number;
  readonly indent: number;
  readonly text: string;
  /** Stands alone, or first after an empty line: it goes on with nothing before it. */
  readonly fresh: boolean;
};

export type RowBlock = {
  readonly type: 'row';
  readonly line: number;
  /** Rows of the same table have the same number. */
  readonly table: number;
  readonly cells: readonly string[];
};

/** Something of the document that is no step and no fact of the plan, or that was changed on the way. */
export type Note = { readonly line: number; readonly text: string };

/**
 * How sure a guess is. `sure`: the document says it, in another form. `likely`: one reading is much nearer than any
 * other. `unsure`: it could well be otherwise; a person should look.
 */
export type Sureness = 'sure' | 'likely' | 'unsure';

export type Guess = {
  readonly line: number;
  /** What was read, and as what it was taken. */
  readonly read: string;
  readonly sure: Sureness;
};

export type SourceDocument = {
  readonly blocks: readonly Block[];
  /** Of the page itself, as HTML's `<title>`. */
  readonly title: string | undefined;
  readonly notes: readonly Note[];
};

/** All that a reader of the page sees of a block. */
export function textOf(block: Block): string {
  return block.type === 'row' ? block.cells.join(' ') : block.text;
}
