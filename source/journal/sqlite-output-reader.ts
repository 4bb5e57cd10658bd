import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { JournalError } from './journal-error.ts';
import type { OutputFiles } from './output-files.ts';
import type { FirstPiece, OutputPiece, OutputReader, PieceView } from './output-reader.ts';
import { asJournalError } from './sqlite-errors.ts';
import { rowReader } from './sqlite-row.ts';

export type SqliteOutputReader = OutputReader & {
  /** What is left of it, where the record is damaged. */
  readonly whatIsLeft: (piece: OutputPiece) => Uint8Array;
};

/** Reads the output of runs out of the journal's database and the files beside it. */
export function sqliteOutputReaders({
  database,
  files,
  file,
}: {
  readonly database: DatabaseSync;
  readonly files: OutputFiles;
  readonly file: string;
}): (run: string) => SqliteOutputReader {
  let statements: Statements | undefined;
  return (run) => {
    // Not at once: most commands read no output.
    statements ??= prepareAll(database);
    return readerOf({ statements, files, file }, run);
  };
}

function readerOf(
  { statements, files, file }: { statements: Statements; files: OutputFiles; file: string },
  run: string,
): SqliteOutputReader {
  const readRow = rowReader(file);
  const { before, after, ofStream, selectBytes, nextStep, nextTarget } = statements;

  const find = (
    by: Statements['before'],
    { step, target }: PieceView,
    id: number,
  ): OutputPiece | undefined => {
    const row =
      step === undefined
        ? by.run.get(run, id)
        : target === undefined
          ? by.step.get(run, step, id)
          : by.target.get(run, step, target, id);
    return checked(row);
  };

  /** Looked up by the dozen while a screen is drawn: checking the usual one by its schema takes longer than finding it. */
  function checked(row: object | undefined): OutputPiece | undefined {
    return row === undefined || isPiece(row) ? row : readRow(pieceRow, row);
  }

  function whatIsLeft({ id, length }: OutputPiece): Uint8Array {
    const row = readRow(bytesRow, selectBytes.get(id));
    const { segment, position } = row;
    return segment === null || position === null ? row.bytes : files.read(run, { segment, position }, length);
  }

  /** One after the other by the index: there may be a million pieces of a few names. */
  function names(next: (after: string) => unknown): readonly FirstPiece[] {
    const found: FirstPiece[] = [];
    for (let row = next(''); row !== undefined; row = next(found.at(-1)?.name ?? '')) {
      found.push(readRow(nameRow, row));
    }
    return found.sort((a, b) => a.id - b.id);
  }

  const guarded =
    <Args extends readonly unknown[], Result>(work: (...args: Args) => Result) =>
    (...args: Args): Result =>
      asJournalError(file, () => work(...args));

  return {
    atOrBefore: guarded((view, id = Number.MAX_SAFE_INTEGER) => find(before, view, id)),
    atOrAfter: guarded((view, id) => find(after, view, id)),
    ofStream: guarded(({ step, target, attempt, action, stream }, id) =>
      checked(ofStream.get(run, step, target, attempt, action, stream, id)),
    ),
    whatIsLeft: guarded(whatIsLeft),
    bytes: guarded((piece) => {
      const bytes = whatIsLeft(piece);
      if (bytes.length === piece.length) return bytes;
      throw lost(file, run, piece);
    }),
    steps: guarded(() => names((name) => nextStep.get(run, name))),
    targets: guarded((step) => names((name) => nextTarget.get(run, step, name))),
  };
}

type Statements = ReturnType<typeof prepareAll>;

function prepareAll(database: DatabaseSync) {
  const columns = `id, step, attempt, action, target, stream, at, offset, length, lines, closes, line,
    target_line AS targetLine, open`;
  const views = (order: string) => {
    const piece = (where: string) =>
      database.prepare(`SELECT ${columns} FROM output WHERE run = ? ${where} AND ${order} LIMIT 1`);
    return { run: piece(''), step: piece('AND step = ?'), target: piece('AND step = ? AND target = ?') };
  };
  const next = (name: string, where: string) =>
    database.prepare(
      `SELECT ${name} AS name, id FROM output WHERE run = ? ${where} AND ${name} > ? ORDER BY ${name}, id LIMIT 1`,
    );
  return {
    before: views('id <= ? ORDER BY id DESC'),
    after: views('id >= ? ORDER BY id'),
    ofStream: database.prepare(
      `SELECT ${columns} FROM output WHERE run = ? AND step = ? AND target = ? AND attempt = ? AND action = ?
         AND stream = ? AND id <= ? ORDER BY id DESC LIMIT 1`,
    ),
    selectBytes: database.prepare('SELECT bytes, segment, position FROM output WHERE id = ?'),
    nextStep: next('step', ''),
    nextTarget: next('target', 'AND step = ?'),
  };
}

function lost(file: string, run: string, { step, target, stream }: OutputPiece): JournalError {
  return new JournalError({
    code: 'corrupt',
    file,
    message: `output of run ${run} is gone (${stream} of ${step} on ${target}, from ${file}.output): gonogo verify ${run} says what; put the folder back from a copy`,
  });
}

function isPiece(row: object): row is OutputPiece {
  const piece = row as Record<string, unknown>;
  return (
    texts.every((name) => typeof piece[name] === 'string') &&
    numbers.every((name) => Number.isInteger(piece[name])) &&
    typeof piece.at === 'number' &&
    (piece.stream === 'stdout' || piece.stream === 'stderr')
  );
}

const texts = ['step', 'target'];
const numbers = [
  'id',
  'attempt',
  'action',
  'offset',
  'length',
  'lines',
  'closes',
  'line',
  'targetLine',
  'open',
];

const pieceRow = z.object({
  id: z.int(),
  step: z.string(),
  attempt: z.int(),
  action: z.int(),
  target: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  at: z.number(),
  offset: z.int(),
  length: z.int(),
  lines: z.int(),
  closes: z.int(),
  line: z.int(),
  targetLine: z.int(),
  open: z.int(),
});

const bytesRow = z.object({
  bytes: z.instanceof(Uint8Array),
  segment: z.nullable(z.int()),
  position: z.nullable(z.int()),
});

const nameRow = z.object({ name: z.string(), id: z.int() });
