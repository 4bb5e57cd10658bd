import { limitOf } from '../../plan/action-nature.ts';
import { formatDuration, formatOffset } from '../../plan/duration.ts';
import type { Usuals } from '../../plan/usual.ts';
import { formatTime, formatTimeOfDay } from '../../plan/zone.ts';
import { dueWords } from '../../run/due-words.ts';
import { heldBackBy } from '../../run/readiness.ts';
import { isActive, isSettled } from '../../run/select.ts';
import { dueAt, elapsed } from '../../run/timing.ts';
import { nameOf, placesOf, statusWords } from '../../run/words.ts';
import type { Silences } from '../../session/silences.ts';
import type { StepAsker } from '../dialog/asker.ts';
import { glyphs, statusGlyphs } from '../glyphs.ts';
import type { Size } from '../layout.ts';
import { type Line, type Span, span, spread } from '../line.ts';
import type { Tone } from '../theme.ts';
import { namedSilence } from '../timeline/silence-note.ts';
import { statusTones, windowed } from '../timeline/timeline.ts';
import { shortClock } from '../words/short-clock.ts';
import { workRows } from './action-lines.ts';
import { attemptRows } from './attempt-lines.ts';
import { checkLines } from './check-lines.ts';
import { type DetailRow, paragraph } from './detail-row.ts';
import { prospectRows } from './prospect-rows.ts';

export type StepFacts = StepAsker & {
  readonly usuals?: Usuals | undefined;
  readonly silences: Silences;
  /** Number of the marked checklist item. */
  readonly item: number;
  readonly focused: boolean;
};

/** Everything about one step but its log: as many rows as it takes. */
export function stepRows(facts: StepFacts, width: number): readonly DetailRow[] {
  const groups = [
    [...headRows(facts, width), ...prospectRows(facts, width), ...missingRows(facts, width)],
    instructionRows(facts, width),
    checkLines(facts, width),
    attemptRows(facts, width),
    workRows(facts, width),
    noteRows(facts, width),
  ].filter((rows) => rows.length > 0);
  return groups.flatMap((rows, index) => (index === 0 ? rows : [{ line: [] }, ...rows]));
}

/** The rows that fit, and the checklist items among them. */
export type StepText = { readonly lines: readonly Line[]; readonly items: readonly number[] };

/** From row `top` where somebody scrolled, else around the marked item. */
export function stepText(facts: StepFacts, size: Size, top: number | undefined): StepText {
  const rows = stepRows(facts, size.width);
  const at = top === undefined ? markedRow(facts, rows) : top + Math.floor(size.height / 2);
  const lines = windowed({ rows: rows.map(({ line }) => line), at, size });
  const items = rows.flatMap(({ line, item }) => (item !== undefined && lines.includes(line) ? [item] : []));
  return { lines, items: [...new Set(items)] };
}

function markedRow(facts: StepFacts, rows: readonly DetailRow[]): number {
  const { state, step, own, focused, item } = facts;
  const checking = focused || !isSettled(state, step.id);
  const at = checking && own.attempts.length > 0 ? rows.findIndex((row) => row.item === item) : 0;
  return Math.max(0, at);
}

function headRows(facts: StepFacts, width: number): readonly DetailRow[] {
  const { state, step, own, focused } = facts;
  const title: Tone = focused ? 'selected' : 'strong';
  const words = [
    step.critical ? 'critical' : '',
    step.noReturn ? 'no return' : '',
    step.required ? 'required' : '',
    step.auto && !step.noReturn ? 'starts by itself' : '',
  ];
  const status = [span(`${statusGlyphs[own.status]} ${statusWords[own.status]} `, statusTones[own.status])];
  const name = [span(' '), span(nameOf(step), title)];
  const owner = [...step.owners.map((one) => one.name), ...words.filter((word) => word !== '')];
  const place = ` ${[...owner, placesOf(step).join(' ')].filter(Boolean).join(` ${glyphs.separator} `)}`;
  const note = own.status === 'running' ? namedSilence(facts, step.id) : undefined;
  const silent = note === undefined ? [] : [span(`${note} `, 'warn')];
  return [
    { line: spread({ left: name, right: status, width }) },
    { line: spread({ left: [span(place, 'dim')], right: silent, width }) },
    { line: spread({ left: [span(` ${timesOf(state, facts)}`, 'dim')], right: progress(facts), width }) },
  ];
}

