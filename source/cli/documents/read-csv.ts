import type { Block, SourceDocument } from '../../plan/import/document.ts';
import { unreadable } from './document-error.ts';

const MOST_ROWS = 5_000;

/** Reads comma-separated values, or those set apart by semicolons or tabs; lines are those of the file. */
export async function readCsv(text: string): Promise<SourceDocument> {
  const { parse } = await import('csv-parse/sync');
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: MOST_ROWS + 1,
      max_record_size: 100_000,
      on_record: (record: readonly string[], { lines }) => {
        rows.push({ record, lines });
        return null;
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(`is no table that can be read (${reason})`, error);
  }
  if (rows.length > MOST_ROWS) throw unreadable(`has more than ${MOST_ROWS} rows: too many for a plan`);
  let before = 0;
  const blocks = rows.map(({ record, lines }): Block => {
    const line = before + 1;
    before = lines;
    return { type: 'row', line, table: 1, cells: record.map((cell) => cell.trim()) };
  });
  return { blocks, title: undefined, notes: [] };
}

/** `lines`: how many lines of the file end with this row. */
type Row = { readonly record: readonly string[]; readonly lines: number };

/** The sign that stands most often in the lines that have most of it. */
function delimiterOf(text: string): string {
  const lines = text.split(/\r\n|\n|\r/, 20).map((line) => line.replace(/"[^"]*"/g, ''));
  const most = (sign: string) => Math.max(...lines.map((line) => line.split(sign).length));
  const rated = [',', ';', '\t', '|'].map((sign) => ({ sign, count: most(sign) }));
  return rated.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}
