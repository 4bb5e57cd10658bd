import { durationAt } from './duration.ts';
import type { Anchor } from './plan.ts';
import type { Finding } from './problem-list.ts';

/** What stands in the parenthesis of a step line: `S + 35m Programmer + QC`. */
export type StepHead = {
  readonly anchor: Anchor | undefined;
  /** Milliseconds from the anchor; before it: negative. */
  readonly offset: number | undefined;
  readonly owners: readonly OwnerText[];
};

export type OwnerText = { readonly name: string; readonly offset: number };

export type StepHeadResult =
  | { readonly type: 'head'; readonly head: StepHead }
  | { readonly type: 'invalid'; readonly finding: Finding };

const GRAMMAR = 'write `(S + 35m Programmer)`, `(S - 10 min QC)` or `(D + 2m DBA)`';
const ANCHOR = /^\s*([SD])\s*([+\-\u2212\u2013])\s*/i;

/** The parenthesis that opens a list item, after a task list's box; `inner` leaves out the brackets. */
export function leadingParenthesis(
  raw: string,
): { readonly inner: string; readonly start: number; readonly end: number } | undefined {
  const found = /^(?:\[[ xX]\]\s+)?\(([^()]*)\)/.exec(raw);
  if (found === null) return undefined;
  const inner = found[1] ?? '';
  return { inner, start: found[0].length - inner.length - 1, end: found[0].length };
}

/** A text without its task list box, leading parenthesis and trailing attributes is the title. */
export function withoutParenthesis(plain: string): string {
  return plain
    .slice(leadingParenthesis(plain)?.end ?? 0)
    .replace(/^\[[ xX]\]\s+/, '')
    .trim();
}

/** Does this parenthesis speak of a time, rightly or not? */
export function looksTimed(inner: string): boolean {
  return /^\s*[SD]\s*(?:[+\-\u2212\u2013]|$|\d)/i.test(inner) || /^\s*\d/.test(inner);
}

/** Where a parenthesis says when: `S + 35m` of `S + 35m Programmer`; undefined where it says so nowhere. */
export function dueText(inner: string): { readonly start: number; readonly end: number } | undefined {
  const anchor = ANCHOR.exec(inner)?.[0];
  const duration = anchor === undefined ? undefined : durationAt(inner.slice(anchor.length));
  if (anchor === undefined || duration === undefined) return undefined;
  return { start: inner.length - inner.trimStart().length, end: anchor.length + duration.length };
}

/**
 * The anchor of a parenthesis that has nothing between it and the owner, as in `(S Programmer)`. It may be a name,
 * too: only whoever knows the roles can tell.
 */
export function bareAnchor(inner: string): Anchor | undefined {
  const found = /^\s*([SD])\s+\p{L}/u.exec(inner)?.[1];
  return found === 'S' || found === 'D' ? found : undefined;
}

/** @param offset where `inner` begins in the plan */
export function parseStepHead(inner: string, offset: number): StepHeadResult {
  const anchored = ANCHOR.exec(inner);
  if (anchored === null) return withoutAnchor(inner, offset);
  const anchor = anchored[1]?.toUpperCase() === 'D' ? 'D' : 'S';
  const negative = anchored[2] !== '+';
  const rest = inner.slice(anchored[0].length);
  const at = offset + anchored[0].length;
  const duration = durationAt(rest);
  if (duration === undefined)
    return isEmptyOffset(rest)
      ? { type: 'invalid', finding: emptyOffset(inner, offset) }
      : badOffset(rest, at);
  const tail = rest.slice(duration.length);
  const owners = splitOwners(tail, at + duration.length);
  if (/^\s*\d/.test(tail)) return badOffset(rest, at);
  const ms = negative && duration.ms > 0 ? -duration.ms : duration.ms;
  if (anchor === 'D' && ms < 0) {
    const message = 'a step before D: nobody knows when the decision will fall';
    return { type: 'invalid', finding: { offset, length: inner.length, message } };
  }
  return { type: 'head', head: { anchor, offset: ms, owners } };
}

/** An anchor that is followed by nobody's offset: `(S + QC)`, `(S QC)`, `(S)`. */
export function emptyOffset(inner: string, offset: number): Finding {
  const [blank = '', anchor = ''] = /^(\s*)([SD](?:\s*[+\-\u2212\u2013])?)/i.exec(inner)?.slice(1) ?? [];
  const owner = inner.slice(blank.length + anchor.length).trim() || 'Programmer';
  const sign = anchor.length > 1 ? anchor : `${anchor} +`;
  return {
    offset: offset + blank.length,
    length: Math.max(1, anchor.length),
    message: `the offset after \`${anchor}\` is left empty`,
    mend: `write how long from there, like \`(${sign} 35m ${owner})\``,
  };
}

/** Names of `A + B`, each with its place. */
export function splitOwners(text: string, offset: number): readonly OwnerText[] {
  const owners: OwnerText[] = [];
  let start = 0;
  for (const piece of text.split('+')) {
    const name = piece.replace(/\s+/g, ' ').trim();
    const shift = piece.length - piece.trimStart().length;
    if (name !== '') owners.push({ name, offset: offset + start + shift });
    start += piece.length + 1;
  }
  return owners;
}

function withoutAnchor(inner: string, offset: number): StepHeadResult {
  if (!looksTimed(inner)) {
    return {
      type: 'head',
      head: { anchor: undefined, offset: undefined, owners: splitOwners(inner, offset) },
    };
  }
  if (/^\s*[SD]\s*$/i.test(inner)) return { type: 'invalid', finding: emptyOffset(inner, offset) };
  const clock = /^\s*\d{1,2}:\d{2}/.test(inner);
  const message = clock
    ? 'a step has an offset from S or D, not a time of day'
    : `\`(${inner.slice(0, 60)})\` is no anchor with an offset`;
  return { type: 'invalid', finding: { offset, length: Math.max(1, inner.length), message, mend: GRAMMAR } };
}

/** What a person or a role is called begins with a letter; so does a word that stands for what is not known yet. */
function isEmptyOffset(rest: string): boolean {
  return rest.trim() === '' || (/^\p{L}/u.test(rest) && !/^(?:tb[adc]|todo|x{2,}|\?)/i.test(rest));
}

function badOffset(rest: string, offset: number): StepHeadResult {
  const word = /^\s*\S*/.exec(rest)?.[0].trim() ?? '';
  const unitless = /^\d+$/.test(word) && word !== '0';
  const message = unitless ? `the offset \`${word}\` has no unit` : `\`${word.slice(0, 40)}\` is no offset`;
  const mend = unitless ? `write \`${word}m\` for minutes` : GRAMMAR;
  return { type: 'invalid', finding: { offset, length: Math.max(1, word.length), message, mend } };
}
