import { createHash } from 'node:crypto';
import type { TargetResult } from '../../run/facts.ts';
import type { Job, JobResult } from '../executor.ts';
import { randomToken } from '../random.ts';
import { oneLine } from '../reason.ts';
import { frameNonce } from '../shell/shell-frame.ts';
import type { ShellPlace } from '../shell/shell-place.ts';
import type { Timers } from '../timers.ts';
import { createFollower, type FollowEnd, type Follower } from './supervisor-follow.ts';
import { attachScript } from './supervisor-follow-script.ts';
import { createLinkReport } from './supervisor-link.ts';
import { startScript } from './supervisor-start-script.ts';
import { resultOfWord } from './supervisor-words.ts';

export type AttemptsOptions = {
  readonly job: Job;
  readonly place: ShellPlace;
  readonly timers: Timers;
  readonly random: () => number;
};

export type Attempts = {
  /** Settles with the job's end. Never, once closed. */
  readonly follow: () => Promise<{ readonly type: 'performed'; readonly performed: JobResult }>;
  /** Whether the target has said that it began. */
  readonly begun: () => boolean;
  readonly hostKey: () => string | undefined;
  /** Gives it up if nothing of it was ever sent, and tells whether that is so. */
  readonly abandon: () => Promise<boolean>;
  readonly close: () => void;
};

/** For how long a start that nobody answered is sent again, milliseconds: it can't take place twice. */
const startPatience = 60_000;

/** Follows one job over one connection after another. */
export function createAttempts({ job, place, timers, random }: AttemptsOptions): Attempts {
  const ordered = timers.now();
  const delivered = { ...job.recorded };
  const giveUp = new AbortController();
  const seal = randomToken();
  const link = createLinkReport({ onLink: job.onLink, timers, random });
  let begun = job.launched;
  let launched = false;
  let sent = false;
  let closed = false;
  let hostKey: string | undefined;
  let follower: Follower | undefined;
  let starting: Promise<unknown> = Promise.resolve();

  const onBegun = (pid: number | undefined) => {
    begun = true;
    if (launched || closed) return;
    launched = true;
    job.onLaunched({ hostKey, pid, sha256: sha256(job.action.text) });
  };
  const scriptFor = (nonce: string) => {
    const { name, env, action } = job;
    const starts = job.mode === 'start' && !begun && timers.now() - ordered < startPatience;
    return starts
      ? startScript({ name, nonce, delivered, seal, env, cwd: action.cwd, commands: action.text })
      : attachScript({ name, nonce, begun, delivered });
  };
  const once = async (which: 'kept' | 'fresh'): Promise<Tried> => {
    const nonce = frameNonce();
    const current = createFollower({
      nonce,
      name: place.name,
      timers,
      delivered: { ...delivered },
      onBegun,
      onOutput: (stream, bytes) => {
        if (closed) return;
        delivered[stream] += bytes.length;
        return job.onOutput({ stream, bytes });
      },
      onSign: () => link.sign(),
      onSilence: (since) => link.down(`${place.name} does not answer`, since),
    });
    follower = current;
    const order = { input: scriptFor(nonce), ...current.streams };
    const abandon = job.mode === 'start' && !sent ? giveUp.signal : undefined;
    const running = place.run(order, { which, abandon }).then((started) => {
      if (started.type === 'started') sent = true;
      return started;
    });
    starting = running;
    const started = await running;
    if (started.type === 'abandoned') return { type: 'unreached', reason: 'given up', kind: 'final' };
    hostKey = started.hostKey ?? hostKey;
    if (started.type === 'refused') return { type: 'unreached', reason: started.reason, kind: started.kind };
    current.attend(started.channel);
    if (closed) current.close();
    return await current.ended;
  };
  const follow = async () => {
    for (let tries = 0; !closed; tries += 1) {
      const tried = await once(tries === 0 ? 'kept' : 'fresh');
      if (closed) break;
      const result = judge({ tried, job, place: place.name, sent, begun, now: timers.now() });
      if (result !== undefined) {
        link.stop();
        return { type: 'performed' as const, performed: { ...result, hostKey } };
      }
      await link.backOff('reason' in tried ? tried.reason : '');
    }
    return await new Promise<never>(() => {});
  };
  return {
    follow,
    begun: () => begun,
    hostKey: () => hostKey,
    abandon: async () => {
      if (job.mode === 'attach') return false;
      giveUp.abort();
      await starting;
      return !sent;
    },
    close: () => {
      closed = true;
      giveUp.abort();
      link.stop();
      follower?.close();
    },
  };
}

type Unreached = {
  readonly type: 'unreached';
  readonly reason: string;
  readonly kind: 'passing' | 'final';
};
type Tried = FollowEnd | Unreached;

type Judged = {
  readonly tried: Tried;
  readonly job: Job;
  readonly place: string;
  readonly sent: boolean;
  readonly begun: boolean;
  readonly now: number;
};

/** What one connection came to; undefined: it is worth another. */
function judge({ tried, job, place, sent, begun, now }: Judged): JobResult | undefined {
  switch (tried.type) {
    case 'exited': {
      const endedAt = tried.ago >= 1 ? Math.round(now - tried.ago * 1_000) : undefined;
      return { result: { type: 'exited', code: tried.code }, endedAt };
    }
    case 'told':
      return { result: resultOfWord({ ...tried, place, begun, cwd: job.action.cwd }) };
    case 'unreached':
      return unreached({ tried, mode: job.mode, sent, begun, place });
    case 'cut':
      return tried.end?.type === 'exited' && !tried.heard && !begun && job.mode === 'start'
        ? { result: noShell(place, tried.end.code, tried.said) }
        : undefined;
  }
}

type UnreachedPlace = Pick<Judged, 'sent' | 'begun' | 'place'> & {
  readonly tried: Unreached;
  readonly mode: Job['mode'];
};

function unreached({ tried, mode, sent, begun, place }: UnreachedPlace): JobResult | undefined {
  const { reason, kind } = tried;
  if (mode === 'start' && !sent) return { result: { type: 'refused', reason } };
  if (kind === 'passing') return undefined;
  const what = begun ? 'it began' : 'it was ordered';
  return {
    result: { type: 'lost', reason: `${what} on ${place}, which can't be asked any more: ${reason}` },
  };
}

function noShell(place: string, code: number, said: string): TargetResult {
  const words = said.trim() === '' ? '' : ` (it said: ${oneLine(said.trim(), 120)})`;
  return {
    type: 'failed',
    reason: `no shell ran the step on ${place}: the login ended with code ${code} before it${words}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
