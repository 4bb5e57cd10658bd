import { expectsAnything, type SqlSettings } from '../../plan/sql-settings.ts';
import { controlsTransaction, type SqlStatement, sqlStatements } from '../../plan/sql-statements.ts';

/** How a text is sent; `around`: within one transaction of ours. */
export type SqlCourse =
  /** In one go, as the server takes it: of several statements it makes one transaction by itself. */
  | {
      readonly type: 'whole';
      readonly statements: readonly SqlStatement[] | undefined;
      readonly around: boolean;
    }
  /** One after the other. */
  | { readonly type: 'apart'; readonly statements: readonly SqlStatement[]; readonly around: boolean }
  | { readonly type: 'refused'; readonly reason: string };

/** Each costs a way to the server and back: of more than these nobody reads every line, and a night is short. */
const mostApart = 100;

export function courseOf(text: string, { tx, expected }: SqlSettings): SqlCourse {
  const statements = sqlStatements(text);
  if (tx === 'file') {
    // What begins and ends transactions by itself is not put into another one.
    if (statements === undefined || statements.some(controlsTransaction))
      return { type: 'whole', statements, around: false };
    const expects = expectsAnything(expected) && statements.length > 0;
    if (statements.length > mostApart) return { type: 'whole', statements, around: expects };
    return statements.length > 1 || expects
      ? { type: 'apart', statements, around: true }
      : { type: 'whole', statements, around: false };
  }
  if (statements === undefined) {
    const reason = `only the server can tell these statements apart (a body with BEGIN ATOMIC, or a comment in a comment): \`tx=${tx}\` can't`;
    return { type: 'refused', reason };
  }
  if (tx === 'statement' && statements.some(controlsTransaction)) {
    return {
      type: 'refused',
      reason: 'the text begins or ends transactions of its own: `tx=statement` makes one a statement',
    };
  }
  return { type: 'apart', statements, around: false };
}