/** `action 2 of 3  1:15 / 5:00`: where it is, and for how long, always in the same place. */
function progress({ step, own, now }: StepFacts): Line {
  const took = elapsed(own, now);
  const attempt = own.attempts.at(-1);
  if (took === undefined || attempt === undefined || step.actions.length === 0) return [];
  const at = Math.max(attempt.action, attempt.from, 0);
  const action = step.actions[at];
  const timeout = action === undefined ? undefined : limitOf(action);
  const limit = own.status === 'running' && timeout !== undefined ? ` / ${shortClock(timeout)}` : '';
  const several = step.actions.length > 1 && !attempt.byHand && at < step.actions.length;
  const which: readonly Span[] = several ? [span(`action ${at + 1} of ${step.actions.length}  `, 'dim')] : [];
  return [...which, span(`${shortClock(took)}${limit} `, 'strong')];
}

function timesOf(state: StepFacts['state'], { step, own, now }: StepFacts): string {
  const { zone } = state.schedule;
  const attempt = own.attempts.at(-1);
  const at = attempt?.startedAt ?? now;
  const due = dueAt(state, step, at);
  const parts = [];
  if (step.anchor !== undefined && step.offset !== undefined) {
    const clock = due === undefined ? '' : ` ${formatTime(due, zone)}`;
    const planned = `${step.anchor}${formatOffset(step.offset)}`;
    const words = dueWords(state, step, at) ?? planned;
    const leftOut = step.anchor === 'D' && own.skipped !== undefined && attempt === undefined;
    if (leftOut) parts.push(`planned ${planned}`);
    else parts.push(`due ${words}${clock}${words === planned ? '' : ` (planned ${planned})`}`);
  }
  if (step.duration > 0 && step.anchor !== undefined && attempt === undefined)
    parts.push(`for ${formatDuration(step.duration)}`);
  if (attempt !== undefined)
    parts.push(`started ${formatTimeOfDay(attempt.startedAt, zone)} by ${attempt.by}`);
  return parts.join(` ${glyphs.separator} `);
}

function missingRows({ state, step, own }: StepFacts, width: number): readonly DetailRow[] {
  if (own.skipped !== undefined) {
    return paragraph(`skipped by ${own.skipped.by}: ${own.skipped.reason}`, { width, tone: 'warn' });
  }
  if (own.status !== 'waiting' || !isActive(state, step.timeline)) return [];
  const { held: hold } = state;
  const stopped = hold === undefined ? [] : [`nothing starts: held by ${hold.by}: ${hold.reason}`];
  const held = heldBackBy(state, step).map((text) => text.replace(/^it /, ''));
  const more = held.length > mostHeld ? [`and for ${held.length - mostHeld + 1} more`] : [];
  const named = more.length === 0 ? held : held.slice(0, mostHeld - 1);
  return [...stopped, ...named, ...more].flatMap((text) => paragraph(text, { width, tone: 'warn' }));
}

function instructionRows({ step }: StepFacts, width: number): readonly DetailRow[] {
  return step.instructions.flatMap((text) => paragraph(text, { width }));
}

function noteRows({ state, step }: StepFacts, width: number): readonly DetailRow[] {
  return state.notes
    .filter((note) => note.step === step.id)
    .flatMap(({ at, by, text }) =>
      paragraph(`${formatTimeOfDay(at, state.schedule.zone)} ${by}: ${text}`, { width, tone: 'accent' }),
    );
}

/** The question before a start names them all. */
const mostHeld = 3;
