/**
 * Characters that a reader does not see as what they are: controls, bidirectional controls, line and
 * paragraph separators, tag characters. Tab and line ends are left out.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** Where hidden characters stand in a text; stops after `most`. */
export function findHidden(
  text: string,
  most: number,
): readonly { readonly offset: number; readonly name: string }[] {
  const found: { offset: number; name: string }[] = [];
  for (const match of text.matchAll(HIDDEN)) {
    if (found.push({ offset: match.index, name: codePoint(match[0]) }) >= most) break;
  }
  return found;
}

/** One line that can't change a terminal: hidden characters as `<U+001B>`, line ends and tabs as a space. */
export function safeLine(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(HIDDEN, (character) => `<${codePoint(character)}>`);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
