/**
 * A text style as the parameters that bring it about from the default: `1;31`, empty for the default.
 * Always in the same order, so that equal styles are equal strings.
 */
export type Style = string;

export const RESET = '\u{1B}[0m';

type Slot = 'bold' | 'dim' | 'italic' | 'underline' | 'blink' | 'inverse' | 'strike' | 'front' | 'back';
type Slots = Partial<Record<Slot, string>>;

const order: readonly Slot[] = [
  'bold',
  'dim',
  'italic',
  'underline',
  'blink',
  'inverse',
  'strike',
  'front',
  'back',
];
const switchesOn: Readonly<Record<number, readonly [Slot, string]>> = {
  1: ['bold', '1'],
  2: ['dim', '2'],
  3: ['italic', '3'],
  4: ['underline', '4'],
  5: ['blink', '5'],
  6: ['blink', '5'],
  7: ['inverse', '7'],
  9: ['strike', '9'],
  21: ['underline', '4'],
};
const switchesOff: Readonly<Record<number, readonly Slot[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  25: ['blink'],
  27: ['inverse'],
  29: ['strike'],
  39: ['front'],
  49: ['back'],
};

/** Colours come in few combinations, thousands of times a second. */
const known = new Map<string, Style>();
const KNOWN_AT_MOST = 1000;

/** The style after an SGR sequence with these parameters. Conceal, fonts and whatever is not known change nothing. */
export function nextStyle(style: Style, parameters: string): Style {
  const key = `${style}m${parameters}`;
  const found = known.get(key);
  if (found !== undefined) {
    return found;
  }
  const next = applyParameters(style, parameters);
  if (known.size >= KNOWN_AT_MOST) {
    known.clear();
  }
  known.set(key, next);
  return next;
}

/** The bytes that lead from one style to another. */
export function styleChange(from: Style, to: Style): string {
  if (from === to) {
    return '';
  }
  if (to === '') {
    return RESET;
  }
  return from === '' ? `\u{1B}[${to}m` : `\u{1B}[0;${to}m`;
}

function applyParameters(style: Style, parameters: string): Style {
  let slots = readStyle(style);
  const fields = parameters.split(';');
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    const code = Number(field.split(':', 1)[0]);
    if (code === 38 || code === 48 || code === 58) {
      const colour = readColour(fields, at);
      at += colour.extra;
      if (colour.value !== undefined && code !== 58) {
        slots[code === 38 ? 'front' : 'back'] = `${code};${colour.value}`;
      }
    } else if (code === 0) {
      slots = {};
    } else {
      applyCode(slots, code, field);
    }
  }
  return writeStyle(slots);
}

function applyCode(slots: Slots, code: number, field: string): void {
  const on = switchesOn[code];
  if (code === 4 && /^4:0?$/.test(field)) {
    delete slots.underline;
  } else if (on !== undefined) {
    slots[on[0]] = on[1];
  } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    slots.front = String(code);
  } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
    slots.back = String(code);
  }
  for (const slot of switchesOff[code] ?? []) {
    delete slots[slot];
  }
}

type Colour = { readonly value: string | undefined; readonly extra: number };

/** The colour named at `at`: `38;5;N`, `38;2;R;G;B`, `38:5:N`, `38:2:[space]:R:G:B`. `extra`: fields used up. */
function readColour(fields: readonly string[], at: number): Colour {
  const parts = (fields[at] ?? '').split(':');
  if (parts.length > 1) {
    const rgb = parts.length >= 6 ? parts.slice(3, 6) : parts.slice(2, 5);
    return { value: colourValue(parts[1], parts[1] === '5' ? parts.slice(2, 3) : rgb), extra: 0 };
  }
  const mode = fields[at + 1];
  const count = mode === '5' ? 1 : mode === '2' ? 3 : 0;
  const numbers = fields.slice(at + 2, at + 2 + count);
  return { value: colourValue(mode, numbers), extra: mode === undefined ? 0 : 1 + numbers.length };
}

function colourValue(mode: string | undefined, numbers: readonly string[]): string | undefined {
  const wanted = mode === '5' ? 1 : mode === '2' ? 3 : -1;
  const values = numbers.map((number) => (number === '' ? 0 : Number(number)));
  const valid = values.length === wanted && values.every((value) => value <= 255);
  return valid ? [mode, ...values].join(';') : undefined;
}

function readStyle(style: Style): Slots {
  const slots: Slots = {};
  const fields = style === '' ? [] : style.split(';');
  for (let at = 0; at < fields.length; at += 1) {
    const code = Number(fields[at]);
    if (code === 38 || code === 48) {
      const { value, extra } = readColour(fields, at);
      slots[code === 38 ? 'front' : 'back'] = `${code};${value}`;
      at += extra;
    } else {
      applyCode(slots, code, fields[at] ?? '');
    }
  }
  return slots;
}

function writeStyle(slots: Slots): Style {
  return order
    .map((slot) => slots[slot])
    .filter((value) => value !== undefined)
    .join(';');
}
