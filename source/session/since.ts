import { formatMoment, formatTime } from '../plan/zone.ts';
import type { Recorded } from '../run/event.ts';
import type { RunState } from '../run/state.ts';
import { foldTargets } from '../run/words.ts';
import type { BrokenLink, Session } from './session.ts';
import { countsOf, countWords, type SinceCount, type SinceLine, sinceKinds } from './since-kinds.ts';
import { sinceLines } from './since-lines.ts';

/** A place in a run: the last event somebody has seen, and when. Epoch milliseconds of the session's clock. */
export type Mark = { readonly seq: number; readonly at: number };

/** What happened after a mark. */
export type Since = {
  readonly from: number;
  /** Most important first, and within that in the order of time. */
  readonly lines: readonly SinceLine[];
  /** What the lines have no room for. */
  readonly more: readonly SinceCount[];
  /** All of it. */
  readonly counts: readonly SinceCount[];
};

/** What happened since somebody looked; no lines: nothing to tell of. */
export function since({
  history,
  state,
  from,
  links = [],
  most = mostLines,
}: {
  readonly history: readonly Recorded[];
  readonly state: RunState;
  readonly from: Mark;
  /** Ways to hosts that are broken now. */
  readonly links?: readonly BrokenLink[] | undefined;
  /** How many lines there is room for. */
  readonly most?: number | undefined;
}): Since {
  const seen = history.findLastIndex(({ seq }) => seq <= from.seq);
  const lines = [...sinceLines(history.slice(seen + 1), state), ...silentLines(links, from)];
  const ranked = [...lines].sort((a, b) => rank(a) - rank(b) || a.at - b.at);
  // One line too many takes no more room than saying so.
  const shown = ranked.length <= most ? ranked : ranked.slice(0, most - 1);
  return {
    from: from.at,
    lines: shown,
    more: countsOf(ranked.slice(shown.length)),
    counts: countsOf(ranked),
  };
}

/** Where the session before the one that is open now ended, or was cut off; undefined: it is the first. */
export function previousEnd(history: readonly Recorded[]): Mark | undefined {
  const opened = history.findLastIndex(({ event }) => event.type === 'session.opened');
  const before = history.slice(0, Math.max(0, opened));
  const joined = before.some(({ event }) => event.type === 'session.opened');
  const last = before.at(-1);
  return joined && last !== undefined ? { seq: last.seq, at: last.at } : undefined;
}

/** Everything recorded by now has been seen. */
export function markOf({ history, clock }: Pick<Session, 'history' | 'clock'>): Mark {
  return { seq: history().at(-1)?.seq ?? 0, at: clock.now() };
}

/** `06:02`, or with its date where that could be another day's. */
export function sinceTime({ from }: Since, now: number, zone: string): string {
  return now - from < halfDay ? formatTime(from, zone) : formatMoment(from, zone);
}

/** `06:04  6 Restart the head node: done` */
export function sinceText({ at, text }: SinceLine, zone: string): string {
  return `${formatTime(at, zone)}  ${text}`;
}

/** `and 3 more: 2 started, 1 note`; undefined: the lines are all. */
export function moreText({ more }: Since): string | undefined {
  const count = more.reduce((sum, one) => sum + one.count, 0);
  return count === 0 ? undefined : `and ${count} more: ${countWords(more)}`;
}

function silentLines(links: readonly BrokenLink[], from: Mark): readonly SinceLine[] {
  const fresh = links.filter((link) => link.since >= from.at);
  const at = Math.min(...fresh.map((link) => link.since));
  const hosts = foldTargets([...new Set(fresh.map(({ target }) => target))]);
  return fresh.length === 0
    ? []
    : [{ at, kind: 'silent', text: `no word from ${hosts}; gonogo tries again` }];
}

function rank({ kind }: SinceLine): number {
  return sinceKinds.indexOf(kind);
}

const mostLines = 12;
const halfDay = 12 * 3_600_000;
