import { formatOffset } from '../../plan/duration.ts';
import type { Step } from '../../plan/plan.ts';
import { formatTimeOfDay } from '../../plan/zone.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { nameOf } from '../../run/words.ts';

/** `05:41:03 S+41m3s`: what every line begins with; after D it counts from there. */
export function stamp(state: RunState, at: number): string {
  const { schedule, fallback } = state;
  const second = Math.floor(at / 1000) * 1000;
  const position =
    fallback === undefined || at < fallback.at
      ? `S${formatOffset(second - Math.floor(schedule.start / 1000) * 1000)}`
      : `D${formatOffset(second - Math.floor(fallback.at / 1000) * 1000)}`;
  return `${formatTimeOfDay(at, schedule.zone)} ${position}`;
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
