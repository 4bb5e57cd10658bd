import { formatClock } from '../../plan/duration.ts';
import { formatTime } from '../../plan/zone.ts';
import { finishOf, isDecisionLate } from '../../run/prospect-words.ts';
import { type Prospects, prospectsOf } from '../../run/prospects.ts';
import { unsettledSteps } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { anchorClock } from '../../run/timing.ts';
import type { WayBack } from '../../run/way-back.ts';
import { loudOutcome, nameOf } from '../../run/words.ts';
import type { Session } from '../../session/session.ts';
import { fitRow, type Line, type Span, span, spread, widthOf } from '../line.ts';
import { hourClock, shortLateness } from '../words/short-clock.ts';

export type ClockFacts = {
  readonly state: RunState;
  readonly session: Pick<Session, 'usuals'>;
  /** When the run ended, or now. */
  readonly at: number;
  readonly width: number;
};

/** `spare`: what the row has no room for, most important first. */
export type ClockRow = { readonly row: Line; readonly spare: readonly Line[] };

/** Forward on the left, back on the right: the richest of each that have room beside one another. */
export function clockRow({ state, session, at, width }: ClockFacts): ClockRow {
  const facts = { state, at, width, prospects: prospectsOf({ state, now: at, usuals: session.usuals }) };
  const [lefts, rights] = [leftChoices(facts), rightChoices(facts)];
  const all = lefts.flatMap((left) => rights.map((right) => ({ left, right })));
  const fitting = all.find(({ left, right }) => widthOf([...left.line, ...right.line]) + 1 < width);
  const { left, right } = fitting ?? all.at(-1) ?? { left: nothing, right: nothing };
  const row = spread({ left: left.line, right: [...right.line, span(' ')], width });
  return { row, spare: [...left.spare, ...right.spare] };
}

type Facts = Omit<ClockFacts, 'session'> & { readonly prospects: Prospects };

/** `spare`: what a richer choice has and this one lacks. */
type Choice = { readonly line: Line; readonly spare: readonly Line[] };

/** After D its clock comes first, and that of S gives way to when the window closes. */
function leftChoices(facts: Facts): readonly Choice[] {
  const { state, at } = facts;
  const { opens, closes } = state.schedule;
  const window = at < opens ? span(`window opens in ${hourClock(opens - at)}`) : windowSpan(closes - at);
  if (state.fallback !== undefined) {
    const back = [span(' '), anchorSpan(state, 'D', at)];
    const both = [...back, span('  '), anchorSpan(state, 'S', at)];
    return [
      ...[both, back].map((clocks) => ({ line: [...clocks, ...gap, window], spare: [] })),
      { line: back, spare: [[window]] },
    ];
  }
  const clock = [span(' '), anchorSpan(state, 'S', at)];
  const forecast = forecastSpans(facts);
  if (forecast.length === 0) return [{ line: [...clock, ...gap, window], spare: [] }];
  return [
    { line: [...clock, ...gap, window, ...gap, ...forecast], spare: [] },
    { line: [...clock, ...gap, window], spare: [forecast] },
    { line: clock, spare: [[window], forecast] },
  ];
}

/** A clock that stands still says so. */
function anchorSpan(state: RunState, anchor: 'S' | 'D', at: number): Span {
  const ms = anchorClock(state, anchor, at) ?? 0;
  const text = formatClock(ms);
  const words = anchor + (text.startsWith('-') ? text : `+${text}`);
  const held = state.held !== undefined && state.ended === undefined && ms >= 0;
  if (held) return span(`${words} HELD`, 'warn');
  return span(words, anchor === 'D' ? 'warn' : 'strong');
}

function windowSpan(left: number): Span {
  if (left < 0) return span(`window closed ${hourClock(-left)} ago`, 'bad');
  return span(`window closes in ${hourClock(left)}`, left < soonMs ? 'warn' : undefined);
}

/** `forecast 06:18 (+8m)`: when all that is worked on will be done, and how much later than planned. */
function forecastSpans({ state, prospects }: Facts): Line {
  const finish = state.ended === undefined ? finishOf(state, prospects.forecast) : undefined;
  if (finish === undefined) return [];
  const late = shortLateness(finish.late ?? 0);
  const tone = finish.at > state.schedule.closes ? 'bad' : late === '' ? 'dim' : 'warn';
  return [span(`forecast ${formatTime(finish.at, state.schedule.zone)}${late && ` (${late})`}`, tone)];
}

function rightChoices(facts: Facts): readonly Choice[] {
  const { state, at, width, prospects } = facts;
  const only = (line: Line): readonly Choice[] => [{ line, spare: [] }];
  if (state.ended !== undefined) {
    const went = state.ended.outcome === 'go' || state.ended.outcome === 'fell-back';
    return only([span(`ENDED: ${loudOutcome(state.ended.outcome)}`, went ? 'good' : 'bad')]);
  }
  if (state.fallback !== undefined) return fallbackSpans(facts).map((part) => ({ line: [part], spare: [] }));
  const { wayBack } = prospects;
  if (wayBack === undefined) return [nothing];
  if (wayBack.noReturn !== undefined) {
    const passed = [span(`PAST NO RETURN: ${nameOf(wayBack.noReturn)}`, 'bad')];
    const most = Math.floor(width * 0.44);
    return only(widthOf(passed) > most ? fitRow(passed, most) : passed);
  }
  const last = lastSafeSpan(wayBack, at);
  const { longer } = wayBack;
  if (longer === undefined || wayBack.level === 'passed') return only([last]);
  const left = longer.lastSafe - at;
  const then = `${left < 0 ? 'none' : hourClock(left)} once ${longer.step.number} starts`;
  const tone = left < soonMs ? 'warn' : undefined;
  return [
    { line: [last, span(` (${then})`, tone)], spare: [] },
    { line: [last], spare: [[span(`last safe fallback: ${then}`, tone)]] },
  ];
}

function lastSafeSpan(wayBack: WayBack, at: number): Span {
  const left = wayBack.lastSafe - at;
  if (wayBack.level === 'passed') return span(`LAST SAFE FALLBACK PASSED by ${hourClock(-left)}`, 'bad');
  const tone = isDecisionLate(wayBack) || left < soonMs ? 'warn' : 'strong';
  return span(`LAST SAFE FALLBACK in ${hourClock(left)}`, tone);
}

/** Richest first. */
function fallbackSpans({ state, prospects: { forecast } }: Facts): readonly Span[] {
  if (unsettledSteps(state).length === 0) return [span('FALLBACK settled', 'good')];
  if (forecast.ends === undefined) return [span('FALLBACK CALLED', 'warn')];
  const { closes, zone } = state.schedule;
  const over = forecast.ends - closes;
  const distance = over > 0 ? `${hourClock(over)} AFTER window` : `${hourClock(-over)} before window`;
  const tone = over > 0 ? 'bad' : 'warn';
  return [`FALLBACK ends ${formatTime(forecast.ends, zone)}, ${distance}`, `FALLBACK ends ${distance}`].map(
    (text) => span(text, tone),
  );
}

const nothing: Choice = { line: [], spare: [] };
const gap: Line = [span('   ')];
const soonMs = 10 * 60_000;
