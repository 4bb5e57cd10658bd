import type { Block, SourceDocument } from '../../plan/import/document.ts';
import { unreadable } from './document-error.ts';
import { packAgain, type ZipParts } from './safe-zip.ts';

const MOST_ROWS = 5_000;
const MOST_COLUMNS = 100;
const MOST_SHEETS = 20;

/** Reads the sheets of a workbook, each under its name; lines are rows of the sheet. */
export async function readXlsx(parts: ZipParts): Promise<SourceDocument> {
  refuseWide(parts);
  const { default: readSheets } = await import('read-excel-file/node');
  const workbook = await packAgain(parts);
  let sheets: Awaited<ReturnType<typeof readSheets>>;
  try {
    sheets = await readSheets(workbook, { trim: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(`is a damaged .xlsx file (${reason})`, error);
  }
  if (sheets.length > MOST_SHEETS)
    throw unreadable(`has more than ${MOST_SHEETS} sheets: too many for a plan`);
  const full = sheets.filter(({ data }) => data.length > 0);
  const blocks = full.flatMap(({ sheet, data }, index): readonly Block[] => {
    const rows = data.flatMap((row, at): readonly Block[] => {
      const cells = row.map(cellText);
      return cells.every((cell) => cell === '')
        ? []
        : [{ type: 'row', line: at + 1, table: index + 1, cells }];
    });
    const named = full.length > 1 || !/^(?:sheet|tabelle|feuil|hoja)\s?\d*$/i.test(sheet);
    return named ? [{ type: 'heading', line: 1, depth: 2, text: sheet }, ...rows] : rows;
  });
  return { blocks, title: undefined, notes: [] };
}

/** One cell far away makes a reader of sheets lay out all that is between. */
function refuseWide(parts: ZipParts): void {
  for (const [name, bytes] of parts) {
    if (!/worksheets\/[^/]+\.xml$/i.test(name)) continue;
    const xml = new TextDecoder().decode(bytes);
    for (const [, letters = '', row = ''] of xml.matchAll(/[\s:"]([A-Z]{1,4})(\d{1,8})(?=[":])/g)) {
      if (Number(row) > MOST_ROWS || columnNumber(letters) > MOST_COLUMNS) {
        throw unreadable(
          `has a cell at ${letters}${row}: a plan's sheet ends at row ${MOST_ROWS} and column ${MOST_COLUMNS}`,
        );
      }
    }
  }
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** Times of day are parts of a day to a sheet, and dates begin in 1899. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const iso = Number.isNaN(value.getTime()) ? '' : value.toISOString();
    const time = iso.slice(11, 16);
    if (iso < '1901') return time;
    return time === '00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`;
  }
  if (
    typeof value === 'number' &&
    value > 0 &&
    value < 1 &&
    Math.abs(value * 1440 - Math.round(value * 1440)) < 1e-6
  ) {
    const minute = Math.round(value * 1440);
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  }
  return String(value);
}
