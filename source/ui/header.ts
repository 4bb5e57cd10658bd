import { formatClock } from '../plan/duration.ts';
import { formatTimeOfDay, zoneAbbreviation } from '../plan/zone.ts';
import { unsettledSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { loudOutcome, roleLabel } from '../run/words.ts';
import type { Session } from '../session/session.ts';
import { fallbackEnd, lastSafeFallback } from './fallback-times.ts';
import { glyphs } from './glyphs.ts';
import { fitRow, type Line, type Span, span, spread, widthOf } from './line.ts';
import { hourClock } from './short-clock.ts';

export type HeaderFacts = {
  readonly state: RunState;
  readonly session: Pick<Session, 'kind' | 'run' | 'identity'>;
  readonly now: number;
  readonly trouble: string | undefined;
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
    ? [span(`FALLBACK ends ${hourClock(over)} AFTER the window`, 'bad')]
    : [span(`FALLBACK ends ${hourClock(-over)} before the window`, 'warn')];
}

/** With the time of day in it where the clocks leave no room for that. */
function ruleLine({ trouble, width }: HeaderFacts, time: Span | undefined): Line {
  if (trouble === undefined) {
    const end = time === undefined ? [] : [span(' '), time, span(` ${glyphs.horizontal}`, 'dim')];
    return [span(glyphs.horizontal.repeat(Math.max(0, width - widthOf(end))), 'dim'), ...end];
  }
  return [
    span(
      fitRow([span(` TROUBLE: ${trouble}`)], width)
        .map(({ text }) => text)
        .join(''),
      'alarm',
    ),
  ];
}

function anchored(anchor: 'S' | 'D', ms: number): string {
  const text = formatClock(ms);
  return anchor + (text.startsWith('-') ? text : `+${text}`);
}

const gap: Line = [span('   ')];
const soonMs = 10 * 60_000;
