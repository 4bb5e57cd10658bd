import { expect, test } from 'vitest';
import { controlsTransaction, psqlCommand, sqlStatements } from '../../source/plan/sql-statements.ts';

function statementLines(text: string) {
  return sqlStatements(text)?.map(({ line }) => line);
}

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

test('each statement stands alone, with its place', () => {
  expect(sqlStatements("-- one; é😀\nselect 'é;' -- x\n ;\n /* b */ update t\nset a = $$;$$;")).toEqual([
    { text: "select 'é;'", line: 2, before: 11 },
    { text: 'update t\nset a = $$;$$', line: 4, before: 40 },
  ]);
});

test.for([
  ['select 1;\n\\copy t from x', { name: '\\copy', line: 2 }],
  ['\\! ls', { name: '\\!', line: 1 }],
  ['select 1 \\gset', { name: '\\gset', line: 1 }],
  ["select '\\copy' -- \\x\n/* \\y */; select E'\\n', $$\\z$$", undefined],
] as const)('%j has the psql command %j', ([text, command]) => {
  expect(psqlCommand(text)).toEqual(command);
});

test.for([
  ['begin', true],
  ['START  transaction read only', true],
  ['/* a */ commit', true],
  ['rollback', true],
  ['rollback to savepoint a', false],
  ['savepoint a', false],
  ['beginning', false],
  ['do $$ begin end $$', false],
] as const)('%j controls the transaction: %j', ([text, controls]) => {
  expect(controlsTransaction({ text, line: 1, before: 0 })).toBe(controls);
});
