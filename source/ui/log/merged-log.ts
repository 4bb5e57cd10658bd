import stringWidth from 'string-width';
import type { Step } from '../../plan/plan.ts';
import type { RunState } from '../../run/state.ts';
import { stepState } from '../../run/timing.ts';
import type { LogBook } from '../../session/log-book.ts';
import { withoutStyles } from '../../session/terminal-text.ts';
import { glyphs } from '../glyphs.ts';
import type { Size } from '../layout.ts';
import { column, type Line, type Span, span } from '../line.ts';
import { paint, type Theme } from '../theme.ts';
import type { View } from '../view.ts';
import { lineTime } from './line-times.ts';
import type { Found, LogFinder } from './log-finder.ts';
import { type LogReader, logReader, type NumberedLine, topRank } from './log-reader.ts';
import { formatCount, soughtLines } from './sought-line.ts';
import { styledRows } from './styled-rows.ts';

export type MergedFacts = {
  readonly state: RunState;
  readonly step: Step;
  readonly logs: LogBook;
  readonly finder: LogFinder;
  readonly view: Pick<View, 'target' | 'top' | 'reading'>;
  /** All that may have written. */
  readonly targets: readonly string[];
  readonly theme: Theme;
  readonly colour: boolean;
  readonly size: Size;
};

export type MergedLog = {
  readonly head: readonly Line[];
  readonly rows: readonly string[];
  readonly height: number;
  /** How many lines the screen holds at the end of the log. */
  readonly tail: number;
  /** How many lines go back, or on, to the next screen; undefined: as many as it has rows. */
  readonly page: LogPage | undefined;
  readonly shown: readonly NumberedLine[];
  /** Not all of the log has been looked at yet. */
  readonly busy: boolean;
  readonly place: Span;
};

/** So that no line is passed over: each takes the rows it takes. */
export type LogPage = { readonly back: number; readonly on: number };

/** The lines as they came, those that are looked for marked. */
export function mergedLog(facts: MergedFacts): MergedLog {
  const { step, logs, finder, view, size } = facts;
  const { reading } = view;
  const place = { step: step.id, target: view.target };
  const reader = logReader({ logs, finder, place, filter: reading.filter });
  const { filter, search } = reading;
  const found = search === undefined ? undefined : finder.find(place, { filter, search });
  const busy = reader.status === 'busy' || found?.status === 'busy';
  const head = soughtLines({ reading, reader, found, width: size.width });
  const height = Math.max(1, size.height - head.length);
  const tail = reading.wrap ? fittingBefore(facts, { reader, end: reader.count, height }) : height;
  const top = topRank(reader, { top: view.top, tail });
  const read = reader.read(top, height);
  const rows = rowsOf({ ...facts, found }, read, height);
  // Only a line longer than the screen leaves more at the end than fits.
  const painted = view.top === undefined ? rows.flat().slice(-height) : rows.flat().slice(0, height);
  const shown = read.slice(0, countFitting(rows, height));
  const at = placeOf(reader, { view, top, count: shown.length });
  const page = reading.wrap
    ? { back: fittingBefore(facts, { reader, end: top, height }), on: shown.length }
    : undefined;
  return { head, rows: painted, height, tail, page, shown, busy, place: at };
}

/** How many of the lines before this one fit, each on as many rows as it takes. */
function fittingBefore(
  facts: MergedFacts,
  { reader, end, height }: { readonly reader: LogReader; readonly end: number; readonly height: number },
): number {
  const from = Math.max(0, end - height);
  const last = reader.read(from, end - from);
  return Math.max(1, countFitting(rowsOf(facts, last, height).toReversed(), height));
}

function countFitting(rows: readonly (readonly string[])[], height: number): number {
  let room = height;
  const fitting = rows.findIndex(({ length }) => {
    room -= length;
    return room < 0;
  });
  return fitting === -1 ? rows.length : fitting;
}

function placeOf(
  { count, status }: LogReader,
  {
    view,
    top,
    count: shown,
  }: { readonly view: MergedFacts['view']; readonly top: number; readonly count: number },
): Span {
  if (view.top === undefined) return span(status === 'busy' ? 'filtering … ' : 'following ', 'dim');
  const last = Math.min(count, top + Math.max(1, shown));
  return span(`${formatCount(top + 1)}-${formatCount(last)} of ${formatCount(count)}, end follows `, 'warn');
}

/** Each line on one row, or on as many as it takes. */
function rowsOf(
  { found, ...facts }: MergedFacts & { readonly found?: Found | undefined },
  lines: readonly NumberedLine[],
  height: number,
): readonly (readonly string[])[] {
  const { state, step, view, theme, colour, size, targets } = facts;
  const { hit, wrap, controls, times } = view.reading;
  const several = stepState(state, step.id).attempts.length > 1;
  const prefix = view.target === undefined && targets.length > 1 ? prefixWidth(targets) : 0;
  const texts = lines.map(({ line }) => (controls ? (line.revealed ?? line.text) : line.text));
  const marks = found?.places(texts.map(withoutStyles)) ?? [];
  return lines.map(({ number, line }, index) => {
    const time = lineTime(line, { state, step, times });
    const stands = number === hit;
    const head = `${stands ? glyphs.pointer : ' '}${time}${several ? ` #${line.attempt}` : ''} ${prefix > 0 ? `${column(line.target, prefix)} ` : ''}`;
    const indent = stringWidth(head);
    const rows = styledRows(texts[index] ?? '', {
      width: size.width - indent,
      colour,
      most: wrap ? height : 1,
      marks: marks[index] ?? [],
    });
    return rows.map((text, row) =>
      row === 0 ? paint([span(head, stands ? 'accent' : 'dim')], theme) + text : ' '.repeat(indent) + text,
    );
  });
}

function prefixWidth(targets: readonly string[]): number {
  return Math.min(14, Math.max(...targets.map((target) => stringWidth(target))));
}
