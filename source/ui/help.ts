import { glyphs } from './glyphs.ts';
import { type KeyContext, keymap } from './keymap.ts';
import type { Size } from './layout.ts';
import { column, fitRow, type Line, span } from './line.ts';

/** Every key of a context, made from the table that drives them. */
export function helpRows(context: KeyContext): readonly Line[] {
  const also = context === 'help' ? [] : (['searching', 'filtering', 'split'] as const);
  return [
    ...keyRows(context),
    ...also.flatMap((other) => keyRows(other)),
    ...notes.map((text): Line => [span(`  ${text}`, 'dim')]),
  ];
}

function keyRows(context: KeyContext): readonly Line[] {
  const rows = keymap[context].map(
    ({ shown, help }): Line => [span(`  ${column(shown, 10)}`, 'strong'), span(help)],
  );
  return [[span(`  ${headings[context]}`, 'heading')], [], ...rows, []];
}

/** As much of it as fits, from row `top`. */
export function helpLines({
  context,
  top,
  size,
}: {
  readonly context: KeyContext;
  readonly top: number;
  readonly size: Size;
}): readonly Line[] {
  const rows = helpRows(context);
  const first = Math.min(top, Math.max(0, rows.length - size.height));
  const shown = rows.slice(first, first + size.height).map((line) => fitRow(line, size.width));
  if (first + size.height >= rows.length) return shown;
  return [...shown.slice(0, -1), fitRow([span('  … more below: j or the arrow keys', 'dim')], size.width)];
}

const headings: Readonly<Record<KeyContext, string>> = {
  run: 'KEYS',
  replay: 'KEYS',
  help: 'KEYS',
  searching: 'WHILE A SEARCH IS ON',
  filtering: 'WHILE A LINE IS MARKED, OR ONLY SOME ARE SHOWN',
  split: 'IN A SPLIT',
};

const notes = [
  'A question ignores what was typed in its first half second, and pasted text.',
  'Enter alone confirms nothing; esc always closes.',
  'After minutes away the first key only shows what happened since.',
  `${glyphs.decision} is a decision; ${glyphs.noReturn} can not be undone, and asks once more.`,
  'A dim key can not be used now: press it, and the line above says why.',
];
