import { safeLine } from '../../plan/safe-text.ts';
import { wrapped } from '../../report/text-table.ts';
import type { Finding, Verdict } from './doctor-check.ts';

export type DoctorRow = Finding & { readonly check: string };

/** The rows for people, and what comes of them; ends with a line end. @param columns how wide the reader's terminal is */
export function doctorText(rows: readonly DoctorRow[], columns: number): string {
  const most = Math.max(...rows.map(({ check }) => check.length));
  const lines = rows.flatMap(({ verdict, check, says, mend }) => {
    const head = `${WORDS[verdict].padEnd(4)}  ${check.padEnd(most)}  `;
    const room = Math.max(20, Math.min(columns, 120) - head.length);
    const [first = '', ...more] = wrapped(safeLine(says), room);
    const mends = mend === undefined ? [] : wrapped(safeLine(mend), room - 2);
    const blank = ' '.repeat(head.length);
    return [
      head + first,
      ...more.map((line) => blank + line),
      ...mends.map((line, index) => `${blank}${index === 0 ? '= ' : '  '}${line}`),
    ];
  });
  return `${[...lines, endWords(rows)].join('\n')}\n`;
}

const WORDS: Readonly<Record<Verdict, string>> = { ok: 'ok', warn: 'warn', bad: 'BAD' };

function endWords(rows: readonly DoctorRow[]): string {
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const [wrong, odd] = [count('bad'), count('warn')];
  if (wrong > 0)
    return `Not fit to run a plan: ${wrong} to mend first${odd > 0 ? `, ${odd} to know of` : ''}.`;
  return odd > 0 ? `Fit to run a plan; ${odd} to know of.` : 'Fit to run a plan.';
}
