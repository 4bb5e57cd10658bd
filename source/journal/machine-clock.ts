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

/** The kernel's name of this boot; where it gives none, the minute in which the machine came up. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    const minute = Math.round((Date.now() / 1000 - uptime()) / 60);
    return `up-since-${new Date(minute * 60_000).toISOString()}`;
  }
}
