import stringWidth from 'string-width';
import { formatDuration, formatOffset } from '../plan/duration.ts';
import { columnWidths, tableLine } from '../plan/text-table.ts';
import type { Fault } from '../run/fault.ts';
import type { RunState } from '../run/state.ts';
import { loudOutcome, nameOf, roleLabel, rolePerson } from '../run/words.ts';
import type { Question } from './rehearsal-questions.ts';
import type { AskedReport, DecisionReport, RehearsalReport, StepReport } from './rehearsal-report.ts';
import { statusWord } from './summary-details.ts';
import { plainText } from './terminal-text.ts';

/** A rehearsal's report for people; ends with a line end. */
export function rehearsalText(state: RunState, report: RehearsalReport): string {
  const parts = [
    headLines(state, report),
    ...timelineParts(state, report),
    clockLines(report),
    askedLines(state, report),
    unusualLines(state, report),
  ];
  const text = parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${text}\n`;
}

function headLines(
  { plan }: RunState,
  { outcome, reason, seed, faults }: RehearsalReport,
): readonly string[] {
  const end = outcome === undefined ? 'not ended' : loudOutcome(outcome);
  return [
    `Rehearsal of ${plainText(plan.title)}: ${end}${reason === undefined ? '' : ` (${plainText(reason)})`}`,
    ...(seed === undefined
      ? []
      : [
          `Seed ${seed}; ${faults.length === 0 ? 'nothing made to go wrong' : faults.map(faultWords).join(', ')}`,
        ]),
  ];
}

function faultWords(fault: Fault): string {
  switch (fault.type) {
    case 'late':
      return `${fault.step} late by ${formatDuration(fault.by)}`;
    case 'fail':
      return `${fault.step} fails ${fault.always ? 'always' : 'once'}`;
    case 'lose-host':
      return `${fault.host} is lost`;
  }
}

/** One table for all timelines, so that their columns stand below each other. */
function timelineParts(state: RunState, { steps }: RehearsalReport): readonly (readonly string[])[] {
  const [names = '', ...lines] = table([columns, ...steps.map((row) => cellsOf(state, row))]);
  return state.plan.timelines.map((timeline) => {
    const own = lines.filter((_, index) => steps[index]?.step.timeline === timeline.kind);
    return own.length === 0 ? [] : [plainText(timeline.title), names, ...own];
  });
}

const columns = ['#', 'planned', 'started', 'took', 'of', 'drift', 'step'] as const;

function cellsOf(state: RunState, row: StepReport): readonly string[] {
  const { step, attempts, planned, began, took, plannedLength, drift, status } = row;
  const anchor = step.anchor === 'D' ? state.fallback?.at : state.schedule.start;
  const offset = (at: number | undefined) =>
    at === undefined || anchor === undefined ? '' : `${step.anchor ?? 'S'}${offsetWords(at - anchor)}`;
  const tries = attempts > 1 ? `, ${attempts} attempts` : '';
  const end = status === 'done' && attempts < 2 ? '' : ` (${statusWord(state, step)}${tries})`;
  return [
    String(step.number),
    offset(planned),
    offset(began),
    took === undefined ? '' : formatDuration(whole(took)),
    formatDuration(plannedLength),
    drift === undefined ? '' : driftWords(drift),
    plainText(step.title) + end,
  ];
}

function driftWords(drift: number): string {
  const seconds = whole(drift);
  return seconds === 0 ? '0' : `${seconds > 0 ? '+' : ''}${formatDuration(seconds)}`;
}

function clockLines(report: RehearsalReport): readonly string[] {
  const { start, closes, ended } = report;
  return [
    ...report.decisions.map((decision) => decisionLine(report, decision)),
    `${label('End')}S${offsetWords(ended - start)}, ${apart(ended - closes)} the window closes (S${offsetWords(closes - start)})`,
  ].map(plainText);
}

function decisionLine({ start }: RehearsalReport, { step, verdict, at, lastSafe }: DecisionReport): string {
  const what =
    step === undefined ? 'fallback called' : `${nameOf(step)} says ${verdict === 'go' ? 'go' : 'no-go'}`;
  const fell = `${label('Decision')}${what} at S${offsetWords(at - start)}`;
  if (lastSafe === undefined) return `${fell}; there is no way back`;
  return `${fell}, ${apart(at - lastSafe)} the last safe fallback (S${offsetWords(lastSafe - start)})`;
}

/** `25m after`, `10m before`, `in the very second of` */
function apart(ms: number): string {
  const seconds = whole(ms);
  if (seconds === 0) return 'in the very second of';
  return seconds > 0 ? `${formatDuration(seconds)} after` : `${formatDuration(-seconds)} before`;
}

function askedLines(state: RunState, { asked }: RehearsalReport): readonly string[] {
  return asked.map((each, index) => (index === 0 ? label('Asked') : label('')) + askedLine(state, each));
}

function askedLine(state: RunState, { role, counts }: AskedReport): string {
  const who = role === undefined ? 'anybody' : plainText(rolePerson(state, role));
  const parts = [
    amount(counts.start, 'start'),
    amount(counts.answer, 'answer'),
    amount(counts.confirmation, 'confirmation'),
    amount(counts.vote, 'vote'),
    counts.trouble === 0 ? '' : `${counts.trouble} about trouble`,
  ];
  return `${who}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function unusualLines(state: RunState, { questions, start }: RehearsalReport): readonly string[] {
  const unusual = questions.filter((question) => question.unusual);
  if (unusual.length === 0) return [];
  const rows = unusual.map((question) => [
    `S${offsetWords(question.at - start)}`,
    question.role === undefined ? '' : plainText(roleLabel(state, question.role)),
    questionWords(question),
  ]);
  return ['What went wrong, and what was decided', ...table(rows)];
}

function questionWords({ step, asked, answer }: Question): string {
  const about = [step === undefined ? '' : nameOf(step), asked].filter((part) => part !== '').join(': ');
  // All of it was rehearsed.
  const answered = answer.replace('rehearsed: ', '');
  return plainText(about === '' ? answered : `${about} -> ${answered}`);
}

function amount(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function label(text: string): string {
  return text.padEnd(10);
}

function offsetWords(ms: number): string {
  return formatOffset(whole(ms));
}

function whole(ms: number): number {
  return Math.round(ms / 1000) * 1000;
}

/** The first column is numbers, or times: right; all others left. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columnWidths(rows, { widthOf: stringWidth });
  return rows.map((row) => tableLine(row, { widths, widthOf: stringWidth, right: [0] }));
}
