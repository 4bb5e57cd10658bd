import { nameCodePoint } from './sanitise-characters.ts';

/** Longer than this no sequence is believed: it is shown as text. Counts UTF-16 units. */
const LONGEST_ESCAPE = 4096;

export type Escape =
  | { readonly type: 'complete'; readonly end: number; readonly csi: Csi | undefined }
  /** The text ends before the sequence does. */
  | { readonly type: 'incomplete' }
  /** Not a sequence, or never ended: its first character is to be shown, the rest is text. */
  | { readonly type: 'broken' };

export type Csi = { readonly parameters: string; readonly final: string };

const broken: Escape = { type: 'broken' };
const incomplete: Escape = { type: 'incomplete' };

/** Reads the control sequence that begins at `at`, where `opensEscape` is true. `text` holds no line feed. */
export function readEscape(text: string, at: number): Escape {
  const introducer = text[at];
  if (introducer === '\u{9B}') {
    return readCsi(text, at, at + 1);
  }
  if (introducer !== '\u{1B}') {
    return readString({ text, at, from: at + 1, bell: introducer === '\u{9D}' });
  }
  const kind = text[at + 1];
  if (kind === undefined) {
    return incomplete;
  }
  if (kind === '[') {
    return readCsi(text, at, at + 2);
  }
  if (']P_^X'.includes(kind)) {
    return readString({ text, at, from: at + 2, bell: kind === ']' });
  }
  return readShort(text, at);
}

export function opensEscape(character: string): boolean {
  return '\u{1B}\u{90}\u{98}\u{9B}\u{9D}\u{9E}\u{9F}'.includes(character);
}

/** Every control of `text` as something one can see: `␛[2J`, `␇`, `<U+009B>`. */
export function showControls(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, showControl);
}

function showControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) {
    return String.fromCharCode(0x2400 + code);
  }
  return code === 0x7f ? '\u{2421}' : nameCodePoint(character);
}

function readCsi(text: string, at: number, from: number): Escape {
  let end = from;
  while (end < text.length && isBetween(text, end, 0x20, 0x3f)) {
    end += 1;
  }
  if (end - at >= LONGEST_ESCAPE) {
    return broken;
  }
  if (end === text.length) {
    return incomplete;
  }
  if (!isBetween(text, end, 0x40, 0x7e)) {
    return broken;
  }
  return {
    type: 'complete',
    end: end + 1,
    csi: { parameters: text.slice(from, end), final: text.charAt(end) },
  };
}

type StringSequence = {
  readonly text: string;
  readonly at: number;
  readonly from: number;
  readonly bell: boolean;
};

/** OSC, DCS, APC, PM, SOS: up to ST, BEL (OSC only), CAN or SUB; another escape ends it too. */
function readString({ text, at, from, bell }: StringSequence): Escape {
  for (let end = from; end < text.length; end += 1) {
    if (end - at >= LONGEST_ESCAPE) {
      return broken;
    }
    const character = text[end];
    if (character === '\u{1B}') {
      return readStringEnd(text, end);
    }
    if (isStringEnd(character) || (bell && character === '\u{07}')) {
      return { type: 'complete', end: end + 1, csi: undefined };
    }
  }
  return incomplete;
}

function readStringEnd(text: string, at: number): Escape {
  const next = text[at + 1];
  if (next === undefined) {
    return incomplete;
  }
  return { type: 'complete', end: next === '\\' ? at + 2 : at, csi: undefined };
}

function isStringEnd(character: string | undefined): boolean {
  return character === '\u{9C}' || character === '\u{18}' || character === '\u{1A}';
}

/** ESC and one character, or with intermediates between them (character sets and the like). */
function readShort(text: string, at: number): Escape {
  let end = at + 1;
  while (end < text.length && isBetween(text, end, 0x20, 0x2f)) {
    end += 1;
  }
  if (end - at >= LONGEST_ESCAPE) {
    return broken;
  }
  if (end === text.length) {
    return incomplete;
  }
  return isBetween(text, end, 0x30, 0x7e) ? { type: 'complete', end: end + 1, csi: undefined } : broken;
}

function isBetween(text: string, at: number, low: number, high: number): boolean {
  const code = text.charCodeAt(at);
  return code >= low && code <= high;
}
