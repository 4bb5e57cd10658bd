import type { HostState } from '../../session/host-states.ts';
import type { PreflightState, PreflightTargetState } from '../../session/preflight-look.ts';
import { kindOf, placesOf } from '../../session/preflight-table.ts';
import { glyphs, hostGlyphs } from '../glyphs.ts';
import { hostTones } from '../hosts/host-looks.ts';
import { hostGrid } from '../hosts/hosts-grid.ts';
import type { Size } from '../layout.ts';
import { fitRow, type Line, type Span, span, widthOf } from '../line.ts';
import { preflightTable, verdictLooks } from './preflight-table.ts';

export type PreflightBody = {
  readonly lines: readonly Line[];
  /** Rows of the table, and how many of them fit. */
  readonly rows: number;
  readonly room: number;
};

export type PreflightBodyFacts = {
  readonly state: PreflightState;
  /** First row of the table that is shown. */
  readonly top: number;
  readonly size: Size;
};

/** Every target at a place of its own, and below it what was found. */
export function preflightBody({ state, top, size }: PreflightBodyFacts): PreflightBody {
  const { width, height } = size;
  const head: readonly Line[] = [
    [span(' PREFLIGHT', 'heading'), span('  everything this plan acts on, reached as the run will', 'dim')],
    [],
    ...targetLines(state.targets, size),
    [],
  ];
  const table = preflightTable(state.rows, width);
  const room = Math.max(1, height - head.length);
  const shown = table.length === 0 ? [[span(` ${notYet(state)}`, 'dim')]] : tableWindow(table, { top, room });
  const lines = [...head, ...shown].slice(0, height).map((line) => fitRow(line, width));
  return { lines, rows: table.length, room };
}

function notYet({ report }: PreflightState): string {
  return report === undefined
    ? 'What is wrong shows here as soon as it is found, the rest when all have answered.'
    : 'There is nothing to look at.';
}

/** Hosts as a grid, or where that would take too much room as one bar; then what is no host. */
function targetLines(targets: readonly PreflightTargetState[], { width, height }: Size): readonly Line[] {
  const hosts = targets.filter(({ name }) => kindOf(name) === 'host');
  const others = targets.filter(({ name }) => kindOf(name) !== 'host');
  const grid =
    hosts.length === 0 ? [] : hostGrid({ states: hosts.map(hostState), chosen: undefined, width }).rows;
  const most = Math.max(leastGrid, Math.floor(height / 3));
  return [...(grid.length > most ? [bar(hosts, width)] : grid), ...wrapped(others.map(cell), width)];
}

const leastGrid = 3;

function hostState({ name, verdict }: PreflightTargetState): HostState {
  return { target: name, phase: phaseOf(verdict), words: '', attempt: undefined };
}

function phaseOf(verdict: PreflightTargetState['verdict']): HostState['phase'] {
  return verdict === undefined ? 'waiting' : verdictLooks[verdict].phase;
}

function cell({ name, verdict }: PreflightTargetState): Line {
  const phase = phaseOf(verdict);
  return [span(` ${hostGlyphs[phase]}`, hostTones[phase]), span(` ${placesOf([name])} `)];
}

function wrapped(cells: readonly Line[], width: number): readonly Line[] {
  const lines: Line[] = [];
  for (const next of cells) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf([...last, ...next]) <= width)
      lines[lines.length - 1] = [...last, ...next];
    else lines.push(next);
  }
  return lines;
}

function bar(hosts: readonly PreflightTargetState[], width: number): Line {
  const answered = hosts.filter(({ verdict }) => verdict !== undefined).length;
  const counts = (['go', 'warn', 'no-go'] as const).flatMap((verdict): readonly Span[] => {
    const count = hosts.filter((host) => host.verdict === verdict).length;
    const { phase, word } = verdictLooks[verdict];
    return count === 0 ? [] : [span(`  ${hostGlyphs[phase]} ${count} ${word}`, hostTones[phase])];
  });
  const room = Math.max(10, Math.min(40, width - 50));
  const full = Math.floor((room * answered) / hosts.length);
  return [
    span(' hosts  '),
    span(glyphs.played.repeat(full), 'accent'),
    span(glyphs.horizontal.repeat(room - full), 'dim'),
    span(`  ${answered} of ${hosts.length}`, 'strong'),
    ...counts,
  ];
}

/** As much of the table as fits, and how much more there is. */
function tableWindow(
  table: readonly Line[],
  { top, room }: { readonly top: number; readonly room: number },
): readonly Line[] {
  if (table.length <= room || room < 2) return table.slice(0, room);
  const first = Math.max(0, Math.min(top, table.length - room + 1));
  const shown = table.slice(first, first + room - 1);
  const below = table.length - first - shown.length;
  const more = below > 0 ? `… ${below} more below: the arrow keys` : `… ${first} above: the arrow keys`;
  return [...shown, [span(` ${more}`, 'dim')]];
}
