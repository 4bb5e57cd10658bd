import type { MarkerFact } from '../../run/facts.ts';
import { oneLine } from '../reason.ts';
import type { MarkerRow } from './marker-table.ts';

type Judge = {
  readonly fact: MarkerFact;
  readonly run: string;
  readonly newest: MarkerRow | undefined;
  readonly own: MarkerRow | undefined;
  /** How messages show a time. */
  readonly time: (at: number) => string;
};

/** Undefined where the newest marker is the very one that the journal tells of; else what was found instead, for people. */
export function markerObjection({ fact, run, newest, own, time }: Judge): string | undefined {
  if (newest === undefined) return `the marker table is empty: ${fact.name} is not there`;
  if (own === undefined) return strangerObjection({ fact, run, newest, time });
  if (own.name !== fact.name || own.run !== run || own.at !== fact.at) {
    return (
      `the row of ${fact.name} was changed: it says ${shown(own.name)} of ${time(own.at)}, run ${shown(own.run)}, ` +
      `the journal ${fact.name} of ${time(fact.at)}, run ${run}`
    );
  }
  if (newest.token === own.token) return undefined;
  return (
    `this is not the database as it was when ${fact.name} was set: ` +
    `marker ${shown(newest.name)} of ${time(newest.at)}${runNote(newest, run)} was written after it`
  );
}

/** The journal's row is not there at all: an older copy, or another database. */
function strangerObjection({
  fact,
  run,
  newest,
  time,
}: Omit<Judge, 'own' | 'newest'> & { newest: MarkerRow }) {
  const found = `${shown(newest.name)} of ${time(newest.at)}`;
  if (newest.name === fact.name && newest.run === run) {
    return (
      `marker ${found} has another token than the one of ${time(fact.at)} that the journal knows: ` +
      'this is another database, or an older copy'
    );
  }
  return (
    `${fact.name} of ${time(fact.at)} is not there: the newest marker is ${found}${runNote(newest, run)}; ` +
    'this is another database, or a copy from before it was set'
  );
}

/** A check of something that was never written, as far as the journal goes. */
export function unknownMarker(name: string): string {
  return `the journal of this run knows no marker ${name}: it was not set`;
}

function runNote(row: MarkerRow, run: string): string {
  return row.run === run ? '' : ` (run ${shown(row.run)})`;
}

/** Whoever may write to the table chose these words. */
function shown(text: string): string {
  return oneLine(text, 40);
}
