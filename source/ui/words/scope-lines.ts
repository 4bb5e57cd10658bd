import { formatTime } from '../../plan/zone.ts';
import { runningUntil } from '../../run/outlook.ts';
import type { Scope, ScopedStep } from '../../run/scope.ts';
import { runningSteps } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { passedNoReturn } from '../../run/way-back.ts';
import { nameOf } from '../../run/words.ts';
import { leftOutLines } from './left-out.ts';
import { hourClock } from './short-clock.ts';

export type ScopeLine = { readonly text: string; readonly tone: 'good' | 'bad' | 'dim' | undefined };

/** What going back would mean now, a sentence or two each. */
export function scopeBody({ steps, length }: Scope, state: RunState, now: number): readonly string[] {
  const running = runningSteps(state);
  const { closes, zone } = state.schedule;
  const from = runningUntil(state, now);
  const home = from + length;
  const after = from > now ? `, from ${formatTime(from, zone)} when what runs has ended` : '';
  const over = home - closes;
  const place = over > 0 ? 'AFTER the window closes' : 'before the window closes';
  const done = steps.filter((step) => step.done).length;
  const begin = `${steps.length} fallback ${steps.length === 1 ? 'step begins' : 'steps begin'}`;
  const which = done === steps.length ? begin : `${done} of ${begin}`;
  const basis = steps.some(({ change }) => change !== undefined)
    ? 'as changed here'
    : done === steps.length
      ? 'by plan'
      : 'as needed now';
  const past = passedNoReturn(state);
  return [
    ...(past === undefined ? [] : [`PAST NO RETURN: ${nameOf(past)} has begun and can't be undone.`]),
    `No main step starts any more; ${which}.`,
    `They take ${hourClock(length)} ${basis}${after}: until ${formatTime(home, zone)}, ${hourClock(Math.abs(over))} ${place} (${formatTime(closes, zone)}).`,
    ...leftOutLines(state, 'fallback').map((line) => `${line}.`),
    ...(running.length === 0 ? [] : [`Still running, and left to end: ${running.map(nameOf).join(', ')}.`]),
  ];
}

/** Each step of the fallback: whether it will be done, and why or why not. */
export function scopeLines({ steps }: Scope): readonly ScopeLine[] {
  const width = Math.max(0, ...steps.map(({ step }) => String(step.number).length));
  return steps.map((scoped) => {
    const { number, title } = scoped.step;
    return {
      text: `${String(number).padStart(width)} ${title}: ${scopeWords(scoped)}`,
      tone: scoped.change === undefined ? (scoped.done ? undefined : 'dim') : scoped.done ? 'good' : 'bad',
    };
  });
}

function scopeWords({ step, needed, why, change }: ScopedStep): string {
  const always = needed && step.undoes.length === 0;
  const own = always ? 'always needed' : `${needed ? 'needed' : 'not needed'}, ${why}`;
  if (change === undefined) return needed ? own : `NOT NEEDED, ${why}`;
  return `${change.needed ? 'TO BE DONE all the same' : 'LEFT OUT'}: ${change.reason} (${own})`;
}
