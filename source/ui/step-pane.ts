import { formatDuration, formatOffset } from '../plan/duration.ts';
import { type Action, type MailSettings, targetsOf } from '../plan/plan.ts';
import { formatTime, formatTimeOfDay } from '../plan/zone.ts';
import { heldBackBy } from '../run/readiness.ts';
import { isActive, isSettled } from '../run/select.ts';
import type { Attempt } from '../run/state.ts';
import { dueAt, elapsed } from '../run/timing.ts';
import { foldTargets, nameOf, placesOf, statusWords } from '../run/words.ts';
import { checkLines } from './check-lines.ts';
import type { StepAsker } from './dialog/asker.ts';
import { glyphs, statusGlyphs } from './glyphs.ts';
import type { Size } from './layout.ts';
import { breakText, type Line, span, spread, wrapText } from './line.ts';
import { shortClock } from './short-clock.ts';
import type { Tone } from './theme.ts';
import { statusTones, windowed } from './timeline.ts';

export type StepFacts = StepAsker & {
  /** Number of the marked checklist item. */
  readonly item: number;
  readonly focused: boolean;
};

export type DetailRow = { readonly line: Line; readonly item?: number | undefined };

/** Everything about one step but its log: as many rows as it takes. */
export function stepRows(facts: StepFacts, width: number): readonly DetailRow[] {
  const groups = [
    [...headRows(facts, width), ...missingRows(facts, width)],
    instructionRows(facts, width),
    checkLines(facts, width),
    attemptRows(facts, width),
    planRows(facts, width),
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
  const { state, step, own, now, focused } = facts;
  const title: Tone = focused ? 'selected' : 'strong';
  const words = [
    step.critical ? 'critical' : '',
    step.noReturn ? 'no return' : '',
    step.required ? 'required' : '',
  ];
  const status = [span(`${statusGlyphs[own.status]} ${statusWords[own.status]} `, statusTones[own.status])];
  const name = [span(' '), span(nameOf(step), title)];
  const owner = [...step.owners.map((one) => one.name), ...words.filter((word) => word !== '')];
  const took = elapsed(own, now);
  const timeout = step.actions[Math.max(0, own.attempts.at(-1)?.action ?? 0)]?.timeout;
  const running = own.status === 'running' && timeout !== undefined ? ` / ${shortClock(timeout)}` : '';
  const right =
    took === undefined || step.actions.length === 0 ? [] : [span(`${shortClock(took)}${running} `, 'strong')];
  return [
    { line: spread({ left: name, right: status, width }) },
    {
      line: spread({
        left: [
          span(
            ` ${[...owner, placesOf(step).join(' ')].filter(Boolean).join(` ${glyphs.separator} `)}`,
            'dim',
          ),
        ],
        right: [],
        width,
      }),
    },
    { line: spread({ left: [span(` ${timesOf(state, facts)}`, 'dim')], right, width }) },
  ];
}

function timesOf(state: StepFacts['state'], { step, own }: StepFacts): string {
  const { zone } = state.schedule;
  const due = dueAt(state, step);
  const attempt = own.attempts.at(-1);
  const parts = [];
  if (step.anchor !== undefined && step.offset !== undefined) {
    const clock = due === undefined ? '' : ` ${formatTime(due, zone)}`;
    parts.push(`due ${step.anchor}${formatOffset(step.offset)}${clock}`);
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
  const held = heldBackBy(state, step).map((text) => text.replace(/^it /, ''));
  const more = held.length > mostHeld ? [`and for ${held.length - mostHeld + 1} more`] : [];
  const named = more.length === 0 ? held : held.slice(0, mostHeld - 1);
  return [...named, ...more].flatMap((text) => paragraph(text, { width, tone: 'warn' }));
}

function instructionRows({ step }: StepFacts, width: number): readonly DetailRow[] {
  return step.instructions.flatMap((text) => paragraph(text, { width }));
}

function attemptRows({ state, own }: StepFacts, width: number): readonly DetailRow[] {
  const shown = own.attempts.filter(
    (attempt) => own.attempts.length > 1 || attempt.reason !== undefined || wentWrong(attempt),
  );
  return shown.flatMap((attempt) => attemptRow(attempt, state.schedule.zone, width));
}

function attemptRow(attempt: Attempt, zone: string, width: number): readonly DetailRow[] {
  const outcome =
    attempt.settled?.outcome ?? attempt.outcome ?? (attempt.stopRequested ? 'being stopped' : 'running');
  const ended = attempt.endedAt === undefined ? '' : ` ${formatTimeOfDay(attempt.endedAt, zone)}`;
  const detail = attempt.detail === '' ? '' : `: ${attempt.detail}`;
  const settled = attempt.settled === undefined ? '' : ` (${attempt.settled.by}: ${attempt.settled.reason})`;
  const against = attempt.reason === undefined ? '' : `, started all the same: ${attempt.reason}`;
  return paragraph(`attempt ${attempt.number} ${outcome}${ended}${detail}${settled}${against}`, {
    width,
    tone: wentWrong(attempt) ? 'bad' : 'dim',
  });
}

function wentWrong({ outcome, settled, stopRequested }: Attempt): boolean {
  const known = settled?.outcome ?? outcome;
  return stopRequested || (known !== undefined && known !== 'succeeded');
}

/** Before it starts: what it will run, so that nobody has to look it up. */
function planRows({ state, step, own }: StepFacts, width: number): readonly DetailRow[] {
  if (own.attempts.length > 0 || step.actions.length === 0) return [];
  return step.actions.flatMap((action) => actionRows(action, state.plan.mail, width));
}

function actionRows(action: Action, mail: MailSettings | undefined, width: number): readonly DetailRow[] {
  const lines = action.text.split('\n').filter((text) => text.trim() !== '');
  return [
    ...actionHead(action, mail).flatMap((text) => paragraph(text, { width, tone: 'heading' })),
    ...lines.flatMap((text) => breakText(text, width - 6).map(codeRow)),
  ];
}

function actionHead(action: Action, mail: MailSettings | undefined): readonly string[] {
  if (action.kind !== 'mail') return [`will run ${action.kind} on ${foldTargets(targetsOf(action.on))}`];
  const receivers = action.to ?? mail?.to ?? [];
  return [`will send mail to ${receivers.join(', ')}`, `subject: ${action.subject ?? ''}`];
}

/** What does not fit goes on in the next row, further in; nothing of it is left out. */
function codeRow(text: string, index: number): DetailRow {
  return { line: [span(`${index === 0 ? '   ' : '     '}${text}`)] };
}

function noteRows({ state, step }: StepFacts, width: number): readonly DetailRow[] {
  return state.notes
    .filter((note) => note.step === step.id)
    .flatMap(({ at, by, text }) =>
      paragraph(`${formatTimeOfDay(at, state.schedule.zone)} ${by}: ${text}`, { width, tone: 'accent' }),
    );
}

export function paragraph(
  text: string,
  { width, tone, indent = 1 }: { readonly width: number; readonly tone?: Tone; readonly indent?: number },
): readonly DetailRow[] {
  return wrapText(text, width - indent - 1).map((row) => ({ line: [span(' '.repeat(indent) + row, tone)] }));
}

/** The question before a start names them all. */
const mostHeld = 3;
