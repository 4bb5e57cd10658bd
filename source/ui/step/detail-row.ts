import { type Line, span, wrapText } from '../line.ts';
import type { Tone } from '../theme.ts';

/** A row of what is known of a step; `item` where it belongs to a checklist item. */
export type DetailRow = { readonly line: Line; readonly item?: number | undefined };

export function paragraph(
  text: string,
  { width, tone, indent = 1 }: { readonly width: number; readonly tone?: Tone; readonly indent?: number },
): readonly DetailRow[] {
  return wrapText(text, width - indent - 1).map((row) => ({ line: [span(' '.repeat(indent) + row, tone)] }));
}
