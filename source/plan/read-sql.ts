import type { Attribute, Attributes, Misplaced } from './attributes.ts';
import { parseDuration } from './duration.ts';
import type { ProblemList } from './problem-list.ts';
import type { SqlSettings } from './sql-settings.ts';
import { controlsTransaction, psqlCommand, sqlStatements } from './sql-statements.ts';
import { suggestion } from './suggest.ts';

/** Attributes that only `sql` fences have. */
export const SQL_ATTRIBUTES = ['tx', 'lock-timeout', 'statement-timeout', 'expect', 'rows'] as const;

/** What is said of them on other fences. */
export const SQL_MISPLACED: Misplaced = Object.fromEntries(
  SQL_ATTRIBUTES.map((key) => [
    key,
    { severity: 'error', message: 'is for `sql`', mend: 'leave it out' } as const,
  ]),
);

const TX: readonly SqlSettings['tx'][] = ['file', 'statement', 'none'];

export type SqlFence = {
  readonly text: string;
  readonly attributes: Attributes;
  readonly place: { readonly offset: number; readonly length: number };
  readonly problems: ProblemList;
};

/** How an `sql` fence is to run; says what no server would take. */
export function readSql({ text, attributes, place, problems }: SqlFence): SqlSettings {
  const { entries } = attributes;
  const tx = readTx(entries.get('tx'), problems);
  const command = psqlCommand(text);
  if (command !== undefined) {
    const message = `\`${command.name}\` (line ${command.line} of the fence) is a command of psql, which no server knows`;
    const mend = 'run `psql` in an `sh` fence, or write it as SQL';
    problems.error({ ...place, message, mend });
  }
  if (tx === 'statement' && sqlStatements(text)?.some(controlsTransaction) === true) {
    const message =
      'this fence begins or ends transactions of its own, and `tx=statement` makes one a statement';
    problems.error({ ...place, message, mend: 'write `tx=none`, or leave those statements out' });
  }
  return {
    tx,
    lockTimeout: readTime(entries.get('lock-timeout'), problems),
    statementTimeout: readTime(entries.get('statement-timeout'), problems),
    expected: {
      value: readValue(entries.get('expect'), problems),
      rows: readRows(entries.get('rows'), problems),
      table: undefined,
    },
  };
}

function readTx(attribute: Attribute | undefined, problems: ProblemList): SqlSettings['tx'] {
  if (attribute === undefined) return 'file';
  const tx = TX.find((known) => known === attribute.value);
  if (tx !== undefined) return tx;
  const message = `\`${attribute.value ?? ''}\` is no way to make transactions`;
  problems.error({ ...attribute, message, mend: suggestion(attribute.value ?? '', TX) });
  return 'file';
}

function readTime(attribute: Attribute | undefined, problems: ProblemList): number | undefined {
  if (attribute === undefined) return undefined;
  const ms = parseDuration(attribute.value ?? '');
  if (ms !== undefined && ms > 0) return ms;
  const { key, value = '' } = attribute;
  problems.error({ ...attribute, message: `\`${value}\` is no time`, mend: `write \`${key}=5s\`` });
  return undefined;
}

function readValue(attribute: Attribute | undefined, problems: ProblemList): string | undefined {
  if (attribute === undefined || attribute.value !== undefined) return attribute?.value;
  problems.error({
    ...attribute,
    message: '`expect` has no value',
    mend: 'write `expect=0` or `expect="in use"`',
  });
  return undefined;
}

function readRows(attribute: Attribute | undefined, problems: ProblemList): number | undefined {
  if (attribute === undefined) return undefined;
  if (/^\d{1,9}$/.test(attribute.value ?? '')) return Number(attribute.value);
  const message = `\`${attribute.value ?? ''}\` is no number of rows`;
  problems.error({ ...attribute, message, mend: 'write `rows=3`' });
  return undefined;
}
