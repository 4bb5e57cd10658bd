import type { Step } from '../../plan/plan.ts';
import { suggestion } from '../../plan/suggest.ts';
import { formatMoment, formatTime } from '../../plan/zone.ts';
import type { Command, Refusal } from '../../run/command.ts';
import { nameOf, roleLabel } from '../../run/words.ts';
import { clockLines } from '../../session/clock-lines.ts';
import { foldStates, hostStates } from '../../session/host-states.ts';
import type { Session } from '../../session/session.ts';
import { silencesOf } from '../../session/silences.ts';
import { moreText, previousEnd, since, sinceText, sinceTime } from '../../session/since.ts';
import { countWords } from '../../session/since-kinds.ts';
import { summarise } from '../../session/summary.ts';
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

/** What happened since the session before this one, as far as it is recorded by now. */
export function missedLines(session: Session): readonly string[] {
  const history = session.history();
  const state = session.state();
  const from = previousEnd(history);
  if (from === undefined || session.kind === 'replay') return [];
  const found = since({ history, state, from, links: session.links() });
  if (found.lines.length === 0) return [];
  const { zone } = state.schedule;
  const more = moreText(found);
  return [
    `Since ${sinceTime(found, session.clock.now(), zone)}: ${countWords(found.counts)}.`,
    ...[...found.lines.map((line) => sinceText(line, zone)), ...(more === undefined ? [] : [more])].map(
      (line) => `  ${line}`,
    ),
  ];
}

/** The clocks, and every step. */
export function statusLines({ state, clock, usuals }: Session): readonly string[] {
  const facts = { state: state(), now: clock.now(), usuals };
  return [...clockLines(facts), ...summarise(facts.state, facts.now).trimEnd().split('\n')];
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
  const { end } = session.logs.extent(step.id, target);
  const from = Math.max(0, end - LOG_LINES);
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
    case 'recycle':
      return `back ${command.to} because REASON`;
    case 'end':
      return 'end REASON';
    default:
      return undefined;
  }
}
