/** What Windows-1252 has between U+0080 and U+009F, in the order of its bytes. */
const WINDOWS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/** UTF-8 of two or three bytes that was once taken for Windows-1252: `â€“` for a dash, `Â ` for a space. */
const MISREAD = new RegExp(`[\\u00c2-\\u00ef][\\u0080-\\u00bf${WINDOWS}]{1,2}`, 'g');
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000\v\f\u0085\u2028\u2029]/g;
const NOTHING = /[\u00ad\u200b\u2060\ufeff]/g;
/** As `safe-text.ts` has it, but for what was mended before. */
const HIDDEN =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

export type Mended = {
  readonly text: string;
  /** Characters taken out that a reader can't see, and that a plan may not have. */
  readonly hidden: number;
};

/** Undoes what copying and pasting did to the characters of a text. No line end is added or lost. */
export function mendCharacters(text: string): Mended {
  if (/^[\t\n\r\x20-\x7e]*$/.test(text)) return { text, hidden: 0 };
  let hidden = 0;
  const mended = text
    .toWellFormed()
    .replace(MISREAD, readAgain)
    .replace(/\u00c2(?=[ \u00a0]|$)/gm, '')
    .replace(SPACES, ' ')
    .replace(NOTHING, '')
    .replace(HIDDEN, () => {
      hidden += 1;
      return '';
    });
  return { text: mended, hidden };
}

function readAgain(misread: string): string {
  for (const length of [misread.length, misread.length - 1]) {
    if (length < 2) continue;
    const bytes = Uint8Array.from(misread.slice(0, length), byteOf);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes) + misread.slice(length);
    } catch {}
  }
  return misread;
}

function byteOf(character: string): number {
  const place = WINDOWS.indexOf(character);
  return place === -1 ? character.charCodeAt(0) : 0x80 + place;
}
