import { median } from './median.ts';
import { percentile } from './percentile.ts';
import type { SeekView } from './seek-process.ts';
import { type SeekOnScreen, seekPatience } from './seek-screen.ts';

export type InProcess = {
  /** Milliseconds; undefined: it was not open when the time was up. */
  opened: number | undefined;
  readonly times: { readonly view: SeekView; readonly ms: number }[];
  /** Moments at which other lines were there. */
  wrong: number;
  /** Megabytes, at the end. */
  resident: number | undefined;
};

/** Seconds of each pass, by program. */
export type Passes = ReadonlyMap<string, readonly number[]>;

export type SeekResults = {
  readonly inProcess: InProcess | undefined;
  readonly onScreen: SeekOnScreen | undefined;
  readonly passes: Passes;
};

export function seekGoals({ inProcess, onScreen, passes }: SeekResults): string {
  const ours = inProcess?.times.map(({ ms }) => ms) ?? [];
  const theirs = median(passes.get('scriptreplay') ?? []) * 1_000;
  const screen = keysOf(onScreen);
  return [
    '| goal | | is | |',
    '|---|---|---|---|',
    row('p99 ms in process', 'at most 3', percentile(ours, 99), (is) => is <= 3),
    row('moments with other lines', 'at most 0', inProcess?.wrong ?? Number.NaN, (is) => is === 0),
    row('p50 ms on the screen', 'at most 50', percentile(screen, 50), (is) => is <= 50),
    row('p99 ms on the screen', 'at most 50', percentile(screen, 99), (is) => is <= 50),
    row('scriptreplay, all of it / p50 in process', 'at least 300', theirs / median(ours), (is) => is >= 300),
  ].join('\n');
}

export function processTable({ opened, times, resident }: InProcess): string {
  const rows = (['all hosts', 'one host'] as const).map((view) => {
    const own = times.filter((each) => each.view === view).map(({ ms }) => ms);
    return `| ${view} | ${figures(own)} |`;
  });
  const open = opened === undefined ? 'not within the time' : `${opened.toFixed(0)} ms`;
  const memory = resident === undefined ? '' : ` Memory at the end: ${resident.toFixed(0)} MB.`;
  return [
    '### In process',
    '',
    `Journal and replay opened: ${open}.${memory}`,
    '',
    '| | moments | p50 ms | p99 ms | max ms |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

export function screenTable(onScreen: SeekOnScreen): string {
  const lost = onScreen.lost === 0 ? '' : `, ${onScreen.lost} of them not within ${seekPatience / 1_000} s`;
  return [
    '### On the screen',
    '',
    `\`gonogo replay\` in a pseudo-terminal of 120x40: ${onScreen.opened.toFixed(0)} ms from its start to the first frame. From Enter after \`:\` and a moment to the frame with its lines${lost}:`,
    '',
    '| | moments | p50 ms | p99 ms | max ms |',
    '|---|---|---|---|---|',
    `| \`:S+…\` | ${figures(keysOf(onScreen))} |`,
  ].join('\n');
}

export type PeersTable = {
  readonly passes: Passes;
  readonly notes: string;
  readonly ours: InProcess | undefined;
};

export function peersTable({ passes, notes, ours }: PeersTable): string {
  const own = median(ours?.times.map(({ ms }) => ms) ?? []);
  const rows = [...passes].map(([who, seconds]) => {
    const middle = median(seconds) * 1_000;
    const ratio = Number.isNaN(own) ? '' : (middle / own).toFixed(0);
    return `| ${who} | ${seconds.length} | ${middle.toFixed(0)} | ${ratio} |`;
  });
  return [
    '### Others',
    '',
    `The same output as recordings of a terminal, all of it as quickly as they can, thrown away: they have no way to a moment but through what came before. ${notes}.`,
    '',
    '| | passes | median ms | times gonogo’s p50 |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function keysOf(onScreen: SeekOnScreen | undefined): readonly number[] {
  if (onScreen === undefined) return [];
  return [...onScreen.keys, ...Array.from({ length: onScreen.lost }, () => seekPatience)];
}

function figures(ms: readonly number[]): string {
  const cells = [50, 99, 100].map((each) => percentile(ms, each));
  return [ms.length, ...cells.map((each) => (Number.isNaN(each) ? '' : each.toFixed(1)))].join(' | ');
}

function row(what: string, goal: string, is: number, holds: (is: number) => boolean): string {
  const known = !Number.isNaN(is);
  const verdict = known ? (holds(is) ? 'met' : 'missed') : 'not measured';
  return `| ${what} | ${goal} | ${known ? is.toFixed(1) : ''} | ${verdict} |`;
}
