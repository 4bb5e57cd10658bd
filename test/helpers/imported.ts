import { join } from 'node:path';
import { readDocument } from '../../source/cli/documents/read-document.ts';
import { type CheckedImport, checkImport } from '../../source/cli/import-check.ts';
import { formatOffset } from '../../source/plan/duration.ts';
import type { SourceDocument } from '../../source/plan/import/document.ts';
import { type Answers, type Imported, importPlan } from '../../source/plan/import/import-plan.ts';
import { readText } from '../../source/plan/import/read-text.ts';
import { type Plan, type Step, stepsOf } from '../../source/plan/plan.ts';

export const documents = join(import.meta.dirname, '../fixtures/documents');

export type ImportedDocument = {
  readonly imported: Imported;
  readonly checked: CheckedImport;
  /** With plausible times where a person has to fill them in. */
  readonly plan: Plan;
};

/** A document of test/fixtures/documents, or any other path. */
export async function importFile(path: string, answers?: Answers): Promise<ImportedDocument> {
  const { document } = await readDocument(path.includes('/') ? path : join(documents, path));
  return importSource(document, answers);
}

export function importLines(...lines: readonly string[]): ImportedDocument {
  return importSource(readText(lines.join('\n')));
}

export function importSource(document: SourceDocument, answers?: Answers): ImportedDocument {
  const imported = importPlan(document, {
    zone: 'America/Los_Angeles',
    ...(answers === undefined ? {} : { answers }),
  });
  const checked = checkImport(imported, 'plan.md');
  if (checked.standIn.type === 'invalid') {
    throw new Error(`${imported.text}\n${JSON.stringify(checked.standIn.problems, null, 1)}`);
  }
  return { imported, checked, plan: checked.standIn.plan };
}

/** Each step on a line: when it is due (`?` where that is open), whose it is, what it is called. */
export function stepLines({ imported, plan }: ImportedDocument): readonly string[] {
  return stepsOf(plan).map((step) => `${dueOf(step, imported)} ${ownersOf(step)}: ${step.title}`);
}

export function dueOf(step: Step, { open }: Imported): string {
  if (step.offset === undefined) return '-';
  if (open.some(({ line }) => line === step.line)) return '?';
  return `${step.anchor}${formatOffset(step.offset)}`;
}

/** The ids of the roles that may act as its owners. */
export function ownersOf({ owners }: Step): string {
  return owners.map(({ roles }) => roles.join('|')).join('+') || 'nobody';
}

export function guessLines({ guesses }: Imported): readonly string[] {
  return guesses.map(({ line, sure, read }) => `${line} ${sure}: ${read}`);
}

export function noteLines({ notes }: Imported): readonly string[] {
  return notes.map(({ line, text }) => `${line}: ${text}`);
}
