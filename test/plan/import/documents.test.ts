import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  documents,
  guessLines,
  type ImportedDocument,
  importFile,
  noteLines,
  stepLines,
} from '../../helpers/imported.ts';
import { expectedDocuments } from './expected-documents.ts';

test('every document of the fixtures is expected', () => {
  const names = readdirSync(documents).filter((name) => !name.endsWith('.json'));
  expect(Object.keys(expectedDocuments).toSorted()).toEqual(names.toSorted());
});

describe.each(Object.entries(expectedDocuments))('%s', (name, expected) => {
  let document: ImportedDocument;

  test('its steps, with times and owners', async () => {
    document = await importFile(name);
    expect(stepLines(document)).toEqual(expected.steps);
  });

  test('its guesses and notes', () => {
    expect(guessLines(document.imported).filter((line) => !line.includes(' sure: '))).toEqual(
      expected.guesses,
    );
    expect(noteLines(document.imported)).toEqual(expected.notes);
  });

  test('what is to be filled in, and what to look at', () => {
    const lines = (problems: typeof document.checked.open) =>
      problems.map(({ line, message }) => `${line}: ${message}`);
    expect(lines(document.checked.open)).toEqual(expected.open);
    expect(lines(document.checked.warnings)).toEqual(expected.lint);
  });
});
