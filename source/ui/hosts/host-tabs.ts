import { type HostPhase, type HostState, inTrouble } from '../../session/host-states.ts';
import { hostGlyphs } from '../glyphs.ts';
import { fitRow, type Line, type Span, span, widthOf } from '../line.ts';
import { hostPhases, hostTones, hostWords, namesOf } from './host-looks.ts';

export type TabFacts = {
  readonly states: readonly HostState[];
  /** Undefined: all of them. */
  readonly chosen: string | undefined;
  readonly width: number;
};

/** A tab for every host; where they are too many, how many of them are in which state, on one row. */
export function hostTabs(facts: TabFacts): readonly Line[] {
  if (facts.states.length === 0) return [[span(' no output: people do this step', 'dim')]];
  return isCrowd(facts.states) ? [summaryLine(facts)] : tabLines(facts);
}

/** So many that a tab for each would hide more than it shows. */
function isCrowd(states: readonly HostState[]): boolean {
  return states.length > mostTabs;
}

/** ` [all 7]  ✔ sakaiprod2  ● sakaiprod3`, on at most two rows, the chosen one always among them. */
function tabLines({ states, chosen, width }: TabFacts): readonly Line[] {
  const all = tab(states.length === 1 ? 'log' : `all ${states.length}`, { chosen: chosen === undefined });
  const each = states.map(({ target, phase }) => tab(target, { chosen: chosen === target, phase }));
  const rows: Span[][] = [[]];
  let chosenRow = 0;
  for (const [index, spans] of [all, ...each].entries()) {
    const row = rows.at(-1) ?? [];
    const fits = row.length === 0 || widthOf(row) + widthOf(spans) <= width;
    if (fits) row.push(...spans);
    else rows.push([...spans]);
    if (index > 0 && states[index - 1]?.target === chosen) chosenRow = rows.length - 1;
  }
  const first = Math.max(0, Math.min(chosenRow - 1, rows.length - maxTabRows));
  return rows.slice(first, first + maxTabRows);
}

function tab(
  name: string,
  { chosen, phase }: { readonly chosen: boolean; readonly phase?: HostPhase },
): readonly Span[] {
  const sign = phase === undefined ? [] : [span(hostGlyphs[phase], hostTones[phase])];
  return [span(' '), ...sign, span(chosen ? `[${name}]` : ` ${name} `, chosen ? 'selected' : undefined)];
}

/** ` [all 200]  ✔ 180 ok  ● 12 running  ✖ 2 failed: node[17,93]`: whatever gives way, it is not what failed. */
function summaryLine({ states, chosen, width }: TabFacts): Line {
  const found = states.find(({ target }) => target === chosen);
  const head = [
    ...tab(`all ${states.length}`, { chosen: found === undefined }),
    ...(found === undefined ? [] : tab(found.target, { chosen: true, phase: found.phase })),
  ];
  const byPhase = Map.groupBy(states, ({ phase }) => phase);
  const forms = countForms.map((form) => [
    ...head,
    ...hostPhases.flatMap((phase) => countSpans(phase, byPhase.get(phase) ?? [], form)),
  ]);
  const [shortest = head] = forms.slice(-1);
  return fitRow(forms.find((line) => widthOf(line) <= width) ?? shortest, width);
}

type CountForm = {
  readonly gap: string;
  /** Which of the numbers have a word besides their sign. */
  readonly words: 'all' | 'rare' | 'trouble';
  readonly names: boolean;
};

/** From the fullest to the shortest. */
const countForms: readonly CountForm[] = [
  { gap: '  ', words: 'all', names: true },
  { gap: '  ', words: 'all', names: false },
  { gap: ' ', words: 'all', names: false },
  { gap: ' ', words: 'rare', names: false },
  { gap: ' ', words: 'trouble', names: false },
];

function countSpans(
  phase: HostPhase,
  states: readonly HostState[],
  { gap, words, names }: CountForm,
): readonly Span[] {
  if (states.length === 0) return [];
  const bad = inTrouble.has(phase);
  const named = bad || words === 'all' || (words === 'rare' && !everyday.has(phase));
  const word = named ? ` ${hostWords[phase]}` : '';
  const which = names && bad ? `: ${namesOf(states)}` : '';
  return [span(gap), span(`${hostGlyphs[phase]} ${states.length}${word}${which}`, hostTones[phase])];
}

const everyday: ReadonlySet<HostPhase> = new Set(['ok', 'running', 'waiting']);

const mostTabs = 8;
const maxTabRows = 2;
