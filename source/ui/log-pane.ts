import stringWidth from 'string-width';
import type { Step } from '../plan/plan.ts';
import { formatTimeOfDay } from '../plan/zone.ts';
import type { TargetResult } from '../run/event.ts';
import type { Attempt, RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import type { LogBook, LogExtent, LogLine } from '../session/log-book.ts';
import { cutStyled } from './cut-styled.ts';
import { glyphs } from './glyphs.ts';
import type { Size } from './layout.ts';
import { column, type Line, type Span, span, spread, widthOf } from './line.ts';
import { targetsShown, topOf } from './shown.ts';
import { paint, type Theme } from './theme.ts';
import type { View } from './view.ts';

export type LogFacts = {
  readonly state: RunState;
  readonly step: Step;
  readonly logs: LogBook;
  readonly view: Pick<View, 'target' | 'top'>;
  readonly theme: Theme;
  readonly colour: boolean;
  readonly size: Size;
};

export type LogRows = {
  /** Painted, ready for the screen. */
  readonly rows: readonly string[];
  /** How many of them are log lines. */
  readonly height: number;
};

/** Tabs, where the shown hosts are, and only those lines that fit. */
export function logRows(facts: LogFacts): LogRows {
  const { state, step, logs, view, theme, size } = facts;
  const targets = targetsShown(step, state, logs.targets(step.id));
  const tabs = tabLines({ ...facts, targets });
  const height = Math.max(1, size.height - tabs.length - 1);
  const extent = logs.extent(step.id, view.target);
  const top = topOf(extent, view.top, height);
  const head = [...tabs, statusLine(facts, { extent, top, height })];
  const shown = logs.read({ step: step.id, target: view.target, from: top, to: top + height });
  const several = stepState(state, step.id).attempts.length > 1;
  const prefix = view.target === undefined && targets.length > 1 ? prefixWidth(targets) : 0;
  const body = shown.map((line) => logRow(facts, line, { prefix, several }));
  return { rows: [...head.map((line) => paint(line, theme)), ...body].slice(0, size.height), height };
}

/** ` all 7 hosts  ✔ sakaiprod2  ● sakaiprod3`, on at most two rows, the chosen one always among them. */
function tabLines(facts: LogFacts & { readonly targets: readonly string[] }): readonly Line[] {
  const { state, step, view, targets, size } = facts;
  const attempt = stepState(state, step.id).attempts.at(-1);
  if (targets.length === 0) return [[span(' no output: people do this step', 'dim')]];
  const all = tab(targets.length === 1 ? 'log' : `all ${targets.length}`, {
    chosen: view.target === undefined,
  });
  const each = targets.map((target) =>
    tab(target, {
      chosen: view.target === target,
      state:
        attempt === undefined || !(target in attempt.targets)
          ? 'none'
          : lookOf(attempt.targets[target], attempt),
    }),
  );
  const rows: Span[][] = [[]];
  let chosenRow = 0;
  for (const [index, spans] of [all, ...each].entries()) {
    const row = rows.at(-1) ?? [];
    const fits = row.length === 0 || widthOf(row) + widthOf(spans) <= size.width;
    if (fits) row.push(...spans);
    else rows.push([...spans]);
    if (index > 0 && targets[index - 1] === view.target) chosenRow = rows.length - 1;
  }
  const first = Math.max(0, Math.min(chosenRow - 1, rows.length - maxTabRows));
  return rows.slice(first, first + maxTabRows);
}

function tab(
  name: string,
  { chosen, state }: { readonly chosen: boolean; readonly state?: keyof typeof looks },
): readonly Span[] {
  const look = state === undefined ? undefined : looks[state];
  const sign = look === undefined ? [] : [span(look.glyph, look.tone)];
  return [span(' '), ...sign, span(chosen ? `[${name}]` : ` ${name} `, chosen ? 'selected' : undefined)];
}

/** A target without a result runs as long as its attempt does; after that nobody knows. */
function lookOf(result: TargetResult | undefined, attempt: Attempt | undefined): keyof typeof looks {
  if (result === undefined) return attempt?.outcome === undefined ? 'running' : 'lost';
  if (result.type === 'lost') return 'lost';
  return result.type === 'exited' && result.code === 0 ? 'ok' : 'failed';
}

const looks = {
  none: { glyph: glyphs.open, tone: 'dim' },
  running: { glyph: '●', tone: 'accent' },
  ok: { glyph: glyphs.passed, tone: 'good' },
  failed: { glyph: glyphs.failed, tone: 'bad' },
  lost: { glyph: '?', tone: 'bad' },
} as const;

/** What happened where, in words; and where in the log this is. */
function statusLine(
  { state, step, view, size }: LogFacts,
  { extent, top, height }: { readonly extent: LogExtent; readonly top: number; readonly height: number },
): Line {
  const attempt = stepState(state, step.id).attempts.at(-1);
  const place =
    view.top === undefined
      ? 'following '
      : `${top + 1}-${Math.min(extent.end, top + height)} of ${extent.end}, end follows `;
  const names = Object.keys(attempt?.targets ?? {}).filter(
    (name) => view.target === undefined || view.target === name,
  );
  const left =
    attempt === undefined || names.length === 0 ? [span('not started', 'dim')] : summary(attempt, names);
  const right = [span(` ${place}`, view.top === undefined ? 'dim' : 'warn')];
  return spread({ left: [span(' '), ...left], right, width: size.width });
}

/** What went wrong first, each by name; then how many run and how many are well. */
function summary(attempt: Attempt, names: readonly string[]): Line {
  const looked = names.map((name) => ({ name, look: lookOf(attempt.targets[name], attempt) }));
  const bad = looked.filter(({ look }) => look === 'failed' || look === 'lost');
  const running = looked.filter(({ look }) => look === 'running').length;
  const ok = looked.length - bad.length - running;
  const words = bad.map(({ name }) => `${name} ${resultWords(attempt.targets[name])}`);
  const parts: Span[] = [];
  if (bad.length > 0) parts.push(span(words.join(', '), 'bad'), span('  '));
  if (running > 0) parts.push(span(`${running} running  `, 'accent'));
  if (ok > 0) parts.push(span(`${ok} ok`, 'good'));
  return parts;
}

function resultWords(result: TargetResult | undefined): string {
  switch (result?.type) {
    case undefined:
      return 'unknown';
    case 'exited':
      return result.code === 0 ? 'ok' : `exit ${result.code}`;
    case 'signalled':
      return result.signal;
    case 'timed-out':
      return 'timed out';
    case 'stopped':
      return 'stopped';
    case 'refused':
      return `refused: ${result.reason}`;
    case 'failed':
      return `failed: ${result.reason}`;
    case 'lost':
      return `lost: ${result.reason}`;
  }
}

function logRow(
  { state, theme, colour, size }: LogFacts,
  line: LogLine,
  { prefix, several }: { readonly prefix: number; readonly several: boolean },
): string {
  const time = formatTimeOfDay(line.at, state.schedule.zone);
  const head = ` ${time}${several ? ` #${line.attempt}` : ''} ${prefix > 0 ? `${column(line.target, prefix)} ` : ''}`;
  const text = cutStyled(line.text, { width: size.width - stringWidth(head), colour });
  return paint([span(head, 'dim')], theme) + text;
}

function prefixWidth(targets: readonly string[]): number {
  return Math.min(14, Math.max(...targets.map((target) => stringWidth(target))));
}

const maxTabRows = 2;
