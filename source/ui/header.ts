import { formatClock } from '../plan/duration.ts';
import { formatTime, formatTimeOfDay, zoneAbbreviation } from '../plan/zone.ts';
import { unsettledSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { foldTargets, loudOutcome, roleLabel } from '../run/words.ts';
import { silenceWords } from '../session/host-states.ts';
import type { Session } from '../session/session.ts';
import type { Silences } from '../session/silences.ts';
import { fallbackEnd, lastSafeFallback } from './fallback-times.ts';
import { glyphs } from './glyphs.ts';
import { fitRow, type Line, type Span, span, spread, widthOf } from './line.ts';
import { hourClock } from './short-clock.ts';

export type HeaderFacts = {
  readonly state: RunState;
  readonly session: Pick<Session, 'kind' | 'run' | 'identity'>;
  readonly now: number;
  readonly trouble: string | undefined;
  readonly silences: Silences;
  readonly width: number;
};

/** Title and mode, the clocks, and a rule that becomes a banner when something is wrong. */
export function headerLines(facts: HeaderFacts): readonly Line[] {
  const { zone } = facts.state.schedule;
  const at = facts.state.ended?.at ?? facts.now;
  const time = span(`${formatTimeOfDay(at, zone)} ${zoneAbbreviation(at, zone)}`, 'dim');
  const clocks = clockParts(facts, at);
  const timeFits = fits(facts, clocks, time);
  return [
    titleLine(facts),
    spread({
      left: timeFits ? [...clocks.left, ...gap, time] : clocks.left,
      right: clocks.right,
      width: facts.width,
    }),
    ruleLine(facts, timeFits ? undefined : time),
  ];
}

function titleLine({ state, session, width }: HeaderFacts): Line {
  const mode = { live: ' LIVE ', rehearsal: ' REHEARSAL ', replay: ' REPLAY ' }[session.kind];
  const roles = session.identity.roles.map((role) => roleLabel(state, role));
  const who = roles.length === 0 ? session.identity.person : roles.join(', ');
  const separator = span(` ${glyphs.separator} `, 'dim');
  const run = [span(mode, session.kind), separator, span(`run ${session.run} `)];
  if (session.kind === 'replay') return spread({ left: titleSpans(state), right: run, width });
  const full: Line = [
    span(mode, session.kind),
    separator,
    span(`run ${session.run}`),
    separator,
    span(`at this keyboard: ${who} `),
  ];
  const short: Line = [span(mode, session.kind), span(` ${session.run} ${glyphs.separator} ${who} `)];
  const right = widthOf(full) <= width * 0.6 ? full : fitRight(short, Math.floor(width * 0.55));
  return spread({ left: titleSpans(state), right, width });
}

function titleSpans(state: RunState): Line {
  return [span(' GONOGO  ', 'heading'), span(state.plan.title, 'strong')];
}

function fitRight(line: Line, width: number): Line {
  return widthOf(line) > width ? fitRow(line, width) : line;
}

type ClockParts = { readonly left: Line; readonly right: Line };

/** After D its clock comes first, and that of S gives way to when the window closes. */
function clockParts(facts: HeaderFacts, at: number): ClockParts {
  const { state } = facts;
  const { start, opens, closes } = state.schedule;
  const sClock = span(anchored('S', at - start), 'strong');
  const right = [...rightFacts(facts, at), span(' ')];
  const window = at < opens ? span(`window opens in ${hourClock(opens - at)}`) : windowSpan(closes - at);
  const first: Line =
    state.fallback === undefined
      ? [span(' '), sClock]
      : [span(' '), span(anchored('D', at - state.fallback.at), 'warn')];
  const both: Line = state.fallback === undefined ? first : [...first, span('  '), sClock];
  const left = fits(facts, { left: both, right }, window) ? both : first;
  return { left: fits(facts, { left, right }, window) ? [...left, ...gap, window] : left, right };
}

function fits({ width }: HeaderFacts, { left, right }: ClockParts, part: Span): boolean {
  return widthOf([...left, ...gap, part, ...right]) < width;
}

function windowSpan(left: number): Span {
  if (left < 0) return span(`window closed ${hourClock(-left)} ago`, 'bad');
  return span(`window closes in ${hourClock(left)}`, left < soonMs ? 'warn' : undefined);
}

function rightFacts({ state }: HeaderFacts, at: number): Line {
  if (state.ended !== undefined) {
    const went = state.ended.outcome === 'go' || state.ended.outcome === 'fell-back';
    return [span(`ENDED: ${loudOutcome(state.ended.outcome)}`, went ? 'good' : 'bad')];
  }
  if (state.fallback !== undefined) return fallbackSpans(state, at);
  const last = lastSafeFallback(state);
  if (last === undefined) return [];
  const left = last - at;
  if (left < 0) return [span(`LAST SAFE FALLBACK PASSED by ${hourClock(-left)}`, 'bad')];
  return [span(`LAST SAFE FALLBACK in ${hourClock(left)}`, left < soonMs ? 'warn' : 'strong')];
}

function fallbackSpans(state: RunState, at: number): Line {
  const end = fallbackEnd(state, at);
  if (unsettledSteps(state).length === 0) return [span('FALLBACK settled', 'good')];
  if (end === undefined) return [span('FALLBACK CALLED', 'warn')];
  const over = end - state.schedule.closes;
  return over > 0
    ? [span(`FALLBACK plan ends ${hourClock(over)} AFTER window`, 'bad')]
    : [span(`FALLBACK plan ends ${hourClock(-over)} before window`, 'warn')];
}

/** With the time of day in it where the clocks leave no room for that. */
function ruleLine(facts: HeaderFacts, time: Span | undefined): Line {
  const { trouble, width } = facts;
  const clock = time === undefined ? [] : [span(' '), time, span(` ${glyphs.horizontal}`, 'dim')];
  const end = trouble === undefined ? clock : [];
  const room = width - widthOf(end);
  const notices = sharedOut(noticesOf(facts), room);
  const left = room - widthOf(notices);
  const rest = trouble === undefined ? glyphs.horizontal : ' ';
  return [...notices, span(rest.repeat(left), trouble === undefined ? 'dim' : 'alarm'), ...end];
}

/** What everybody has to know whatever they look at. */
function noticesOf({ state, now, trouble, silences }: HeaderFacts): readonly Span[] {
  const { zone } = state.schedule;
  const notices: Span[] = [];
  if (trouble !== undefined) notices.push(span(` TROUBLE: ${trouble} `, 'alarm'));
  if (state.held !== undefined) {
    notices.push(span(` HELD since ${formatTime(state.held.at, zone)}: ${state.held.reason} `, 'warn'));
  }
  if (silences.links.length > 0) {
    const since = Math.min(...silences.links.map((link) => link.since));
    const hosts = foldTargets([...new Set(silences.links.map(({ target }) => target))]);
    const words = `link: silent ${silenceWords(now - since)}: ${hosts} since ${formatTimeOfDay(since, zone)}`;
    notices.push(span(` ${words}; gonogo tries again by itself, the step goes on there `, 'warn'));
  }
  return notices;
}

/** Each gets what it needs, as long as the others get their share. */
function sharedOut(notices: readonly Span[], width: number): Line {
  const fair = Math.floor(width / Math.max(1, notices.length));
  let left = width;
  return notices.flatMap((notice, index) => {
    const others = notices.slice(index + 1).map((other) => Math.min(fair, widthOf([other])));
    const room = left - others.reduce((sum, wide) => sum + wide, 0);
    const fitted = widthOf([notice]) > room ? fitRow([notice], room) : [notice];
    left -= widthOf(fitted);
    return fitted;
  });
}

function anchored(anchor: 'S' | 'D', ms: number): string {
  const text = formatClock(ms);
  return anchor + (text.startsWith('-') ? text : `+${text}`);
}

const gap: Line = [span('   ')];
const soonMs = 10 * 60_000;
