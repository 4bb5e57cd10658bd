import type { MachineReading } from '../journal/machine-clock.ts';
import { formatDuration } from '../plan/duration.ts';
import { formatTimeOfDay } from '../plan/zone.ts';
import { gapMs } from './attention.ts';
import type { Clock } from './clock.ts';

/** What happened to this machine's time between two looks. All times are epoch milliseconds of its clock before. */
export type ClockJump =
  | { readonly type: 'slept'; readonly from: number; readonly until: number }
  /** The machine went on, and this program did not. */
  | { readonly type: 'stood-still'; readonly from: number; readonly until: number }
  /** `by` is negative where it was set back. */
  | { readonly type: 'set'; readonly at: number; readonly by: number };

export type ClockWatch = {
  readonly read: () => MachineReading;
  readonly wall: Pick<Clock, 'after'>;
  readonly onJump: (jump: ClockJump) => void;
};

/** Looks every second; returns a function that ends it. */
export function watchClocks({ read, wall, onJump }: ClockWatch): () => void {
  let before = read();
  let cancel = wall.after(lookMs, look);
  function look(): void {
    const now = read();
    const jumps = jumpsBetween(before, now);
    before = now;
    cancel = wall.after(lookMs, look);
    for (const jump of jumps) onJump(jump);
  }
  return () => cancel();
}

export function jumpsBetween(before: MachineReading, now: MachineReading): readonly ClockJump[] {
  const passed = now.up - before.up;
  const awake = now.awake - before.awake;
  const from = before.wall;
  const until = from + passed;
  const jumps: ClockJump[] = [];
  if (passed - awake >= gapMs) jumps.push({ type: 'slept', from, until });
  else if (awake - lookMs >= gapMs) jumps.push({ type: 'stood-still', from, until });
  const by = now.wall - until;
  if (Math.abs(by) >= setMs) jumps.push({ type: 'set', at: until, by });
  return jumps;
}

/** For the record. `this machine was asleep from 06:02:10 to 06:12:13: nothing started by itself` */
export function jumpWords(jump: ClockJump, zone: string): string {
  const time = (at: number) => formatTimeOfDay(at, zone);
  if (jump.type === 'set') {
    const by = Math.round(jump.by / 1000) * 1000;
    const how = `${by > 0 ? 'forward' : 'back'} by ${formatDuration(Math.abs(by))}`;
    return `the clock of this machine was set ${how} at ${time(jump.at)}, to ${time(jump.at + by)}`;
  }
  const who = jump.type === 'slept' ? 'this machine was asleep' : 'gonogo itself stood still';
  return `${who} from ${time(jump.from)} to ${time(jump.until)}: nothing started by itself`;
}

const lookMs = 1000;
/** Less is put right all the time, and nobody has to know. */
const setMs = 5000;
