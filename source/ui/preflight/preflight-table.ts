import type { PreflightRow } from '../../session/preflight-table.ts';
import { hostGlyphs } from '../glyphs.ts';
import { hostTones } from '../hosts/host-looks.ts';
import { breakText, column, cutText, type Line, span, widthOf, wrapText } from '../line.ts';
import type { Tone } from '../theme.ts';

/** How a verdict is drawn: by sign, word and colour. */
export const verdictLooks = {
  go: { phase: 'ok', word: 'go' },
  warn: { phase: 'quiet', word: 'warn' },
  'no-go': { phase: 'failed', word: 'NO-GO' },
} as const;

/** What was found, a row each; what is wrong is told in full, with what can be done about it. */
export function preflightTable(rows: readonly PreflightRow[], width: number): readonly Line[] {
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => widthOf([span(text)])));
  const where = Math.min(Math.floor(width * 0.3), widest(rows.map((row) => row.where)));
  const probe = widest(rows.map((row) => row.probe));
  const words = Math.max(10, width - markWidth - where - probe - 5);
  return rows.flatMap((row) => rowLines(row, { where, probe, words }));
}

type Columns = { readonly where: number; readonly probe: number; readonly words: number };

function rowLines(row: PreflightRow, { where, probe, words }: Columns): readonly Line[] {
  const { phase, word } = verdictLooks[row.verdict];
  const wrong = row.verdict !== 'go';
  const places = wrong ? breakText(row.where, where) : [cut(row.where, where)];
  const told = wrong ? wrapText(row.words, words) : [cut(row.words, words)];
  const mend = row.mend === undefined ? [] : wrapText(`= ${row.mend}`, words);
  const texts: readonly (readonly [string, Tone | undefined])[] = [
    ...told.map((text) => [text, undefined] as const),
    ...mend.map((text) => [text, 'dim'] as const),
  ];
  const height = Math.max(places.length, texts.length);
  return Array.from({ length: height }, (_, index): Line => {
    const [text, tone] = texts[index] ?? ['', undefined];
    const first = index === 0;
    return [
      span(` ${column(first ? `${hostGlyphs[phase]} ${word}` : '', markWidth)} `, hostTones[phase]),
      span(`${column(places[index] ?? '', where)} `, wrong ? 'strong' : undefined),
      span(`${column(first ? row.probe : '', probe)}  `, 'dim'),
      span(text, tone),
    ];
  });
}

function cut(text: string, width: number): string {
  return widthOf([span(text)]) > width ? cutText(text, width) : text;
}

/** `✖ NO-GO` */
const markWidth = 7;
