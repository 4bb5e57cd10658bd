import type { PreflightReport } from '../execute/preflight/preflight-report.ts';
import { amount, type PreflightRow, preflightRows } from './preflight-table.ts';

/**
 * What the record says of a preflight after which a person went on; after a no-go with the reason why.
 * `preflight: GO, 9 targets`
 */
export function preflightNote({ verdict, results }: PreflightReport, reason?: string): string {
  const wrong = preflightRows(results).filter((row) => row.verdict === verdict);
  switch (verdict) {
    case 'go':
      return `preflight: GO, ${amount(countOf(results), 'target')}`;
    case 'warn':
      return `preflight: GO with warnings, ${amount(countOf(results), 'target')}: ${wordsOf(wrong)}`;
    case 'no-go':
      return `preflight NO-GO: ${wordsOf(wrong)}; went on: ${reason ?? 'no reason was given'}`;
  }
}

function countOf(results: PreflightReport['results']): number {
  return new Set(results.map(({ target }) => target)).size;
}

function wordsOf(rows: readonly PreflightRow[]): string {
  const told = rows.slice(0, mostTold).map(({ where, probe, words }) => `${where}: ${probe}: ${words}`);
  return [...told, ...(rows.length > mostTold ? [`and ${rows.length - mostTold} more`] : [])].join('; ');
}

const mostTold = 6;
