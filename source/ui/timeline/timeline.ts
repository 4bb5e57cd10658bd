import stringWidth from 'string-width';
import { formatOffset } from '../../plan/duration.ts';
import { type Plan, type Step, stepsOf, type Timeline, type TimelineKind } from '../../plan/plan.ts';
import type { Usuals } from '../../plan/usual.ts';
import { formatTime } from '../../plan/zone.ts';
import { isActive } from '../../run/select.ts';
import type { RunState, StepStatus } from '../../run/state.ts';
import { stepState } from '../../run/timing.ts';
import type { Silences } from '../../session/silences.ts';
import { glyphs, statusGlyphs } from '../glyphs.ts';
import type { Size } from '../layout.ts';
import { column, fitRow, type Line, type Span, span, spread } from '../line.ts';
import type { Tone } from '../theme.ts';
import { silenceNote } from './silence-note.ts';
import { clockWidth, stepClock } from './step-clock.ts';

export type TimelineFacts = {
  readonly state: RunState;
  readonly now: number;
  readonly usuals?: Usuals | undefined;
  readonly silences: Silences;
  /** The step on the screen. */
  readonly shown: string | undefined;
  /** Whether the arrow keys move here. */
  readonly focused: boolean;
  readonly size: Size;
};

/** The whole plan, a row a step, as much of it around the chosen step as there is room for. */
export function timelineLines(facts: TimelineFacts): readonly Line[] {
  const { size, state, shown } = facts;
  const columns = columnsOf(state.plan);
  const rows = state.plan.timelines.flatMap((timeline, index) =>
    sectionRows({ ...facts, columns }, timeline, index > 0),
  );
  const at = rows.findIndex(({ step }) => step === shown);
  return windowed({ rows: rows.map(({ line }) => line), at, size });
}

/** At most `height` rows around row `at`; what is cut says how much. */
export function windowed({
  rows,
  at,
  size: { width, height },
}: {
  readonly rows: readonly Line[];
  readonly at: number;
  readonly size: Size;
}): readonly Line[] {
  if (rows.length <= height) return rows;
  const last = rows.length - height;
  const top = Math.min(last, Math.max(0, at - Math.floor(height / 2)));
  if (height < 3) return rows.slice(at, at + height);
  const shown = rows.slice(top, top + height);
  const more = (count: number, where: string): Line =>
    fitRow([span(`     … ${count} more ${where}`, 'dim')], width);
  return shown.map((line, index) => {
    if (index === 0 && top > 0) return more(top + 1, 'above');
    if (index === height - 1 && top < last) return more(rows.length - top - height + 1, 'below');
    return line;
  });
}

type Row = { readonly line: Line; readonly step: string | undefined };

/** Widths that the whole plan has in common. */
type Columns = { readonly offset: number; readonly owner: number };

type RowFacts = TimelineFacts & { readonly columns: Columns };

/** Offsets and owners take what the widest of them needs; titles have the rest. */
function columnsOf(plan: Plan): Columns {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => stringWidth(text)));
  const steps = stepsOf(plan);
  return {
    offset: Math.min(widestOffset, widest(steps.map(offsetOf)) + 1),
    owner: Math.min(widestOwner, widest(steps.map(ownerOf))),
  };
}

function sectionRows(facts: RowFacts, timeline: Timeline, spaced: boolean): readonly Row[] {
  if (timeline.steps.length === 0) return [];
  const { width } = facts.size;
  const heading: Row = { line: fitRow(headingOf(facts.state, timeline.kind), width), step: undefined };
  const steps = timeline.steps.map((step) => ({ line: stepRow(facts, step), step: step.id }));
  return spaced ? [{ line: [], step: undefined }, heading, ...steps] : [heading, ...steps];
}

function headingOf(state: RunState, kind: TimelineKind): Line {
  const name = { preparation: 'PREPARATION', main: 'MAINTENANCE WINDOW', fallback: 'FALL-BACK' }[kind];
  const { fallback, schedule } = state;
  if (kind === 'fallback') {
    if (fallback === undefined) return [span(`  ${name}`, 'dim'), span('  D not called', 'dim')];
    return [span(`  ${name}`, 'warn'), span(`  D = ${formatTime(fallback.at, schedule.zone)}`, 'warn')];
  }
  if (fallback === undefined) return [span(`  ${name}`, 'heading')];
  return [span(`  ${name}  frozen at D`, 'dim')];
}

function stepRow(facts: RowFacts, step: Step): Line {
  const { state, shown, focused, columns } = facts;
  const { width } = facts.size;
  const own = stepState(state, step.id);
  const active = isActive(state, step.timeline);
  const chosen = step.id === shown;
  const tone = chosen && focused ? 'selected' : active ? textTones[own.status] : 'dim';
  const glyphTone = active || own.status === 'running' ? statusTones[own.status] : 'dim';
  const title = [...marksOf(step), step.title].join(' ');
  const titleWidth = width - pointerWidth - glyphWidth - columns.offset - columns.owner - 1 - clockWidth - 1;
  const note = own.status === 'running' ? silenceNote(facts, step.id) : undefined;
  const owner = span(` ${column(ownerOf(step), columns.owner)}`, chosen && focused ? 'selected' : 'dim');
  return [
    span(chosen ? `${glyphs.pointer} ` : '  ', 'accent'),
    span(`${statusGlyphs[own.status]} `, note === undefined ? glyphTone : 'warn'),
    span(column(offsetOf(step), columns.offset), tone),
    ...(note === undefined
      ? [span(column(title, titleWidth), tone), owner]
      : noted({ title: span(title, tone), note, width: titleWidth + 1 + columns.owner })),
    ...spread({ left: [], right: stepClock(facts, step), width: clockWidth }),
    span(' '),
  ];
}

/** While nothing is heard of it, that stands where the owner does, and as much of the title as it takes. */
function noted({
  title,
  note,
  width,
}: {
  readonly title: Span;
  readonly note: string;
  readonly width: number;
}): Line {
  const room = Math.max(0, width - stringWidth(note) - 1);
  return [
    span(column(title.text, room), title.tone),
    span(` ${column(note, Math.min(stringWidth(note), width - 1))}`, 'warn'),
  ];
}

/** What a person has to know of it long before it is due. */
function marksOf({ decision, noReturn, hold }: Step): readonly string[] {
  return [
    ...(decision ? [glyphs.decision] : []),
    ...(noReturn ? [glyphs.noReturn] : []),
    ...(hold ? [glyphs.hold] : []),
  ];
}

function ownerOf({ owners }: Step): string {
  return owners.map(({ name }) => name).join('+');
}

function offsetOf({ anchor, offset }: Step): string {
  return anchor === undefined || offset === undefined ? '' : `${anchor}${formatOffset(offset)}`;
}

const pointerWidth = 2;
const glyphWidth = 2;
const widestOffset = 9;
const widestOwner = 12;

export const statusTones: Readonly<Record<StepStatus, Tone | undefined>> = {
  waiting: undefined,
  running: 'accent',
  checking: 'warn',
  failed: 'bad',
  unknown: 'bad',
  done: 'good',
  skipped: 'dim',
};

const textTones: Readonly<Record<StepStatus, Tone | undefined>> = {
  ...statusTones,
  done: undefined,
  checking: 'strong',
  running: 'strong',
};
