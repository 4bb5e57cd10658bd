import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandError } from '../../../source/cli/command-error.ts';
import { readCsv } from '../../../source/cli/documents/read-csv.ts';
import { formatPlan } from '../../../source/plan/format/format-plan.ts';
import { type SourceDocument, textOf } from '../../../source/plan/import/document.ts';
import { importPlan } from '../../../source/plan/import/import-plan.ts';
import { mendCharacters } from '../../../source/plan/import/mend-characters.ts';
import { readHtml } from '../../../source/plan/import/read-html.ts';
import { readMarkdown } from '../../../source/plan/import/read-markdown.ts';
import { readText } from '../../../source/plan/import/read-text.ts';
import { parsePlan } from '../../../source/plan/parse-plan.ts';
import { findHidden } from '../../../source/plan/safe-text.ts';
import { type AnyDocument, anyDocument } from '../../helpers/any-document.ts';
import { lostWords } from '../../helpers/lost-words.ts';

/** `GONOGO_FUZZ=10000 npm test -- test/plan/import/import-fuzz` is the full run, with another seed each time. */
const runs = Number(process.env.GONOGO_FUZZ ?? 250);
const seed = process.env.GONOGO_FUZZ === undefined ? { seed: 20090818 } : {};

/** What no writer can help: a window of the document itself that is none. */
const OF_THE_WINDOW = /window|S lies outside|there is no \d|happens twice|does not exist|too long/;

test(
  'any document gives a plan that can be read, in no time, and loses no word',
  async () => {
    let slowest = { ms: 0, name: '' };
    await fc.assert(
      fc.asyncProperty(anyDocument, async (given) => {
        const began = process.cpuUsage();
        const document = await read(given);
        if (document === undefined) return;
        const imported = importPlan(document, { zone: 'UTC' });
        const { user, system } = process.cpuUsage(began);
        const ms = (user + system) / 1000;
        if (ms > slowest.ms) slowest = { ms, name: given.name };
        const { problems } = parsePlan({ text: imported.standIn, file: 'plan.md' });
        const errors = problems.filter(
          ({ severity, message }) => severity === 'error' && !OF_THE_WINDOW.test(message),
        );
        expect(
          errors.map(({ line, message }) => `${message}: ${imported.standIn.split('\n')[line - 1]}`),
        ).toEqual([]);
        if (errors.length === problems.filter(({ severity }) => severity === 'error').length) {
          expect(formatPlan({ text: imported.standIn, file: 'plan.md' })).toEqual({
            type: 'formatted',
            text: imported.standIn,
          });
        }
        expect(findHidden(imported.text, 1)).toEqual([]);
        expect(lostWords(sourceOf(given, document), imported)).toEqual([]);
      }),
      { numRuns: runs, ...seed },
    );
    expect(slowest.ms, slowest.name).toBeLessThan(1_000);
  },
  runs * 200,
);

async function read({ kind, text }: AnyDocument): Promise<SourceDocument | undefined> {
  try {
    switch (kind) {
      case 'md':
        return await readMarkdown(text);
      case 'html':
        return await readHtml(text);
      case 'csv':
        return await readCsv(text);
      default:
        return readText(text);
    }
  } catch (error) {
    // A table may be unreadable, as long as it says so.
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** Of a page only what its reader sees. */
function sourceOf({ kind, text }: AnyDocument, { blocks }: SourceDocument): string {
  return kind === 'html' ? blocks.map((block) => textOf(block)).join('\n') : mendCharacters(text).text;
}
