import { compareNatural } from '../../plan/natural-order.ts';
import { goesOn, type HostPhase, type HostState, inTrouble } from '../../session/host-states.ts';
import type { LogBook } from '../../session/log-book.ts';
import { glyphs, hostGlyphs } from '../glyphs.ts';
import { hostTones, namesOf } from '../hosts/host-looks.ts';
import { cutText, fitRow, type Line, type Span, span, spread, widthOf } from '../line.ts';

/** Hosts that came to the same and wrote the same. */
export type HostGroup = {
  readonly states: readonly HostState[];
  readonly phase: HostPhase;
  readonly words: string;
  /** Numbers of its lines in the first host's log: from `from` up to, not including, `end`. */
  readonly from: number;
  readonly end: number;
};

/** What went wrong first, then the few before the many; those that still run, and those that wait, last. */
export function hostGroups({
  states,
  step,
  logs,
}: {
  readonly states: readonly HostState[];
  readonly step: string;
  readonly logs: LogBook;
}): readonly HostGroup[] {
  const folds = logs.folds(step);
  const foldOf = new Map(folds.flatMap((fold, index) => fold.targets.map((name) => [name, { fold, index }])));
  const grouped = Map.groupBy(states, (state) => {
    const found = foldOf.get(state.target);
    const wrote = found !== undefined && found.fold.attempt === state.attempt ? found.index : 'nothing';
    return `${wrote} ${wordsOf(state)}`;
  });
  return [...grouped.values()]
    .map((same) => toGroup(same, { step, logs, from: fromOf(same, foldOf) }))
    .toSorted(byWeight);
}

type Folds = ReadonlyMap<string, { readonly fold: { readonly attempt: number; readonly from: number } }>;

/** Where the first host's lines of its latest attempt begin; undefined: it wrote none. */
function fromOf([first]: readonly HostState[], folds: Folds): number | undefined {
  const fold = folds.get(first?.target ?? '')?.fold;
  return fold === undefined || fold.attempt !== first?.attempt ? undefined : fold.from;
}

function toGroup(
  states: readonly HostState[],
  { step, logs, from }: { readonly step: string; readonly logs: LogBook; readonly from: number | undefined },
): HostGroup {
  const [first] = states;
  const phase = first === undefined || goesOn.has(first.phase) ? 'running' : first.phase;
  const head = { states, phase, words: first === undefined ? '' : wordsOf(first) };
  if (first === undefined || from === undefined) return { ...head, from: 0, end: 0 };
  return { ...head, from, end: logs.extent(step, first.target).end };
}

/** Which of those that run has been silent for how long must not tear them apart. */
function wordsOf({ phase, words }: HostState): string {
  return goesOn.has(phase) ? 'running' : words;
}

function byWeight(a: HostGroup, b: HostGroup): number {
  return (
    rankOf(a.phase) - rankOf(b.phase) ||
    a.states.length - b.states.length ||
    compareNatural(a.states[0]?.target ?? '', b.states[0]?.target ?? '')
  );
}

function rankOf(phase: HostPhase): number {
  if (inTrouble.has(phase)) return 0;
  if (phase === 'ok') return 1;
  return goesOn.has(phase) ? 2 : 3;
}

/** One row for each group while there is room; the odd one must not be hidden behind the lines of the many. */
export function groupIndex(
  groups: readonly HostGroup[],
  {
    chosen,
    width,
    most,
  }: { readonly chosen: string | undefined; readonly width: number; readonly most: number },
): readonly Line[] {
  if (groups.length < 2) return [];
  const at = groups.findIndex((group) => holds(group, chosen));
  const room = groups.length > most ? most - 1 : most;
  const first = Math.max(0, Math.min(at - room + 1, groups.length - room));
  const shown = groups.slice(first, first + room).map((group, index) => {
    const marked = first + index === at;
    const left = [
      span(marked ? `${glyphs.pointer}` : ' ', 'accent'),
      span(`${hostGlyphs[group.phase]} `, hostTones[group.phase]),
    ];
    const right = [span(`${group.words} ${glyphs.separator} ${amountOf(group)} `, hostTones[group.phase])];
    const names = nameSpan(group, width - widthOf(left) - widthOf(right) - 1, marked);
    return spread({ left: [...left, names], right, width });
  });
  const hidden = groups.length - shown.length;
  return hidden === 0 ? shown : [...shown, [span(`   … ${hidden} more groups`, 'dim')]];
}

function nameSpan({ states }: HostGroup, width: number, marked: boolean): Span {
  const count = ` (${states.length})`;
  const names = namesOf(states);
  const room = width - count.length;
  const text = (names.length <= room ? names : cutText(names, room)) + count;
  return span(text, marked ? 'selected' : 'strong');
}

function amountOf({ from, end }: HostGroup): string {
  const count = end - from;
  if (count === 0) return 'no output';
  return count === 1 ? '1 line' : `${count} lines`;
}

export function holds({ states }: HostGroup, target: string | undefined): boolean {
  return states.some((state) => state.target === target);
}

/** A row of the groups' output: a heading, or a line of the log, which is painted elsewhere. */
export type FoldedRow =
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'output'; readonly text: string };

/** The number of rows that a group's heading and lines take. */
export function groupRows({ from, end }: HostGroup): number {
  return 1 + (end - from);
}

/** Rows `top` up to, not including, `bottom` of all groups one after the other. Reads only those lines. */
export function foldedRows({
  groups,
  step,
  logs,
  top,
  bottom,
  width,
}: {
  readonly groups: readonly HostGroup[];
  readonly step: string;
  readonly logs: LogBook;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}): readonly FoldedRow[] {
  let begins = 0;
  return groups.flatMap((group) => {
    const start = begins;
    begins += groupRows(group);
    if (begins <= top || start >= bottom) return [];
    const first = group.from - 1 - start;
    const output = logs.read({
      step,
      target: group.states[0]?.target,
      from: Math.max(group.from, first + top),
      to: Math.min(group.end, first + bottom),
    });
    return [
      ...(top <= start ? [groupHead(group, width)] : []),
      ...(group.end > group.from ? output : []).map(({ text }) => ({ type: 'output', text }) as const),
    ];
  });
}

function groupHead(group: HostGroup, width: number): FoldedRow {
  const tone = hostTones[group.phase];
  const bar = glyphs.horizontal.repeat(2);
  const right = [
    span(` ${bar} `, 'dim'),
    span(`${hostGlyphs[group.phase]} ${group.words} `, tone),
    span(bar, 'dim'),
  ];
  const names = nameSpan(group, width - widthOf(right) - 3, false);
  return { type: 'line', line: fitRow([span(`${bar} `, 'dim'), names, ...right], width) };
}
