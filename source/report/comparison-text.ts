import stringWidth from 'string-width';
import { cutTo } from '../plan/text-table.ts';
import { formatMoment } from '../plan/zone.ts';
import { outcomeWords } from '../run/words.ts';
import { plainText } from '../session/terminal-text.ts';
import type { Comparison, StepPair } from './compare.ts';
import { differenceWords, ownWords } from './difference-words.ts';
import { momentOf, offsetOf } from './moments.ts';
import type { RunFacts } from './run-facts.ts';
import type { StepFacts } from './step-facts.ts';
import { counted, plannedStart, signed, startWords, tookWords } from './step-words.ts';
import { type TextColumn, textTable, wrapped } from './text-table.ts';

/** Two runs as a table of at most 120 columns; ends with a line end. @param columns how wide the reader's terminal is */
export function comparisonText(comparison: Comparison, columns: number): string {
  const { a, b, steps, onlyA, onlyB } = comparison;
  const width = Math.min(columns, 120);
  const told = steps.filter(isWorthTelling);
  const parts = [
    [...headLines('A', a), ...headLines('B', b)].flatMap((line) => hanging(line, width)),
    tableLines(told, width),
    onlyLines('A', onlyA, width),
    onlyLines('B', onlyB, width),
  ];
  const text = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${text.join('\n\n')}\n`;
}

/** A way back that neither of them went says nothing. */
export function isWorthTelling({ a, b }: StepPair): boolean {
  return a.anchor === 'S' || b.anchor === 'S' || a.attempts + b.attempts > 0 || a.status !== b.status;
}

/** How a run went as a whole, in words: `go, ended 2009-08-18 06:12:10 PDT (S+72m10s), 47m50s before the window closed`. */
export function endWords({ ended, start, closes, zone }: RunFacts): string {
  if (ended === undefined) return 'has not ended';
  const room = closes - ended.at;
  const distance = room < 0 ? `${tookWords(-room)} after` : `${tookWords(room)} before`;
  return `${outcomeWords[ended.outcome]}, ended ${momentOf({ start, zone }, ended.at)}, ${distance} the window closed`;
}

function headLines(name: string, facts: RunFacts): readonly string[] {
  const { run, mode, title, start, zone, fallback, faults } = facts;
  const kind =
    mode === 'live' ? 'live' : `rehearsal${faults === 0 ? '' : ` with ${counted(faults, 'fault')}`}`;
  return [
    `${name}  ${run}  ${kind}  ${plainText(title)}`,
    `   S ${formatMoment(start, zone)}`,
    `   ${endWords(facts)}`,
    ...(fallback === undefined
      ? []
      : [`   fell back at ${offsetOf(facts, fallback.at)}: ${plainText(fallback.reason)}`]),
  ];
}

const WIDE = 110;

function tableLines(pairs: readonly StepPair[], width: number): readonly string[] {
  if (pairs.length === 0) return ['They have no step in common.'];
  const wide = width >= WIDE;
  const used = wide ? wideColumns : narrowColumns;
  const rows = pairs.map((pair) => used.map(({ cell }) => plainText(cell(pair))));
  const others = used.map(({ name }, index) =>
    index === titleColumn
      ? 0
      : Math.max(...[name, ...rows.map((row) => row[index] ?? '')].map((cell) => stringWidth(cell))),
  );
  const most = width - others.reduce((sum, room) => sum + room + 2, -2);
  const [names = '', ...lines] = textTable(
    used.map(({ name, align }, index) => ({ name, align, most: index === titleColumn ? most : undefined })),
    rows,
  );
  return [
    names,
    ...pairs.flatMap((pair, index) => [
      lines[index] ?? '',
      ...(wide ? [] : foldedCells(pair)),
      ...differenceWords(pair).flatMap((words) => indented(words, width)),
    ]),
  ];
}

type Column = TextColumn & { readonly cell: (pair: StepPair) => string };

const titleColumn = 1;

const numberRoom = 3;
const always: readonly Column[] = [
  { name: '#', align: 'right', cell: ({ b }) => String(b.number) },
  { name: 'step', align: 'left', cell: ({ b }) => b.title },
];
const plan: Column = { name: 'planned', align: 'left', cell: ({ b }) => plannedStart(b) };
const driftA: Column = { name: 'drift', align: 'right', cell: ({ a }) => signed(a.drift) };
const driftB: Column = { name: 'drift', align: 'right', cell: ({ b }) => signed(b.drift) };
const took: readonly Column[] = [
  { name: 'A took', align: 'right', cell: ({ a }) => tookWords(a.took) },
  { name: 'B took', align: 'right', cell: ({ b }) => tookWords(b.took) },
  { name: 'B - A', align: 'right', cell: ({ longer }) => signed(longer) },
];
const wideColumns: readonly Column[] = [
  ...always,
  plan,
  { name: 'A began', align: 'left', cell: ({ a }) => startWords(a) },
  driftA,
  { name: 'B began', align: 'left', cell: ({ b }) => startWords(b) },
  driftB,
  ...took,
];
const narrowColumns: readonly Column[] = [
  ...always,
  { ...driftA, name: 'A drift' },
  { ...driftB, name: 'B drift' },
  ...took,
];

function foldedCells({ a, b }: StepPair): readonly string[] {
  const [planned, beganA, beganB] = [plannedStart(b), startWords(a), startWords(b)];
  const words = [
    ...(planned === '' ? [] : [`planned ${planned}`]),
    ...(beganA === '' ? [] : [`A began ${beganA}`]),
    ...(beganB === '' ? [] : [`B began ${beganB}`]),
  ];
  return words.length === 0 ? [] : [`     ${words.join(', ')}`];
}

function onlyLines(name: string, steps: readonly StepFacts[], width: number): readonly string[] {
  if (steps.length === 0) return [];
  return [
    `Only in ${name}`,
    ...steps.flatMap((step) => [
      cutTo(
        [
          String(step.number).padStart(numberRoom),
          plainText(step.title),
          ...[plannedStart(step), step.status, tookWords(step.took)].filter((words) => words !== ''),
        ].join('  '),
        width,
        stringWidth,
      ),
      ...ownWords('It', step).flatMap((words) => indented(words, width)),
    ]),
  ];
}

function indented(words: string, width: number): readonly string[] {
  return hanging(`     ${plainText(words)}`, width);
}

/** A line that is too long goes on below, two columns further in. */
function hanging(line: string, width: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const [first = '', ...rest] = wrapped(line.slice(indent.length), width - indent.length - 2);
  return [indent + first, ...rest.map((more) => `${indent}  ${more}`)];
}
