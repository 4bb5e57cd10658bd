const risky = /[\p{M}\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]/u;
const silent = /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u{FEFF}\u{AD}]/u;
const invisible = /[\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const letter = /[\p{L}\p{M}]/u;
const emoji = /\p{Extended_Pictographic}/u;
const emojiModifier = /\p{Emoji_Modifier}/u;

const MARKS_PER_CHARACTER = 8;

/** True where every character stands for itself: nothing invisible, combining, or of a width terminals argue about. */
export function isHarmless(text: string): boolean {
  return !risky.test(text);
}

/**
 * What one printable character becomes on the screen. `previous` is the character before it on the line
 * (empty at its start), `marks` how many combining marks that one carries already.
 * - bidi controls, tags, fillers, unassigned: `<U+202E>`
 * - selectors and skin tones are left out, so that every terminal counts the same columns
 * - a joiner stays within a script that needs it, and is left out between emoji
 * - a mark without a base would land on the cell to the left of the pane: shown as `<U+0301>`
 */
export function showCharacter(character: string, previous: string, marks: number): string {
  if (!risky.test(character) || silent.test(character)) {
    return silent.test(character) ? '' : character;
  }
  if (isJoiner(character)) {
    return showJoiner(character, previous);
  }
  if (emojiModifier.test(character)) {
    return emoji.test(previous) ? '' : character;
  }
  if (invisible.test(character) || previous === '') {
    return nameCodePoint(character);
  }
  return marks < MARKS_PER_CHARACTER ? character : '';
}

/** True for what shares the cell of the character before it. */
export function isMark(character: string): boolean {
  return character > '\u{7F}' && (isJoiner(character) || /\p{M}/u.test(character));
}

/** `<U+202E>`: how a character is shown that must not act. */
export function nameCodePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `<U+${hex.padStart(4, '0')}>`;
}

function isJoiner(character: string): boolean {
  return character === '\u{200C}' || character === '\u{200D}';
}

function showJoiner(character: string, previous: string): string {
  if (emoji.test(previous)) {
    return '';
  }
  return previous > '\u{7F}' && letter.test(previous) ? character : nameCodePoint(character);
}
