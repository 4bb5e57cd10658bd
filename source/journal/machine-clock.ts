import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** This machine's own time, beside the session's. */
export type MachineTime = {
  /** Epoch milliseconds. */
  readonly wall: number;
  /** Milliseconds since the boot named by `boot`; never jumps. */
  readonly mono: number;
  readonly boot: string;
};

export type MachineClock = () => MachineTime;

/** The real clocks of this machine. */
export function machineClock(): MachineClock {
  const boot = bootId();
  return () => ({ wall: Date.now(), mono: Math.round(Number(process.hrtime.bigint()) / 1e3) / 1e3, boot });
}

/** Three clocks side by side, milliseconds: together they tell sleep from a clock that was set. */
export type MachineReading = {
  /** Since the epoch; jumps when it is set. */
  readonly wall: number;
  /** Since the machine came up, asleep or not. */
  readonly up: number;
  /** Of this process; on most systems it stands still while the machine sleeps. */
  readonly awake: number;
};

export function readMachine(): MachineReading {
  return { wall: Date.now(), up: uptime() * 1000, awake: performance.now() };
}

/** The kernel's name of this boot; where it gives none, the minute in which the machine came up. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    const minute = Math.round((Date.now() / 1000 - uptime()) / 60);
    return `up-since-${new Date(minute * 60_000).toISOString()}`;
  }
}
