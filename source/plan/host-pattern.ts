/** A piece of a host pattern: text as it stands, or the ranges of a bracket. */
export type PatternPart =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'bracket'; readonly ranges: readonly NumberRange[] };

/** `width` is that of a zero padded number, 0 otherwise: `[01-12]` has 2. */
export type NumberRange = {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly width: number;
};

export type PatternResult =
  | { readonly type: 'pattern'; readonly parts: readonly PatternPart[] }
  | PatternFault;

/** Offset and length say which part of the pattern is meant. */
export type PatternFault = {
  readonly type: 'invalid';
  readonly message: string;
  readonly offset: number;
  readonly length: number;
};

/** Numbers of more digits are not exact, and are no host numbers. */
export const MOST_DIGITS = 15;

/** Reads one pattern without operators: `r[1-2]n[01-12/2].example.org`. */
export function parsePattern(pattern: string): PatternResult {
  const parts: PatternPart[] = [];
  let position = 0;
  while (position < pattern.length) {
    if (pattern[position] !== '[') {
      const end = nextBracket(pattern, position);
      const fault = literalFault(pattern, position, end);
      if (fault !== undefined) return fault;
      parts.push({ type: 'literal', text: pattern.slice(position, end) });
      position = end;
      continue;
    }
    const close = pattern.indexOf(']', position);
    if (close === -1) return invalid('this bracket is never closed', position, pattern.length - position);
    const bracket = parseBracket(pattern.slice(position + 1, close), position + 1);
    if (bracket.type === 'invalid') return bracket;
    parts.push(bracket);
    position = close + 1;
  }
  return { type: 'pattern', parts };
}

/** How many numbers a bracket stands for, without making them. */
export function countNumbers(ranges: readonly NumberRange[]): number {
  return ranges.reduce((sum, range) => sum + Math.floor((range.to - range.from) / range.step) + 1, 0);
}

/** The numbers of a bracket as text, with their padding. */
export function numbersOf(ranges: readonly NumberRange[]): readonly string[] {
  const numbers: string[] = [];
  for (const { from, to, step, width } of ranges) {
    for (let n = from; n <= to; n += step) numbers.push(String(n).padStart(width, '0'));
  }
  return numbers;
}

function nextBracket(pattern: string, from: number): number {
  const found = pattern.indexOf('[', from);
  return found === -1 ? pattern.length : found;
}

function literalFault(pattern: string, from: number, to: number): PatternFault | undefined {
  const text = pattern.slice(from, to);
  const bad = /[^A-Za-z0-9._-]/u.exec(text);
  if (bad !== null) {
    const offset = from + bad.index;
    if (bad[0] === ']') return invalid('this bracket was never opened', offset, 1);
    if (/\s/.test(bad[0]))
      return invalid('a space stands inside a host name; hosts are parted by `,`', offset, 1);
    return invalid(`\`${bad[0]}\` can't stand in a host name`, offset, bad[0].length);
  }
  if (from === 0 && /^[.-]/.test(text)) {
    return invalid(`a host name can't begin with \`${text[0] ?? ''}\``, from, 1);
  }
  return undefined;
}

function parseBracket(
  text: string,
  offset: number,
): PatternFault | Extract<PatternPart, { type: 'bracket' }> {
  const ranges: NumberRange[] = [];
  let position = offset;
  for (const item of text.split(',')) {
    const range = parseRange(item.trim(), position, Math.max(1, item.length));
    if ('type' in range) return range;
    ranges.push(range);
    position += item.length + 1;
  }
  return { type: 'bracket', ranges };
}

function parseRange(item: string, offset: number, length: number): NumberRange | PatternFault {
  const found = /^(\d+)(?:-(\d+)(?:\/(\d+))?)?$/.exec(item);
  if (found === null) {
    const message = item === '' ? 'an empty range' : `\`${item.slice(0, 40)}\` is no range of numbers`;
    return invalid(`${message}; write \`[2-6,8]\`, \`[01-12]\` or \`[0-10/2]\``, offset, length);
  }
  const [, first = '', last = first, every = '1'] = found;
  if (Math.max(first.length, last.length, every.length) > MOST_DIGITS) {
    return invalid(`a number of more than ${MOST_DIGITS} digits`, offset, length);
  }
  const width = isPadded(first) ? first.length : 0;
  if (isPadded(last) && last.length !== first.length) {
    return invalid(`\`${first}\` and \`${last}\` are not padded alike`, offset, length);
  }
  const [from, to, step] = [Number(first), Number(last), Number(every)];
  if (to < from) return invalid(`the range \`${item}\` runs backwards`, offset, length);
  if (step === 0) return invalid('a step of 0 never ends', offset, length);
  return { from, to, step, width };
}

/** `01`, not `1` and not `0`. */
export function isPadded(digits: string): boolean {
  return digits.length > 1 && digits.startsWith('0');
}

function invalid(message: string, offset: number, length: number): PatternFault {
  return { type: 'invalid', message, offset, length };
}
