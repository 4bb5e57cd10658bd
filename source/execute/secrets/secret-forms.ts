/** One of the ways in which a piece of text is written; `fold`: its letters in either case. */
export type Spelling = { readonly bytes: Uint8Array; readonly fold: boolean };
/** The spellings of one character, or of what may stand between two; an empty one may be missing. */
export type Unit = readonly Spelling[];
/** What a secret looks like in output: its units in order, each in any of its spellings. */
export type Form = readonly Unit[];

/** As text in which any character may be escaped (URL, JSON, C, shell, SQL, HTML), as base64 and as hex. */
export function formsOf(piece: string): readonly Form[] {
  const bytes = Buffer.from(piece);
  return [textForm(piece), ...[0, 1, 2].map((before) => base64Form(bytes, before)), hexForm(bytes)];
}

function textForm(piece: string): Form {
  return [...piece].map((character) => unit([character, ...escapesOf(character)], escapesInHex(character)));
}

/** By the character itself. */
function escapesOf(character: string): readonly string[] {
  if (/^[A-Za-z0-9]$/.test(character)) return [];
  const slashed = character.codePointAt(0) === 0x5c ? ['\\\\', '\\\\\\\\'] : slashes(character);
  return [...slashed, ...(SPECIAL[character] ?? [])];
}

/** Also where it was escaped twice. */
function slashes(character: string): readonly string[] {
  return character.length === 1 && character >= ' ' && character <= '~'
    ? [`\\${character}`, `\\\\${character}`, `\\\\\\${character}`]
    : [];
}

const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  "'": ["'\\''", `'"'"'`, "''", '&#39;', '&#x27;', '&apos;'],
  '"': ['""', '&quot;', '&#34;'],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  ' ': ['+'],
  '\n': ['\\n', '\\\\n', '\r\n', '\\r\\n', '%0D%0A', '%0d%0a'],
  '\t': ['\\t', '\\\\t'],
  '\r': ['\\r', '\\\\r'],
};

/** By its number: `%2F`, `%252F`, `\u002f`, `\x2f`, `\057`, `&#x2f;`. */
function escapesInHex(character: string): readonly string[] {
  const bytes = [...Buffer.from(character)];
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const joined = (each: (byte: number) => string) => bytes.map(each).join('');
  return [
    joined((byte) => `%${hex(byte, 2)}`),
    joined((byte) => `%25${hex(byte, 2)}`),
    units.map((code) => `\\u${hex(code, 4)}`).join(''),
    joined((byte) => `\\x${hex(byte, 2)}`),
    joined((byte) => `\\${byte.toString(8).padStart(3, '0')}`),
    ...(bytes.length > 1 ? [`&#x${hex(character.codePointAt(0) ?? 0, 1)};`] : []),
  ];
}

/** Only the characters that nothing but the secret decides; `before`: of the bytes that stand before it, modulo 3. */
function base64Form(bytes: Buffer, before: number): Form {
  const padded = Buffer.concat([Buffer.alloc(before), bytes]);
  const from = Math.ceil((before * 8) / 6);
  const text = padded.toString('base64').slice(from, Math.floor((padded.length * 8) / 6));
  return spaced(
    text.split('').map((character) => unit([character, ...(BASE64[character] ?? [])], [])),
    wrapped,
  );
}

/** In addresses `-` and `_` take the place of two of them, or they are escaped. */
const BASE64: Readonly<Record<string, readonly string[]>> = {
  '+': ['-', '%2B', '%2b'],
  '/': ['_', '%2F', '%2f', '\\/'],
};

function hexForm(bytes: Buffer): Form {
  return spaced(
    [...bytes].map((byte) => unit([], [hex(byte, 2)])),
    separated,
  );
}

/** Long lines are broken. */
const wrapped = unit(['', '\n', '\r\n', '\\n', '\n ', '\n  ', '\n    '], []);
const separated = unit(['', ' ', '  ', ':', '-', '\n', '\n ', '\r\n', ', '], []);

function spaced(units: readonly Unit[], between: Unit): Form {
  return units.flatMap((each, index) => (index === 0 ? [each] : [between, each]));
}

function unit(exact: readonly string[], folded: readonly string[]): Unit {
  const spelling = (fold: boolean) => (text: string) => ({ bytes: Buffer.from(text), fold });
  return [...[...new Set(exact)].map(spelling(false)), ...folded.map(spelling(true))];
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
