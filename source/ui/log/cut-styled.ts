import stringWidth from 'string-width';

/** A sanitised log line, which may hold SGR sequences, cut to `width` cells and closed. */
export function cutStyled(
  text: string,
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  if (width <= 0) return '';
  const parts = text.split(sgr);
  const styled = parts.length > 1;
  let kept = '';
  let room = width;
  for (const part of parts) {
    if (sgr.test(part)) {
      if (colour) kept += part;
      continue;
    }
    const wide = stringWidth(part);
    if (wide <= room) {
      kept += part;
      room -= wide;
      continue;
    }
    kept += `${head(part, room - 1)}…`;
    break;
  }
  return styled && colour ? `${kept}\u001b[0m` : kept;
}

function head(text: string, width: number): string {
  let kept = '';
  let room = width;
  for (const { segment } of graphemes.segment(text)) {
    const wide = stringWidth(segment);
    if (wide > room) break;
    kept += segment;
    room -= wide;
  }
  return kept;
}

const sgr = /(\u001b\[[\d;:]*m)/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
