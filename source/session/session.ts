import type { Usuals } from '../plan/usual.ts';
import type { Command, Refusal } from '../run/command.ts';
import type { Recorded } from '../run/event.ts';
import type { RunState } from '../run/state.ts';
import type { Clock } from './clock.ts';
import type { LogBook } from './log-book.ts';
import type { OutputSearch } from './output-search.ts';
import type { MomentFound } from './replay-moment.ts';

/** What every screen draws, whether live, rehearsed or replayed. */
export type Session = {
  readonly kind: 'live' | 'rehearsal' | 'replay';
  readonly run: string;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly state: () => RunState;
  /** Called after every change of the state, and when the session's trouble changes; returns a function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Everything recorded so far (up to the position, in a replay), oldest first. */
  readonly history: () => readonly Recorded[];
  readonly send: (command: Command) => Promise<SendResult>;
  readonly logs: LogBook;
  /** Ways to hosts that are broken now, while something runs there. */
  readonly links: () => readonly BrokenLink[];
  /** A message while something the operator must know is wrong (journal full, ...). */
  readonly trouble: () => string | undefined;
  /** How long steps usually take, as far as earlier runs tell. */
  readonly usuals?: Usuals | undefined;
  /** Only in a replay. */
  readonly replay: ReplayControls | undefined;
  readonly close: () => Promise<void>;
};

export type BrokenLink = {
  readonly step: string;
  readonly target: string;
  /** Epoch milliseconds, this machine's wall clock: the last sign of life. */
  readonly since: number;
  readonly reason: string;
};

/** Who sits at this keyboard. `roles` are ids of the plan's roles that may confirm here. */
export type Identity = { readonly person: string; readonly roles: readonly string[] };

export type SendResult =
  | { readonly type: 'accepted' }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export type ReplayControls = {
  /** Epoch milliseconds of the first and last moment. */
  readonly from: number;
  readonly until: number;
  readonly playing: () => boolean;
  readonly speed: () => number;
  readonly play: () => void;
  readonly pause: () => void;
  readonly setSpeed: (speed: number) => void;
  /** To a moment between `from` and `until`. */
  readonly seek: (at: number) => void;
  readonly marks: () => readonly ReplayMark[];
  /** A moment as a person names it: `S+35m`, `D+5m`, `05:40`. */
  readonly moment: (text: string) => MomentFound;
  /** Over all output, also what comes later than the position. */
  readonly search: (text: string) => OutputSearch;
};

export type ReplayMark = {
  readonly at: number;
  readonly kind: 'step' | 'failure' | 'decision' | 'note' | 'end';
  readonly step: string | undefined;
  readonly label: string;
};
