import { formatDuration } from '../../plan/duration.ts';
import type { Step } from '../../plan/plan.ts';
import { suggestion } from '../../plan/suggest.ts';
import { formatMoment, formatTime } from '../../plan/zone.ts';
import type { Command, Refusal } from '../../run/command.ts';
import type { RunState } from '../../run/state.ts';
import { nameOf, roleLabel } from '../../run/words.ts';
import { foldStates, hostStates } from '../../session/host-states.ts';
import type { Session } from '../../session/session.ts';
import { silencesOf } from '../../session/silences.ts';
import { summarise } from '../../session/summary.ts';
import { lastSafeFallback } from '../fallback-times.ts';
import type { Reading } from './command.ts';
import { outputLine } from './output-lines.ts';

/** Who, what and when, before anything happens. */
export function greeting(session: Session): readonly string[] {
  const state = session.state();
  const { zone, start, opens, closes } = state.schedule;
  const { person, roles } = session.identity;
  const as = roles.length === 0 ? '' : `, as ${roles.map((role) => roleLabel(state, role)).join(', ')}`;
  return [
    `${state.plan.title}, ${session.kind} of run ${session.run}.`,
    `S is ${formatMoment(start, zone)}, the window ${formatTime(opens, zone)} to ${formatTime(closes, zone)}.`,
    ...(session.kind === 'replay' ? [] : [`At this keyboard: ${person}${as}.`]),
    'Type help for what can be typed.',
  ];
}

/** The clocks, and every step. */
export function statusLines(state: RunState, now: number): readonly string[] {
  const safe = state.fallback === undefined ? lastSafeFallback(state) : undefined;
  const clocks =
    state.ended !== undefined
      ? []
      : [
          distance({
            at: state.schedule.closes,
            now,
            ahead: 'The window closes in',
            past: 'The window closed',
          }),
          ...(safe === undefined
            ? []
            : [
                distance({
                  at: safe,
                  now,
                  ahead: 'Last safe fallback in',
                  past: 'The last safe fallback passed',
                }),
              ]),
        ];
  return [...clocks, ...summarise(state, now).trimEnd().split('\n')];
}

const LOG_LINES = 50;

/** The last output of a step. */
export function logLines(session: Session, asked: Extract<Reading, { type: 'log' }>): readonly string[] {
  const { step, target } = asked;
  const known = session.logs.targets(step.id);
  if (target !== undefined && !known.includes(target)) {
    const hint = suggestion(target, known);
    return [`${target} has written nothing${hint === undefined ? '' : `; ${hint}`}`];
  }
  const { first, end } = session.logs.extent(step.id, target);
  const from = Math.max(first, end - LOG_LINES);
  const lines = session.logs.read({ step: step.id, target, from, to: end });
  if (lines.length === 0) {
    return ['nothing was written'];
  }
  const before = from > 0 ? [`(${from} lines before)`] : [];
  return [...before, ...lines.map((line) => outputLine(step.id, line))];
}

/** Where each host of a step is, hosts of which the same is to be said together. */
export function hostLines(session: Session, step: Step): readonly string[] {
  const now = session.clock.now();
  const states = hostStates({
    state: session.state(),
    step,
    silences: silencesOf(session, now),
    now,
    written: session.logs.targets(step.id),
  });
  return states.length === 0 ? [`${nameOf(step)} runs nowhere: people do it`] : foldStates(states);
}

/** Why not, what is missing, and what to type instead. */
export function refusalLines(refusal: Refusal, command: Command): readonly string[] {
  const how = refusal.code === 'needs-reason' ? withReason(command) : undefined;
  return [
    `refused: ${refusal.message}`,
    ...refusal.missing.map((missing) => `  missing: ${missing}`),
    ...(how === undefined ? [] : [`  with a reason: ${how}`]),
  ];
}

function withReason(command: Command): string | undefined {
  switch (command.type) {
    case 'start':
      return `${command.open === true ? `retry ${command.step} open` : `start ${command.step}`} because REASON`;
    case 'skip':
      return `skip ${command.step} because REASON`;
    case 'do-by-hand':
      return `by-hand ${command.step} because REASON`;
    case 'exclude':
    case 'include':
      return `${command.type} ${command.host} because REASON`;
    case 'hold':
      return 'hold REASON';
    case 'settle':
      return `settle ${command.step} ${command.outcome} because REASON`;
    case 'vote':
      return `no-go ${command.role} REASON`;
    case 'fallback':
      return 'fallback REASON';
    case 'end':
      return 'end REASON';
    default:
      return undefined;
  }
}

type Distance = { readonly at: number; readonly now: number; readonly ahead: string; readonly past: string };

function distance({ at, now, ahead, past }: Distance): string {
  return at >= now ? `${ahead} ${formatDuration(at - now)}.` : `${past} ${formatDuration(now - at)} ago.`;
}
