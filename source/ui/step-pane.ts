import { formatDuration, formatOffset } from '../plan/duration.ts';
import { type Action, targetsOf } from '../plan/plan.ts';
import { formatTime, formatTimeOfDay } from '../plan/zone.ts';
import { missingFor } from '../run/readiness.ts';
import { isActive } from '../run/select.ts';
import type { Attempt } from '../run/state.ts';
import { openItems } from '../run/status.ts';
import { dueAt, elapsed } from '../run/timing.ts';
import { foldTargets, nameOf, placesOf, statusWords } from '../run/words.ts';
import { checkLines } from './check-lines.ts';
import type { StepAsker } from './dialog/asker.ts';
import { glyphs, statusGlyphs } from './glyphs.ts';
import type { Size } from './layout.ts';
import { type Line, span, spread, wrapText } from './line.ts';
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

/** The rows around the marked item that fit. */
export function stepLines(facts: StepFacts, size: Size): readonly Line[] {
  const rows = stepRows(facts, size.width);
  const { step, own, focused, item } = facts;
  const checking = focused || openItems(step, own).length > 0;
  const at = checking && own.attempts.length > 0 ? rows.findIndex((row) => row.item === item) : 0;
  return windowed({ rows: rows.map(({ line }) => line), at: Math.max(0, at), size });
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

function missingRows({ state, step, own, now }: StepFacts, width: number): readonly DetailRow[] {
  if (own.skipped !== undefined) {
    return paragraph(`skipped by ${own.skipped.by}: ${own.skipped.reason}`, { width, tone: 'warn' });
  }
  if (own.status !== 'waiting' || !isActive(state, step.timeline)) return [];
  return missingFor(state, step, now)
    .filter((text) => !text.startsWith('it is due'))
    .flatMap((text) => paragraph(text.replace(/^it /, ''), { width, tone: 'warn' }));
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
function planRows({ step, own }: StepFacts, width: number): readonly DetailRow[] {
  if (own.attempts.length > 0 || step.actions.length === 0) return [];
  return step.actions.flatMap((action) => actionRows(action, width));
}

function actionRows(action: Action, width: number): readonly DetailRow[] {
  const where = foldTargets(targetsOf(action.on));
  const lines = action.text.split('\n').filter((text) => text.trim() !== '');
  const shown = lines.slice(0, scriptRows).map((text) => ({ line: cut(`   ${text}`, width) }));
  const rest =
    lines.length > scriptRows ? [{ line: cut(`   … ${lines.length - scriptRows} more lines`, width) }] : [];
  return [{ line: cut(` will run ${action.kind} on ${where}`, width, 'heading') }, ...shown, ...rest];
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

function cut(text: string, width: number, tone?: Tone): Line {
  return spread({ left: [span(text, tone)], right: [], width });
}

const scriptRows = 6;
