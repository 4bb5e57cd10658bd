import { extname } from 'node:path';

export type DocumentFormat = 'text' | 'markdown' | 'html' | 'docx' | 'csv' | 'xlsx';

export type FormatResult =
  | { readonly type: 'format'; readonly format: DocumentFormat }
  | { readonly type: 'zip' }
  /** What it is instead, and what to do. */
  | { readonly type: 'other'; readonly message: string };

const OTHERS: readonly (readonly [string, string])[] = [
  ['{\\rtf', 'is RTF, whatever it is called; save it as .docx or as plain text'],
  ['%PDF', 'is a PDF; save its text, or the document it was made from'],
  ['\xd0\xcf\x11\xe0', 'is an old Word or Excel file; save it as .docx or .xlsx'],
  ['\x1f\x8b', 'is compressed; unpack it first'],
  ['BZh', 'is compressed; unpack it first'],
  ['\xfd7zXZ', 'is compressed; unpack it first'],
  ['7z\xbc\xaf', 'is an archive; unpack it first'],
  ['\x89PNG', 'is a picture'],
  ['\xff\xd8\xff', 'is a picture'],
  ['GIF8', 'is a picture'],
  ['\x7fELF', 'is a program'],
  ['SQLite format 3', 'is a database'],
];

/** What a file is, by its first bytes; its name says only which kind of text. */
export function formatOf(bytes: Buffer, name: string): FormatResult {
  const head = bytes
    .toString('latin1', 0, 4096)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  const other = OTHERS.find(([begin]) => head.startsWith(begin));
  if (other !== undefined) return { type: 'other', message: other[1] };
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return { type: 'zip' };
  const extension = extname(name).toLowerCase();
  if (
    /^(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html|<\?xml[^>]*>\s*<html|<!--[\s\S]{0,500}?-->\s*<(?:!doctype )?html)/i.test(
      head,
    )
  ) {
    return { type: 'format', format: 'html' };
  }
  switch (extension) {
    case '.html':
    case '.htm':
    case '.xhtml':
      return { type: 'format', format: 'html' };
    case '.md':
    case '.markdown':
    case '.mkd':
      return { type: 'format', format: 'markdown' };
    case '.csv':
    case '.tsv':
      return { type: 'format', format: 'csv' };
    case '.docx':
    case '.xlsx':
      return { type: 'other', message: `is no ${extension} file: it is not even a zip archive` };
    default:
      return { type: 'format', format: 'text' };
  }
}
