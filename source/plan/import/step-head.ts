import { durationAt } from '../duration.ts';
import type { Anchor } from '../plan.ts';
import { clockAt } from './clock-time.ts';

/** When a step begins or ends, as a document says it. */
export type Moment =
  | { readonly type: 'offset'; readonly anchor: Anchor; readonly ms: number }
  | { readonly type: 'clock'; readonly minute: number };

export type Head = {
  readonly from: Moment | undefined;
  readonly until: Moment | undefined;
  /** An anchor, or an open word like `TBD`, stands where the time should. */
  readonly open: boolean;
  readonly length: number | undefined;
  /** What is left: whose the step is, as written. */
  readonly owner: string;
  /** It had to be guessed what the numbers mean. */
  readonly vague: boolean;
};

export type Anchors = ReadonlyMap<string, Anchor>;

/** The letters that plans count from, unless the document says otherwise. */
export const USUAL_ANCHORS: Anchors = new Map([
  ['S', 'S'],
  ['D', 'D'],
  ['T', 'S'],
]);

const SIGN = '[+\\-\\u2212\\u2013\\u2014]';
const TO = /^\s*(?:-|\u2013|\u2014|\u2212|to\b|until\b|till\b|\.{2,3}|\u2026)\s*/i;
const OPEN = /^\s*(?:tb[adc]|\?+|xx+|--+)(?![\w-])/i;

/** Reads what stands in a step's parenthesis, or in the time's cell of a table. Undefined: it speaks of no time. */
export function readHead(inner: string, anchors: Anchors = USUAL_ANCHORS): Head | undefined {
  const text = inner.slice(0, 400);
  const first = momentAt(text, anchors) ?? bareAnchor(text, anchors);
  if (first === undefined) return readOpen(text, inner, anchors);
  let rest = text.slice(first.length);
  const to = TO.exec(rest)?.[0];
  const second =
    to === undefined
      ? undefined
      : (momentAt(rest.slice(to.length), anchors) ?? sameAnchor(rest.slice(to.length), first.moment));
  if (to !== undefined && second !== undefined) rest = rest.slice(to.length + second.length);
  const { length, rest: owner } = takeLength(withoutMarks(rest));
  return {
    from: first.moment,
    until: second?.moment,
    open: false,
    length,
    owner: withoutMarks(owner) + inner.slice(text.length),
    vague: first.vague || (second?.vague ?? false),
  };
}

type MomentAt = { readonly moment: Moment; readonly length: number; readonly vague: boolean };

export function momentAt(text: string, anchors: Anchors): MomentAt | undefined {
  const anchored =
    new RegExp(`^\\s*([A-Za-z])\\s{0,3}(${SIGN})\\s{0,3}`).exec(text) ??
    new RegExp(`^\\s*()(${SIGN})\\s{0,3}(?=\\d)`).exec(text);
  if (anchored === null) {
    const clock = clockAt(text);
    return clock === undefined
      ? undefined
      : { moment: { type: 'clock', minute: clock.minute }, length: clock.length, vague: !clock.sure };
  }
  const letter = (anchored[1] ?? '').toUpperCase();
  const anchor = letter === '' ? 'S' : anchors.get(letter);
  const amount = amountAt(text.slice(anchored[0].length));
  if (anchor === undefined || amount === undefined) return undefined;
  const ms = anchored[2] === '+' || amount.ms === 0 ? amount.ms : -amount.ms;
  const length = anchored[0].length + amount.length;
  return { moment: { type: 'offset', anchor, ms }, length, vague: amount.vague || letter === '' };
}

type Amount = { readonly ms: number; readonly length: number; readonly vague: boolean };

/** `35m`, `0:35`, `1.5h`, or a bare `35`, which are minutes. */
function amountAt(text: string): Amount | undefined {
  const hours = /^\s*(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?!\d)\s*h?\b/.exec(text);
  if (hours !== null) {
    return { ms: (Number(hours[1]) * 60 + Number(hours[2])) * 60_000, length: hours[0].length, vague: false };
  }
  const part = /^\s*(\d{1,2})[.,](\d)\s*(?:h|hrs?|hours?)(?!\p{L})/iu.exec(text);
  if (part !== null) {
    return {
      ms: (Number(part[1]) * 60 + Number(part[2]) * 6) * 60_000,
      length: part[0].length,
      vague: false,
    };
  }
  const duration = durationAt(text);
  if (duration !== undefined && (duration.ms > 0 || !/^\s*0\s*$/.test(text.slice(0, duration.length))))
    return { ...duration, vague: false };
  const bare = /^\s*(\d{1,4})(?![\w:./%])/.exec(text);
  return bare === null
    ? undefined
    : { ms: Number(bare[1]) * 60_000, length: bare[0].length, vague: Number(bare[1]) !== 0 };
}

/** `S + 5m - 10m`: the second time has the first one's anchor. */
function sameAnchor(text: string, first: Moment): MomentAt | undefined {
  const duration = first.type === 'offset' ? durationAt(text) : undefined;
  if (duration === undefined || first.type !== 'offset') return undefined;
  return { moment: { ...first, ms: duration.ms }, length: duration.length, vague: false };
}

/** `S` alone is the moment itself. */
function bareAnchor(text: string, anchors: Anchors): MomentAt | undefined {
  const found = /^\s*([A-Z])\s*(?=[,;:(]|$)/.exec(text);
  const anchor = found === null ? undefined : anchors.get(found[1] ?? '');
  if (found === null || anchor === undefined) return undefined;
  return { moment: { type: 'offset', anchor, ms: 0 }, length: found[0].length, vague: true };
}

function readOpen(text: string, inner: string, anchors: Anchors): Head | undefined {
  const anchored = new RegExp(`^\\s*([SDT])(?:\\s*${SIGN}\\s*|\\s+(?=\\p{L}))`, 'u').exec(text);
  const open = OPEN.exec(text.slice(anchored?.[0].length ?? 0))?.[0] ?? '';
  const isAnchor = anchored !== null && anchors.has(anchored[1] ?? '');
  if (!isAnchor && open === '') return undefined;
  const rest = text.slice((isAnchor ? (anchored?.[0].length ?? 0) : 0) + open.length);
  const owner = withoutMarks(rest) + inner.slice(text.length);
  if (!isAnchor && owner === '') return undefined;
  return { from: undefined, until: undefined, open: true, length: undefined, owner, vague: true };
}

function takeLength(text: string): { readonly length: number | undefined; readonly rest: string } {
  const found = durationAt(text);
  if (found === undefined || found.ms === 0) return { length: undefined, rest: text };
  return { length: found.ms, rest: text.slice(found.length) };
}

function withoutMarks(text: string): string {
  return text.replace(/^[\s,;:|\u2013\u2014-]+|[\s,;:|]+$/g, '');
}
