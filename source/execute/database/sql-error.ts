import { oneLine } from '../reason.ts';
import type { PostgresError } from './postgres-error.ts';

export type SqlErrorDescription = {
  /** One line: `ERROR 42P01: relation "x" does not exist (line 3)`. */
  readonly reason: string;
  readonly lines: readonly string[];
};

type Describe = {
  readonly error: PostgresError;
  readonly text: string;
  /** Where the failing statement begins, from 1; for errors without a position. */
  readonly statementLine: number | undefined;
};

const WIDEST_LINE = 100;

/** Says an error the way psql does: with the line, a caret under the place, detail and hint. */
export function describeSqlError({ error, text, statementLine }: Describe): SqlErrorDescription {
  const place = error.position === undefined ? undefined : placeOf(text, error.position);
  const line = place?.line ?? statementLine;
  const headline = `${error.severity} ${error.code}: ${error.message}`;
  return {
    reason: `${oneLine(headline)}${line === undefined ? '' : ` (line ${line})`}`,
    lines: [
      headline,
      ...(place === undefined ? statementExcerpt(text, statementLine) : caretLines(place)),
      ...labelled('DETAIL', error.detail),
      ...labelled('HINT', error.hint ?? ownHint(error)),
      ...labelled('CONTEXT', error.where),
    ],
  };
}

type Place = { readonly line: number; readonly column: number; readonly text: readonly string[] };

/** Positions count characters, not UTF-16 units. */
function placeOf(text: string, position: number): Place {
  const characters = [...text];
  const index = Math.min(position - 1, characters.length);
  const start = characters.lastIndexOf('\n', index - 1) + 1;
  const end = characters.indexOf('\n', index);
  const line = characters.slice(0, start).filter((character) => character === '\n').length + 1;
  return {
    line,
    column: index - start,
    text: characters.slice(start, end === -1 ? undefined : end),
  };
}

/** A long line is cut around the place. */
function caretLines({ line, column, text }: Place): string[] {
  const from = text.length <= WIDEST_LINE ? 0 : Math.max(0, column - WIDEST_LINE / 2);
  const shown = text.slice(from, from + WIDEST_LINE).join('');
  const prefix = `LINE ${line}: ${from > 0 ? '...' : ''}`;
  const suffix = from + WIDEST_LINE < text.length ? '...' : '';
  const quoted = `${prefix}${shown.replace(/[\t\r]/g, ' ')}${suffix}`.trimEnd();
  return [quoted, `${' '.repeat(prefix.length + column - from)}^`];
}

function statementExcerpt(text: string, line: number | undefined): string[] {
  if (line === undefined) return [];
  const first = text.split('\n')[line - 1] ?? '';
  return caretLines({ line, column: 0, text: [...first] }).slice(0, 1);
}

function ownHint(error: PostgresError): string | undefined {
  if (error.code !== ACTIVE_TRANSACTION) return undefined;
  return 'This statement stands in a transaction: give it a fence of its own, or write tx=none on this one.';
}

const ACTIVE_TRANSACTION = '25001';

function labelled(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${label}: ${text}`];
}
