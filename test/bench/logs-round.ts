import { setTimeout as sleep } from 'node:timers/promises';
import type { LogsCase } from './logs-cases.ts';
import { openGonogo } from './logs-gonogo.ts';
import type { Kept } from './logs-kept.ts';
import type { PeerScene } from './logs-peers.ts';
import { type KeyTimes, measureKeys } from './measure-keys.ts';
import type { Range } from './ssh-range.ts';
import type { StreamReport } from './stream-words.ts';

/** One contestant in one case, once. */
export type LogsRound = {
  readonly times: KeyTimes;
  readonly stream?: StreamFacts;
  /** Only of gonogo. */
  readonly behind?: number;
  readonly kept?: Kept;
};

export type StreamFacts = {
  readonly lines: number;
  /** From the first line until whoever got them was done with the last. */
  readonly seconds: number;
  /** What the stream itself took, seconds. */
  readonly cpu: number;
};

/** Milliseconds of load before the first key: connections, compiled code. */
const warmUp = 2_000;
const mostSeconds = 60;
/** After a screen came: keys pressed at that moment are not taken. */
const settled = 1_000;

export async function gonogoRound(range: Range, { load, gap }: LogsCase, keys: number): Promise<LogsRound> {
  const scene = await openGonogo({ range, steps: 60, ...(load && { load }) });
  try {
    const began = performance.now();
    if (load === undefined) {
      await sleep(settled);
      return { times: await measureKeys(scene, { keys, mostSeconds }) };
    }
    scene.go();
    await sleep(warmUp);
    const times = await measureKeys(scene, { keys, mostSeconds, goesOn: scene.runs, ...(gap && { gap }) });
    const { behind, ...report } = await scene.settle();
    const stream = factsOf(report, began);
    return { times, stream, behind, kept: await scene.kept() };
  } finally {
    await scene.close();
  }
}

/** At rest, and then with its lines. */
export async function peerRound(scene: PeerScene, keys: number) {
  try {
    await sleep(settled);
    const rest: LogsRound = { times: await measureKeys(scene, { keys: Math.ceil(keys / 2), mostSeconds }) };
    const began = performance.now();
    scene.go();
    await sleep(warmUp);
    const times = await measureKeys(scene, { keys, mostSeconds: mostPeerSeconds });
    const loaded: LogsRound = { times, stream: factsOf(await scene.stop(), began) };
    return { rest, loaded };
  } finally {
    await scene.close();
  }
}

/** One that shows a key only after seconds has not the whole bench's time. */
const mostPeerSeconds = 12;

function factsOf({ lines, cpu }: StreamReport, began: number): StreamFacts {
  const all = lines.reduce((sum, each) => sum + each, 0);
  return { lines: all, seconds: (performance.now() - began) / 1_000, cpu };
}
