import { formatOffset } from '../../plan/duration.ts';
import type { Step } from '../../plan/plan.ts';
import { formatTimeOfDay } from '../../plan/zone.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { stoodStill } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';

/** `05:41:03 S+41m3s`: what every line begins with: the clock of S, after D that of D, as the screens show it. */
export function stamp(state: RunState, at: number): string {
  const { schedule, fallback } = state;
  const anchor = fallback === undefined || at < fallback.at ? 'S' : 'D';
  const zero = anchor === 'D' && fallback !== undefined ? fallback.at : schedule.start;
  const clock = wholeSeconds(at) - wholeSeconds(zero) - wholeSeconds(stoodStill(state, anchor, at));
  return `${formatTimeOfDay(at, schedule.zone)} ${anchor}${formatOffset(clock)}`;
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

export function nameById(state: RunState, id: string): string {
  const step = findStep(state, id);
  return step === undefined ? id : nameOf(step);
}

/** `Programmer and QC` */
export function ownersOf(step: Step): string {
  return step.owners.map(({ name }) => name).join(' and ');
}

export function printAll(print: (line: string) => void, lines: readonly string[]): void {
  for (const line of lines) {
    print(line);
  }
}
