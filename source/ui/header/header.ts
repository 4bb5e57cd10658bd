import { formatTime, formatTimeOfDay, zoneAbbreviation } from '../../plan/zone.ts';
import type { Schedule } from '../../run/facts.ts';
import type { Odds } from '../../run/odds.ts';
import { percentWords, wayBackWarning } from '../../run/prospect-words.ts';
import { prospectsOf } from '../../run/prospects.ts';
import type { RunState } from '../../run/state.ts';
import { foldTargets, roleLabel } from '../../run/words.ts';
import { silenceWords } from '../../session/host-states.ts';
import type { Session } from '../../session/session.ts';
import type { Silences } from '../../session/silences.ts';
import { glyphs } from '../glyphs.ts';
import { twoPanes } from '../layout.ts';
import { fitRow, type Line, type Span, span, spread, widthOf } from '../line.ts';
import { clockRow } from './header-clocks.ts';

export type HeaderFacts = {
  readonly state: RunState;
  readonly session: Pick<Session, 'kind' | 'run' | 'identity' | 'usuals'>;
  readonly now: number;
  readonly trouble: string | undefined;
  readonly silences: Silences;
  /** What happened while nobody looked. */
  readonly missed?: Span | undefined;
  /** Of all of it being done when the window closes. */
  readonly odds?: Odds | undefined;
  readonly width: number;
};

/** Title and mode, the clocks, and a rule that becomes a banner when something is wrong. */
export function headerLines(facts: HeaderFacts): readonly Line[] {
  const { state, session, width } = facts;
  const at = state.ended?.at ?? facts.now;
  const { row, spare } = clockRow({ state, session, at, width });
  return [titleLine(facts), row, ruleLine(facts, at, spare)];
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

/** What everybody has to know; at its end the time of day, and before that what the clocks have no room for. */
function ruleLine(facts: HeaderFacts, at: number, spare: readonly Line[]): Line {
  const { state, trouble, odds, width } = facts;
  const { zone, closes } = state.schedule;
  const tail = (part: Line): Line => [span(' '), ...part, span(` ${glyphs.horizontal}`, 'dim')];
  const time = tail([span(`${formatTimeOfDay(at, zone)} ${zoneAbbreviation(at, zone)}`, 'dim')]);
  const notices = noticesOf(facts);
  const parts = [
    ...spare.map((part) => [part]),
    ...(odds === undefined ? [] : [oddsForms(odds, { closes, zone })]),
  ];
  const kept: Line[] = [];
  for (const forms of parts) {
    const fits = (form: Line) => widthOf([...notices, ...kept.flat(), ...form, ...time]) <= width;
    kept.push(forms.map(tail).find(fits) ?? []);
  }
  const timeless = trouble !== undefined || (width < twoPanes && givesWay(notices, width, widthOf(time)));
  const end = timeless ? [] : [...kept.flat(), ...time];
  const room = width - widthOf(end);
  const told = sharedOut(notices, room);
  const rest = trouble === undefined ? glyphs.horizontal : ' ';
  const fill = rest.repeat(room - widthOf(told));
  return [...told, span(fill, trouble === undefined ? 'dim' : 'alarm'), ...end];
}

/** The time of day does, where that leaves the notices whole, or each of them something to read. */
function givesWay(notices: readonly Span[], width: number, time: number): boolean {
  const wide = widthOf(notices);
  if (wide + time <= width) return false;
  return wide <= width || (notices.length > 1 && (width - time) / notices.length < leastNotice);
}

/** `78 % by 07:00, 90 % by 07:12`: how likely all of it is done when the window closes, and when it nearly surely is. */
function oddsForms(
  { inTime, p90 }: Odds,
  { closes, zone }: Pick<Schedule, 'closes' | 'zone'>,
): readonly Line[] {
  const tone = inTime < 0.5 ? 'bad' : inTime < 0.8 ? 'warn' : 'dim';
  const inWindow = `${percentWords(inTime)} by ${formatTime(closes, zone)}`;
  return [[span(`${inWindow}, 90 % by ${formatTime(p90, zone)}`, tone)], [span(inWindow, tone)]];
}

/** What everybody has to know whatever they look at. */
function noticesOf({ state, session, now, trouble, silences, missed }: HeaderFacts): readonly Span[] {
  const { zone } = state.schedule;
  const notices: Span[] = [];
  if (trouble !== undefined) notices.push(span(` TROUBLE: ${trouble} `, 'alarm'));
  if (state.held !== undefined) {
    notices.push(span(` HELD since ${formatTime(state.held.at, zone)}: ${state.held.reason} `, 'warn'));
  }
  const { wayBack } = prospectsOf({ state, now, usuals: session.usuals });
  const warning = wayBack === undefined ? undefined : wayBackWarning({ state, now, wayBack });
  // Once nobody is left to decide it is only a fact.
  const tone = wayBack?.level !== 'passed' ? 'warn' : wayBack.decision === undefined ? undefined : 'bad';
  if (warning !== undefined) notices.push(span(` ${warning} `, tone));
  if (missed !== undefined) notices.push(missed);
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

/** Cells. */
const leastNotice = 40;
