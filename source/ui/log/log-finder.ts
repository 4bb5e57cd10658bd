import { looksWrong } from '../../session/error-lines.ts';
import type { LogBook, LogExtent, LogLine } from '../../session/log-book.ts';
import {
  createLogIndex,
  type IndexedView,
  type IndexStatus,
  type LogIndex,
} from '../../session/log-index.ts';
import { type LogPattern, logFilter, logPattern, type Place } from '../../session/log-pattern.ts';
import { withoutStyles } from '../../session/terminal-text.ts';

/** Finds lines in the log on the screen; remembers what it has looked at. */
export type LogFinder = {
  /** Looks at a bounded part of what it has not seen: ask again while it is `busy`. */
  readonly find: (place: LogPlace, wanted: Wanted) => Found;
  /** A pattern that took too long may be tried once more. */
  readonly retry: () => void;
};

export type LogPlace = {
  readonly step: string;
  /** Undefined: all of them. */
  readonly target: string | undefined;
};

/** Undefined: all lines. `errors` look like errors; `stderr` were written there. */
export type Wanted = {
  readonly filter: string | undefined;
  readonly search?: string | undefined;
  readonly kind?: 'errors' | 'stderr' | undefined;
};

export type Found = {
  /** Numbers of the lines, in order. */
  readonly numbers: readonly number[];
  readonly status: IndexStatus;
  /** Where these texts have what is searched for; nowhere where that takes too long. */
  readonly places: (texts: readonly string[]) => readonly (readonly Place[])[];
};

export function createLogFinder(logs: LogBook): LogFinder {
  /** Longest unused first. */
  const kept = new Map<string, Search>();

  function searchFor(place: LogPlace, wanted: Wanted): Search {
    const key = JSON.stringify([place.step, place.target, wanted.filter, wanted.search, wanted.kind]);
    const search = kept.get(key) ?? openSearch(logs, place, wanted);
    kept.delete(key);
    kept.set(key, search);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return search;
  }

  return {
    find: (place, wanted) => searchFor(place, wanted)(),
    retry: () => {
      for (const [key, search] of kept) if (search().status === 'slow') kept.delete(key);
    },
  };
}

type Search = () => Found;

function openSearch(logs: LogBook, { step, target }: LogPlace, wanted: Wanted): Search {
  const sought = wanted.search === undefined ? undefined : logPattern(wanted.search);
  const test = testFor(wanted, sought);
  const places: Found['places'] = (texts) => sought?.places(texts) ?? [];
  const extent = (): LogExtent => logs.extent(step, target);
  const read = (from: number, to: number): readonly LogLine[] => logs.read({ step, target, from, to });
  const index: LogIndex = createLogIndex({ extent, read, test });
  let last: { readonly version: number; readonly found: Found } | undefined;
  return () => {
    const version = logs.version();
    if (last?.version === version && last.found.status !== 'busy') return last.found;
    index.advance();
    const status = index.status();
    const open = openNumbers({ extent, read, test }, status);
    // There may be millions, and this is asked for with every frame.
    const numbers = open.length === 0 ? index.numbers() : [...index.numbers(), ...open];
    const found = { numbers, status, places };
    last = { version, found };
    return found;
  };
}

/** Lines that are still being written may come to pass, or not to, any moment. */
function openNumbers({ extent, read, test }: IndexedView, status: IndexStatus): readonly number[] {
  const { complete, end } = extent();
  if (status !== 'done' || complete === end) return [];
  const passes = test(read(complete, end)) ?? [];
  return passes.flatMap((pass, index) => (pass ? [complete + index] : []));
}

function testFor({ filter, kind }: Wanted, sought: LogPattern | undefined): IndexedView['test'] {
  const patterns = [
    ...(filter === undefined ? [] : [logFilter(filter)]),
    ...(sought === undefined ? [] : [sought]),
  ];
  return (lines) => {
    const texts = lines.map(({ text }) => withoutStyles(text));
    let passes: readonly boolean[] | undefined =
      kind === undefined
        ? undefined
        : lines.map(({ stream }, index) =>
            kind === 'stderr' ? stream === 'stderr' : looksWrong(texts[index] ?? ''),
          );
    for (const pattern of patterns) {
      const has = pattern.test(texts);
      if (has === undefined) return undefined;
      passes = passes === undefined ? has : passes.map((pass, index) => pass && has[index] === true);
    }
    return passes ?? lines.map(() => true);
  };
}

/** Each of four panes may filter and search, and somebody may look for errors in it. */
const mostKept = 16;
