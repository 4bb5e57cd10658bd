import { expect, test } from 'vitest';
import { statementLines } from '../../../source/execute/database/sql-statements.ts';

test.for([
  ['', []],
  [' \n-- nothing; here\n/* ; */ ;;', []],
  ['select 1', [1]],
  ['select 1;\n\nselect 2;\n', [1, 3]],
  ["select ';';\nselect E'\\';';\nselect 'it''s;'", [1, 2, 3]],
  ['select ";" from "a""b;";\nselect 2', [1, 2]],
  ['do $$ begin a; b; end $$;\ndo $x$ $$ ; $$ $x$;\nselect 1', [1, 2, 3]],
  ['select 1 -- one; two\n; /* a\nb; */ select 2', [1, 3]],
  ['create rule r as on insert to t do (select 1; select 2);\nselect 3', [1, 2]],
  ["select 'never closed; ", [1]],
  ['select 1;\r\nselect 2', [1, 2]],
] as const)('%j has statements on lines %j', ([text, lines]) => {
  expect(statementLines(text)).toEqual(lines);
});

test('what only the server can read is left to it', () => {
  expect(
    statementLines('create function f() returns int begin atomic select 1; end; select 2'),
  ).toBeUndefined();
  expect(statementLines('/* a /* b */ ; */ select 1')).toBeUndefined();
});

test('a long text takes no time', () => {
  const text = `${'select \'a\', $$b$$, "c"; -- x\n'.repeat(50_000)}/* never closed`;
  expect(statementLines(text)).toHaveLength(50_000);
});
