import stringWidth from 'string-width';
import { compareNatural } from '../../plan/natural-order.ts';
import { type HostState, inTrouble } from '../../session/host-states.ts';
import { glyphs, hostGlyphs } from '../glyphs.ts';
import { column, type Line, type Span, span } from '../line.ts';
import { hostTones } from './host-looks.ts';

export type Grid = {
  readonly rows: readonly Line[];
  /** The hosts of each row, from left to right. */
  readonly cells: readonly (readonly string[])[];
};

/** Every host in the order people count, what their names have in common said once: ` node ✔001 ●002▶✖003`. */
export function hostGrid({
  states,
  chosen,
  width,
}: {
  readonly states: readonly HostState[];
  readonly chosen: string | undefined;
  readonly width: number;
}): Grid {
  const byTarget = new Map(states.map((state) => [state.target, state]));
  const { families, tail } = familiesOf([...byTarget.keys()]);
  const labelWidth = Math.min(widestLabel, widest(families.map(({ label }) => label)));
  const markWidth = Math.min(
    widestMark,
    widest(families.flatMap(({ members }) => members.map((m) => m.mark))),
  );
  const indent = labelWidth === 0 ? 0 : labelWidth + 1;
  const columns = Math.max(1, Math.floor((width - indent - 1) / (markWidth + 2)));
  const chunks = families.flatMap(({ label, members }) =>
    chunked(members, columns).map((part, index) => ({ label: index === 0 ? label : '', part })),
  );
  const rows = chunks.map(
    ({ label, part }): Line => [
      span(indent === 0 ? '' : ` ${column(cutLeft(label, labelWidth), labelWidth)}`, 'strong'),
      ...part.flatMap(({ target, mark }) =>
        cell(byTarget.get(target), { mark: cutLeft(mark, markWidth), markWidth, chosen: target === chosen }),
      ),
    ],
  );
  const note: readonly Line[] = tail === '' ? [] : [[span(` every name ends in ${tail}`, 'dim')]];
  return { rows: [...rows, ...note], cells: chunks.map(({ part }) => part.map(({ target }) => target)) };
}

/** The pointer stands before the chosen one: without colours it could not be told from a failed one. */
function cell(
  state: HostState | undefined,
  {
    mark,
    markWidth,
    chosen,
  }: { readonly mark: string; readonly markWidth: number; readonly chosen: boolean },
): readonly Span[] {
  const phase = state?.phase ?? 'waiting';
  const name = column(mark, markWidth);
  const tone = chosen
    ? 'selected'
    : inTrouble.has(phase) || phase === 'cut' || phase === 'quiet'
      ? hostTones[phase]
      : undefined;
  return [
    span(chosen ? glyphs.pointer : ' ', 'accent'),
    span(hostGlyphs[phase], hostTones[phase]),
    span(name, tone ?? (phase === 'waiting' || phase === 'left-out' ? 'dim' : undefined)),
  ];
}

type Member = { readonly target: string; readonly mark: string };
type Family = { readonly label: string; readonly members: readonly Member[] };

/** Hosts whose names are the same up to their last number; one family of all where that would tear them apart. */
function familiesOf(targets: readonly string[]): {
  readonly families: readonly Family[];
  readonly tail: string;
} {
  const sorted = targets.toSorted(compareNatural);
  const tail = commonTail(sorted);
  const split = sorted.map((target) => {
    const name = target.slice(0, target.length - tail.length);
    const [, label = '', mark = name] = /^(.*?)(\d+\D*)$/.exec(name) ?? [];
    return { target, name, label, mark };
  });
  const byLabel = Map.groupBy(split, ({ label }) => label);
  if (byLabel.size === 1 || byLabel.size * leastMembers <= sorted.length) {
    return { families: [...byLabel].map(([label, members]) => ({ label, members })), tail };
  }
  const label = commonHead(split.map(({ name }) => name));
  const members = split.map(({ target, name }) => ({ target, mark: name.slice(label.length) }));
  return { families: [{ label, members }], tail };
}

/** `.example.org`: the end of every name, from a dot on. */
function commonTail(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  for (let at = first.indexOf('.', 1); at !== -1; at = first.indexOf('.', at + 1)) {
    const tail = first.slice(at);
    if (others.every((name) => name.endsWith(tail) && name.length > tail.length)) return tail;
  }
  return '';
}

/** The beginning of every name, without a part of a number. */
function commonHead(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length - 1;
  while (
    length > 0 &&
    !others.every((name) => name.startsWith(first.slice(0, length)) && name.length > length)
  ) {
    length -= 1;
  }
  return first.slice(0, Math.max(0, length)).replace(/\d+$/, '');
}

function cutLeft(text: string, width: number): string {
  return stringWidth(text) <= width ? text : `…${text.slice(text.length - width + 1)}`;
}

function chunked<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** On average; less, and rows of one or two hosts would fill the screen. */
const leastMembers = 3;
const widestLabel = 14;
const widestMark = 16;
