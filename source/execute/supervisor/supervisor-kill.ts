import { createFrameReader, frameNonce } from '../shell/shell-frame.ts';
import type { ShellPlace } from '../shell/shell-place.ts';
import { type Timers, within } from '../timers.ts';
import { afterKill, killScript } from './supervisor-kill-script.ts';

export type KillOutcome =
  /** Nothing of the group is left: somebody looked. */
  | { readonly type: 'gone' }
  /** It never began, and never will. */
  | { readonly type: 'never' }
  /** Something of it outlived the KILL: a process of another user, say. */
  | { readonly type: 'left' }
  | { readonly type: 'unknown'; readonly reason: string };

export type KillJob = {
  readonly place: ShellPlace;
  readonly timers: Timers;
  /** Milliseconds between TERM and KILL. */
  readonly grace: number;
  /** Of the job. */
  readonly name: string;
  readonly begun: () => boolean;
};

/** How much longer than its grace time a kill may take, milliseconds. */
const patience = 10_000;
/** For how long a place that can't be reached is tried, milliseconds. */
const trying = 30_000;
const betweenTries = 1_000;
/** How long a way that stands may take to carry anything, milliseconds: one that is dead says nothing. */
const reaching = 5_000;

/** TERM, grace, KILL; over a new connection, and again, where the kept one doesn't carry it through. */
export async function killJob(options: KillJob): Promise<KillOutcome> {
  const { timers } = options;
  const until = timers.now() + trying;
  for (let which: 'kept' | 'fresh' = 'kept'; ; which = 'fresh') {
    const tried = await tryKill(options, which);
    if (tried.outcome.type !== 'unknown' || !tried.again || timers.now() >= until) return tried.outcome;
    if (which === 'fresh') await new Promise<void>((resolve) => timers.after(betweenTries, resolve));
  }
}

type Tried = { readonly outcome: KillOutcome; readonly again: boolean };

async function tryKill(
  { place, timers, grace, name, begun }: KillJob,
  which: 'kept' | 'fresh',
): Promise<Tried> {
  const nonce = frameNonce();
  const word = Promise.withResolvers<string>();
  const ignore = () => {};
  const reader = createFrameReader({
    nonce,
    onFrame: ([said = '']) => word.resolve(said),
    onBytes: ignore,
  });
  const input = killScript({ name, nonce, grace: grace / 1_000, begun: begun() });
  const starting = place.run({ input, stdout: reader.push, stderr: ignore }, { which });
  const started = which === 'kept' ? await within(starting, { ms: reaching, timers }) : await starting;
  if (started === undefined) {
    void starting.then((late) => late.type === 'started' && late.channel.close());
    return unknown(`${place.name} does not answer`, true);
  }
  if (started.type === 'abandoned') return unknown('nobody was asked', true);
  if (started.type === 'refused') return unknown(started.reason, started.kind === 'passing');
  const { channel } = started;
  const lost = channel.ended.then((end) => end.type === 'lost' && end.reason);
  const ms = grace + afterKill * 1_000 + patience;
  const said = await within(Promise.race([word.promise, lost]), { ms, timers });
  channel.close();
  if (said === 'gone' || said === 'left' || said === 'never')
    return { outcome: { type: said }, again: false };
  if (said === 'none') return unknown('its files are gone', false);
  return typeof said === 'string'
    ? unknown(said, true)
    : unknown('the kill was not answered', said === undefined);
}

function unknown(reason: string, again: boolean): Tried {
  return { outcome: { type: 'unknown', reason }, again };
}
