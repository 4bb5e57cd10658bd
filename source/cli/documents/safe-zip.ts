import type { Readable } from 'node:stream';
import { unreadable } from './document-error.ts';
import { megabytes } from './read-bytes.ts';

/** What the words of a document may come to when they are unpacked; a real one has a hundredth of it. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_ENTRIES = 2_000;

/** Themes, settings, pictures and whatever else a program adds have no words in them. */
const NEEDED =
  /^(?:\[Content_Types\]\.xml|(?:_rels|word\/_rels|xl\/_rels|xl\/worksheets\/_rels)\/[^/]+\.rels|word\/(?:document|styles|numbering|footnotes|endnotes|comments)\.xml|xl\/(?:workbook|sharedStrings|styles|worksheets\/[^/]+)\.xml)$/i;

export type ZipParts = ReadonlyMap<string, Uint8Array>;

/**
 * Unpacks what of an office document is text, and nothing beyond a bound: an archive of a few kilobytes can hold
 * gigabytes. Each part is stopped at the size that the archive itself states, and the sum of them is bounded.
 */
export async function unpackDocument(bytes: Buffer): Promise<ZipParts> {
  const { fromBufferPromise } = await import('yauzl');
  const parts = new Map<string, Uint8Array>();
  let total = 0;
  let entries = 0;
  try {
    const zip = await fromBufferPromise(bytes, { strictFileNames: false });
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > MOST_ENTRIES) throw unreadable(`is no office document: more than ${MOST_ENTRIES} parts`);
      if (!NEEDED.test(entry.fileName)) continue;
      if (entry.isEncrypted()) throw unreadable('is encrypted; save it without a password');
      total += entry.uncompressedSize;
      if (total > MOST_BYTES)
        throw unreadable(`unpacks to more than ${megabytes(MOST_BYTES)} of text: too large for a plan`);
      parts.set(entry.fileName, await gather(await zip.openReadStreamPromise(entry), entry.uncompressedSize));
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'CommandError') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(`is a damaged archive (${reason})`, error);
  }
  return parts;
}

/** The same parts as an archive of our own making, whose size is known. */
export async function packAgain(parts: ZipParts): Promise<Buffer> {
  const { zipSync } = await import('fflate');
  return Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
}

async function gather(stream: Readable, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) {
      stream.destroy();
      throw unreadable('is a damaged archive: a part is larger than it says');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
