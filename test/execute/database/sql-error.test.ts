import { expect, test } from 'vitest';
import type { PostgresError } from '../../../source/execute/database/postgres-error.ts';
import { describeSqlError } from '../../../source/execute/database/sql-error.ts';

function error(more: Partial<PostgresError>): PostgresError {
  return {
    severity: 'ERROR',
    code: '42601',
    message: 'syntax error',
    position: undefined,
    detail: undefined,
    hint: undefined,
    where: undefined,
    ...more,
  };
}

test('the caret stands under the character, whatever stands before it', () => {
  const { lines, reason } = describeSqlError({
    error: error({ position: 15 }),
    text: "select '😀é';\n\tselct 2;\nselect 3",
    statementLine: 1,
  });
  expect(reason).toBe('ERROR 42601: syntax error (line 2)');
  expect(lines).toEqual(['ERROR 42601: syntax error', 'LINE 2:  selct 2;', '         ^']);
});

test('an error at the very end of the text', () => {
  const { lines } = describeSqlError({ error: error({ position: 8 }), text: 'select ', statementLine: 1 });
  expect(lines).toEqual(['ERROR 42601: syntax error', 'LINE 1: select', '               ^']);
});

test('a long line is cut around the place', () => {
  const text = `${'x'.repeat(300)}!${'y'.repeat(300)}`;
  const { lines } = describeSqlError({ error: error({ position: 301 }), text, statementLine: 1 });
  const [, line = '', caret = ''] = lines;
  expect(line).toMatch(/^LINE 1: \.\.\.x{50}!y{49}\.\.\.$/);
  expect(line[caret.length - 1]).toBe('!');
});

test('detail, hint and context, and a reason that is one line', () => {
  const { lines, reason } = describeSqlError({
    error: error({ message: 'two\nlines', detail: 'D', hint: 'H', where: 'W' }),
    text: 'select 1;\nselect 2',
    statementLine: 2,
  });
  expect(reason).toBe('ERROR 42601: two lines (line 2)');
  expect(lines.slice(1)).toEqual(['LINE 2: select 2', 'DETAIL: D', 'HINT: H', 'CONTEXT: W']);
});
