import { readFileSync, writeFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { processorTime, waitingTime } from './processor-time.ts';

/** A program that shows something else after each key. */
export type Contestant = {
  /** Sends its next key. Milliseconds until the screen shows what came of it; undefined: not within the time. */
  readonly press: () => Promise<number | undefined>;
  /** All processes whose time counts as its own. */
  readonly processes: () => readonly number[];
  /** To the terminal, so far. */
  readonly bytes: () => number;
};

export type KeyTimes = {
  /** Milliseconds from key to frame. */
  readonly keys: readonly number[];
  /** Keys that nothing came of within the time. */
  readonly lost: number;
  /** Of all its processes: a share of one core. */
  readonly cpu: number;
  /** How long they were ready and had no core: the same. What others on the machine do shows here. */
  readonly waited: number;
  readonly bytesPerSecond: number;
  /** The most that was seen, megabytes. */
  readonly resident: number;
  readonly seconds: number;
};

export type KeyOrder = {
  readonly keys: number;
  readonly mostSeconds: number;
  /** Ends it before, once the load is over. */
  readonly goesOn?: () => boolean;
  /** Milliseconds between a frame and the next key, at the least and the most. */
  readonly gap?: readonly [number, number];
};

/** Presses keys at random moments, each once the one before it is seen, and looks at what it costs. */
export async function measureKeys(contestant: Contestant, order: KeyOrder): Promise<KeyTimes> {
  const { keys: wanted, mostSeconds, goesOn = () => true, gap: [least, most] = [10, 70] } = order;
  const keys: number[] = [];
  let lost = 0;
  const meter = openMeter(contestant);
  const random = seeded(wanted);
  const asBefore = goFirst();
  try {
    while (keys.length + lost < wanted && meter.seconds() < mostSeconds && goesOn()) {
      const ms = await contestant.press();
      if (ms === undefined) lost += 1;
      else keys.push(ms);
      await sleep(least + random() * (most - least));
    }
  } finally {
    asBefore();
    meter.stop();
  }
  return { keys, lost, ...meter.read() };
}

/** What a program takes while nobody presses a key. */
export async function measureIdle(contestant: Omit<Contestant, 'press'>, seconds: number) {
  const meter = openMeter(contestant);
  await sleep(seconds * 1_000);
  meter.stop();
  return meter.read();
}

/** Of several spans one. */
export function together(parts: readonly KeyTimes[]): KeyTimes {
  const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
  const mean = (of: (part: KeyTimes) => number) =>
    parts.reduce((sum, part) => sum + of(part) * part.seconds, 0) / seconds;
  return {
    keys: parts.flatMap(({ keys }) => keys),
    lost: parts.reduce((sum, { lost }) => sum + lost, 0),
    cpu: mean(({ cpu }) => cpu),
    waited: mean(({ waited }) => waited),
    bytesPerSecond: mean(({ bytesPerSecond }) => bytesPerSecond),
    resident: Math.max(...parts.map(({ resident }) => resident)),
    seconds,
  };
}

/** Megabytes. */
export function residentOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1_000;
  } catch {
    return 0;
  }
}

function openMeter({ processes, bytes }: Omit<Contestant, 'press'>) {
  const timeOf = () => sum(processes().map(processorTime));
  const waitOf = () => sum(processes().map(waitingTime));
  const began = { at: performance.now(), time: timeOf(), wait: waitOf(), bytes: bytes() };
  let resident = 0;
  const look = () => {
    resident = Math.max(resident, sum(processes().map(residentOf)));
  };
  const timer = setInterval(look, 250);
  const seconds = () => (performance.now() - began.at) / 1_000;
  return {
    seconds,
    stop: () => clearInterval(timer),
    read: () => {
      look();
      const span = seconds();
      return {
        seconds: span,
        cpu: (timeOf() - began.time) / span,
        waited: (waitOf() - began.wait) / span,
        bytesPerSecond: (bytes() - began.bytes) / span,
        resident,
      };
    },
  };
}

/** Whoever holds the watch must not wait for a core itself. Only root may. Linux may weigh whole sessions, too. */
function goFirst(): () => void {
  const group = '/proc/self/autogroup';
  const own = getPriority();
  try {
    const whole = / nice (-?\d+)/.exec(readFileSync(group, 'utf8'))?.[1];
    const before = { own, whole: whole === undefined ? undefined : Number(whole) };
    change({ own: sooner(own), whole: before.whole === undefined ? undefined : sooner(before.whole) });
    return () => change(before);
  } catch {
    // Then everybody is measured a little late.
    return () => undefined;
  }

  function change(priority: { readonly own: number; readonly whole: number | undefined }): void {
    setPriority(priority.own);
    if (priority.whole !== undefined) writeFileSync(group, String(priority.whole));
  }
}

function sooner(priority: number): number {
  return Math.max(-20, priority - 10);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/** The same gaps for everybody. */
function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
