import type { SourceDocument } from '../../plan/import/document.ts';
import { readHtml } from '../../plan/import/read-html.ts';
import { unreadable } from './document-error.ts';
import { packAgain, type ZipParts } from './safe-zip.ts';

/** Reads a word processor's file: its headings, lists and tables; its lines are paragraphs, counted from 1. */
export async function readDocx(parts: ZipParts): Promise<SourceDocument> {
  refuseLong(parts);
  const { default: mammoth } = await import('mammoth');
  const buffer = await packAgain(parts);
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer },
      {
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        styleMap: STYLES,
      },
    );
    return await readHtml(value, { count: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(`is a damaged .docx file (${reason})`, error);
  }
}

/** Empty ones and cells included; to read many times more takes its reader half a minute. */
const MOST_PARAGRAPHS = 12_000;

function refuseLong(parts: ZipParts): void {
  const xml = new TextDecoder().decode(parts.get('word/document.xml'));
  let count = 0;
  for (const _ of xml.matchAll(/<w:p[ >/]/g)) count += 1;
  if (count > MOST_PARAGRAPHS)
    throw unreadable(`is too long for a plan: more than ${MOST_PARAGRAPHS} paragraphs`);
}

const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];
