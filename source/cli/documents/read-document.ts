import { type SourceDocument, textOf } from '../../plan/import/document.ts';
import { readHtml } from '../../plan/import/read-html.ts';
import { readMarkdown } from '../../plan/import/read-markdown.ts';
import { readText } from '../../plan/import/read-text.ts';
import { decodeText } from './decode-text.ts';
import { unreadable } from './document-error.ts';
import { formatOf } from './document-format.ts';
import { readBytes } from './read-bytes.ts';

export type ReadDocument = {
  readonly document: SourceDocument;
  /** The text itself, where the document may be a plan already. */
  readonly markdown: string | undefined;
};

const MOST_LINES = 4_000;
const MOST_CHARACTERS = 256 * 1024;

/** Reads a document of any kind that people keep plans in. What it can't read it says, as a `CommandError`. */
export async function readDocument(path: string): Promise<ReadDocument> {
  const bytes = await readBytes(path);
  const found = formatOf(bytes, path);
  if (found.type === 'other') throw unreadable(found.message);
  if (found.type === 'zip') return { document: bounded(await readOffice(bytes)), markdown: undefined };
  const { text, note } = decodeText(bytes, found.format === 'html' ? 4 * 1024 * 1024 : undefined);
  const clean = text.replace(/^\uFEFF/, '');
  const document = await readAs(found.format, clean);
  const notes = note === undefined ? document.notes : [...document.notes, { line: 1, text: note }];
  return {
    document: bounded({ ...document, notes }),
    markdown: found.format === 'markdown' || found.format === 'text' ? clean : undefined,
  };
}

/** A plan is read by people: beyond this neither they nor the reader of plans would take what comes of it. */
function bounded(document: SourceDocument): SourceDocument {
  const { blocks } = document;
  if (blocks.length === 0) throw unreadable('holds no text');
  const characters = blocks.reduce((sum, block) => sum + textOf(block).length, 0);
  if (blocks.length > MOST_LINES) throw unreadable(`is too long for a plan: more than ${MOST_LINES} lines`);
  if (characters > MOST_CHARACTERS)
    throw unreadable(`is too long for a plan: more than ${MOST_CHARACTERS / 1024} KiB of text`);
  return document;
}

async function readAs(format: string, text: string): Promise<SourceDocument> {
  switch (format) {
    case 'html':
      return await readHtml(text);
    case 'markdown':
      return await readMarkdown(text);
    case 'csv':
      return await (await import('./read-csv.ts')).readCsv(text);
    default:
      return isMarkdown(text) ? await readMarkdown(text) : readText(text);
  }
}

/** Text that somebody wrote as Markdown, whatever its name. */
function isMarkdown(text: string): boolean {
  return (
    /^---\r?\n[\s\S]{0,4000}?\n---\r?$/m.test(text.slice(0, 5_000)) ||
    (/^#{1,3} \S/m.test(text) && /^(?:```|[-*] \S)/m.test(text))
  );
}

async function readOffice(bytes: Buffer): Promise<SourceDocument> {
  const { unpackDocument } = await import('./safe-zip.ts');
  const parts = await unpackDocument(bytes);
  if (parts.has('word/document.xml')) return await (await import('./read-docx.ts')).readDocx(parts);
  if (parts.has('xl/workbook.xml')) return await (await import('./read-xlsx.ts')).readXlsx(parts);
  throw unreadable('is an archive, but neither a .docx nor an .xlsx file; unpack it first');
}
