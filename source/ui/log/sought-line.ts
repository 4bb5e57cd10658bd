import { lowerBound } from '../../session/log-index.ts';
import { type Line, type Span, span, spread } from '../line.ts';
import type { LogReading } from '../view.ts';
import type { Found } from './log-finder.ts';
import type { LogReader } from './log-reader.ts';

/** `filter: ERROR, 12 of 4,310 lines` and `/timeout 3 of 17`; no row where nothing is looked for. */
export function soughtLines({
  reading,
  reader,
  found,
  width,
}: {
  readonly reading: LogReading;
  readonly reader: LogReader;
  /** The lines that the search is after; undefined without one. */
  readonly found: Found | undefined;
  readonly width: number;
}): readonly Line[] {
  const { filter, search, hit } = reading;
  if (filter === undefined && search === undefined) return [];
  const left = filter === undefined ? [] : [span(` filter: ${filter}`, 'warn'), keptSpan(reader)];
  const right = found === undefined ? [] : [span(`/${search} `, 'accent'), hitSpan(found, hit)];
  return [spread({ left, right, width })];
}

function keptSpan({ count, total, status }: LogReader): Span {
  if (status === 'slow') return span(', a pattern that takes too long', 'bad');
  return span(`, ${formatCount(count)} of ${formatCount(total)} lines${more[status]}`);
}

function hitSpan({ numbers, status }: Found, hit: number | undefined): Span {
  if (status === 'slow') return span('takes too long: search for something simpler ', 'bad');
  if (numbers.length === 0) return span(status === 'busy' ? 'searching … ' : 'not found ', 'warn');
  const rank = hit === undefined ? -1 : lowerBound(numbers, hit);
  const count = `${formatCount(numbers.length)}${more[status]} `;
  if (rank < 0 || numbers[rank] !== hit) return span(`${count}found `);
  return span(`${formatCount(rank + 1)} of ${count}`);
}

/** `4,310`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

const more: Readonly<Record<Found['status'], string>> = { done: '', busy: ' so far', slow: '' };
