import { expectsAnything, type SqlSettings } from '../../plan/sql-settings.ts';
import { controlsTransaction, type SqlStatement, sqlStatements } from '../../plan/sql-statements.ts';

/** How a text is sent. */
export type SqlCourse =
  /** In one go, as the server takes it: one statement, or several with words of their own about transactions. */
  | { readonly type: 'whole'; readonly statements: readonly SqlStatement[] | undefined }
  /** One after the other; `around`: within one transaction of ours. */
  | { readonly type: 'apart'; readonly statements: readonly SqlStatement[]; readonly around: boolean }
  | { readonly type: 'refused'; readonly reason: string };

export function courseOf(text: string, { tx, expected }: SqlSettings): SqlCourse {
  const statements = sqlStatements(text);
  if (tx === 'file') {
    // What begins and ends transactions by itself is not put into another one.
    if (statements === undefined || statements.some(controlsTransaction))
      return { type: 'whole', statements };
    const around = statements.length > 1 || (statements.length === 1 && expectsAnything(expected));
    return around ? { type: 'apart', statements, around } : { type: 'whole', statements };
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
