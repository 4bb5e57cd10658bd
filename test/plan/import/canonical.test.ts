import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatPlan } from '../../../source/plan/format/format-plan.ts';
import { documents, importFile } from '../../helpers/imported.ts';

const names = readdirSync(documents).filter((name) => !name.endsWith('.json'));

function formatted(text: string): string {
  const result = formatPlan({ text, file: 'plan.md' });
  return result.type === 'invalid' ? JSON.stringify(result.problems, null, 1) : result.text;
}

test.each(names)('what is imported from %s is in its one form', async (name) => {
  const { imported, checked } = await importFile(name);
  expect(formatted(imported.standIn)).toBe(imported.standIn);
  if (checked.open.length === 0) expect(formatted(imported.text)).toBe(imported.text);
});
