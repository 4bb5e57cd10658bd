import type { Step } from '../../plan/plan.ts';
import type { Usuals } from '../../plan/usual.ts';
import type { RunState } from '../../run/state.ts';
import { elapsed, stepState } from '../../run/timing.ts';
import { statusWords } from '../../run/words.ts';
import { goesOn, type HostState } from '../../session/host-states.ts';
import { glyphs, hostGlyphs, statusGlyphs } from '../glyphs.ts';
import { hostTones } from '../hosts/host-looks.ts';
import { cutText, fitRow, type Line, type Span, span, widthOf } from '../line.ts';
import type { Tone } from '../theme.ts';
import { stepClock } from '../timeline/step-clock.ts';
import { statusTones } from '../timeline/timeline.ts';
import { shortClock } from '../words/short-clock.ts';

export type HeadFacts = {
  readonly state: RunState;
  readonly step: Step;
  /** Undefined: all hosts. */
  readonly target: string | undefined;
  readonly states: readonly HostState[];
  readonly now: number;
  readonly usuals?: Usuals | undefined;
  /** Number of the pane. */
  readonly number: number;
  readonly focused: boolean;
  /** Where in the log it is. */
  readonly place: Span;
  readonly width: number;
};

/** `▶2 12 web1 · Deploy ─── following ● running 1:15`. First the title gives way, then the place in the log. */
export function paneHead(facts: HeadFacts): Line {
  const { step, number, focused, width } = facts;
  const sign = span(`${focused ? glyphs.pointer : ' '}${number} `, focused ? 'accent' : 'dim');
  const name = span([step.number, hostOf(facts)].filter(Boolean).join(' '), focused ? 'selected' : 'strong');
  const end = [...statusOf(facts), ...clockOf(facts)];
  const least = Math.min(widthOf([sign, name]), Math.floor(width / 2)) + 1;
  const forms = placeForms(facts.place);
  const where = forms.find((form) => widthOf([...form, ...end]) + least <= width) ?? forms.at(-1) ?? [];
  const right = [...where, ...end];
  const room = Math.max(0, width - widthOf(right));
  const left = [sign, name, span(` ${glyphs.separator} ${step.title} `, focused ? 'strong' : undefined)];
  const rule = span(glyphs.horizontal.repeat(Math.max(0, room - widthOf(left))), 'dim');
  return fitRow([...fitRow([...left, rule], room), ...right], width);
}

/** Nothing where there is only one place. */
function hostOf({ target, states }: HeadFacts): string {
  if (target !== undefined) return target;
  return states.length > 1 ? `all ${states.length}` : '';
}

/** What can not be left out is that it does not follow. */
function placeForms({ text, tone }: Span): readonly Line[] {
  const forms: readonly Line[] = [[span(` ${text.trimEnd()}`, tone)]];
  return tone === 'warn' ? [...forms, [span(' scrolled', tone)]] : [...forms, []];
}

function statusOf(facts: HeadFacts): Line {
  const { sign, words, tone } = lookOf(facts);
  const most = Math.max(8, Math.floor(facts.width / 4));
  const short = words.length > most ? cutText(words, most).trimEnd() : words;
  return [span(` ${sign} ${short}`, tone)];
}

type Look = { readonly sign: string; readonly words: string; readonly tone: Tone | undefined };

function lookOf({ state, step, target, states }: HeadFacts): Look {
  const host = states.find((one) => one.target === target);
  if (host !== undefined) {
    return { sign: hostGlyphs[host.phase], words: host.words, tone: hostTones[host.phase] };
  }
  const { status } = stepState(state, step.id);
  return { sign: statusGlyphs[status], words: statusWords[status], tone: statusTones[status] };
}

/** Of a host only while it runs: when exactly it ended is not known here. */
function clockOf(facts: HeadFacts): Line {
  const { state, step, target, states, now } = facts;
  const own = stepState(state, step.id);
  const host = states.find((one) => one.target === target);
  if (host !== undefined && !goesOn.has(host.phase)) return [];
  if (own.status === 'waiting') return [span(' '), ...stepClock(facts, step)];
  const took = elapsed(own, now);
  return took === undefined ? [] : [span(` ${shortClock(took)}`, 'strong')];
}
