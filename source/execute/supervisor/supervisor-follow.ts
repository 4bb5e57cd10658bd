import type { ChannelEnd, ChannelOrder, ShellChannel } from '../shell/shell-channel.ts';
import { createFrameReader } from '../shell/shell-frame.ts';
import type { Timers } from '../timers.ts';
import { createJobOutput, type JobOutputOptions, type Missing, type Stream } from './supervisor-output.ts';
import { createPulse } from './supervisor-pulse.ts';

export type FollowOptions = {
  readonly nonce: string;
  /** Of the place, for messages. */
  readonly name: string;
  readonly timers: Timers;
  /** How much of the output is not to be delivered again, bytes. */
  readonly delivered: JobOutputOptions['delivered'];
  /**
   * The job's own bytes and, where some of them are missing, one line at the end that says so. A promise asks to wait
   * with more until it settles.
   */
  readonly onOutput: (stream: Stream, bytes: Uint8Array) => void | Promise<void>;
  /** The place has said that it began. May be called again. */
  readonly onBegun: (pid: number | undefined) => void;
  /** The place has said something. */
  readonly onSign: () => void;
  /** It has not answered for some seconds; `since` is when it last did. */
  readonly onSilence: (since: number) => void;
};

export type FollowEnd =
  /** `ago`: seconds since it ended. */
  | { readonly type: 'exited'; readonly code: number; readonly ago: number }
  /** `word` says why it did not begin, or what is known of its loss; `said` is what the shell complained of. */
  | { readonly type: 'told'; readonly word: string; readonly said: string }
  | {
      readonly type: 'cut';
      readonly reason: string;
      /** Whether a shell of ours was heard at all. */
      readonly heard: boolean;
      readonly end: ChannelEnd | undefined;
      /** The last of what came where no shell of ours was heard. */
      readonly said: string;
    };

export type Follower = {
  /** Where the channel's output goes. */
  readonly streams: Pick<ChannelOrder, 'stdout' | 'stderr'>;
  /** Once the channel is there. */
  readonly attend: (channel: ShellChannel) => void;
  readonly ended: Promise<FollowEnd>;
  readonly close: () => void;
};

/** How long a job may be without a claim, milliseconds. */
const claimPatience = 3_000;
const keptWords = 300;

/** Follows a job over one channel, from its start or from an attachment to its end or to the channel's. */
export function createFollower(options: FollowOptions): Follower {
  const { nonce, name, timers, delivered, onOutput, onBegun, onSign, onSilence } = options;
  const { promise: ended, resolve } = Promise.withResolvers<FollowEnd>();
  const output = createJobOutput({ delivered, timers });
  let channel: ShellChannel | undefined;
  let over = false;
  let heard = false;
  let current: Stream | undefined;
  let waits: number | undefined;
  let noise: Buffer = Buffer.alloc(0);
  let holding = 0;

  const finish = (end: FollowEnd) => {
    if (over) return;
    over = true;
    pulse.stop();
    channel?.close();
    resolve(end);
  };
  const cut = (reason: string, end?: ChannelEnd) =>
    finish({ type: 'cut', reason, heard, end, said: noise.toString() });
  const unclaimedFor = () => (waits === undefined ? 0 : timers.now() - waits);
  const pulse = createPulse({
    timers,
    ask: () => {
      const question = output.ask();
      channel?.write(unclaimedFor() < claimPatience ? `${question}\n` : 'n\n');
    },
    onSilence,
    onDead: (seconds) => cut(`${name} has not answered for ${seconds} s`),
  });
  const say = (bytes: Uint8Array) => {
    noise = Buffer.concat([noise, bytes]).subarray(-keptWords);
  };
  const release = () => {
    holding -= 1;
    if (holding > 0 || over) return;
    channel?.resume();
    pulse.resume();
  };
  const hold = (until: Promise<void>) => {
    holding += 1;
    if (holding === 1) {
      channel?.pause();
      pulse.pause();
    }
    void until.then(release, release);
  };
  const deliver = (stream: Stream, bytes: Uint8Array) => {
    if (bytes.length === 0) return;
    const wait = onOutput(stream, bytes);
    if (wait !== undefined) hold(wait);
  };
  const onBytes = (bytes: Uint8Array) => {
    if (over) return;
    if (current === undefined) return heard ? undefined : say(bytes);
    deliver(current, output.take(current, bytes));
  };
  const exited = (words: readonly string[]) => {
    const end: FollowEnd = { type: 'exited', code: Number(words[1]), ago: secondsAgo(words[2], words[3]) };
    if (words[4] === 'silent') return finish(end);
    const state = output.afterExit(words[4] ?? '');
    if (state === 'open') return pulse.answered(output.got());
    const before = output.beforeOwnLine();
    if (state !== 'whole' && before !== undefined)
      deliver('stderr', Buffer.from(`${before}gonogo: ${wordsFor(state, name)}\n`));
    finish(end);
  };
  const woken = ([, ...loud]: readonly string[]) => {
    if (loud.length > 0 && !loud.includes('out')) output.isSilent('stdout');
    if (loud.length > 0 && !loud.includes('err')) output.isSilent('stderr');
    pulse.hurry();
  };
  const unclaimed = () => {
    waits ??= timers.now();
    if (unclaimedFor() >= 2 * claimPatience) return finish({ type: 'told', word: 'unclaimed', said: '' });
    pulse.answered('none');
  };
  const told = (words: readonly string[]) => {
    for (const stream of ['stdout', 'stderr'] as const) deliver(stream, output.rest(stream));
    finish({ type: 'told', word: words.join(' '), said: noise.toString().trim() });
  };
  const onFrame = (words: readonly string[]) => {
    if (over) return;
    heard = true;
    switch (words[0]) {
      case 'out':
        current = 'stdout';
        return;
      case 'err':
        current = 'stderr';
        return;
      case 'pid':
        onBegun(toPid(words[1]));
        output.sealWith(words[2]);
        return pulse.answered('none');
      case 'wake':
        return woken(words);
      case '.':
        current = undefined;
        return pulse.answered(output.got());
      case 'exit':
        current = undefined;
        return /^\d{1,3}$/.test(words[1] ?? '') ? exited(words) : told(words);
      case 'wait':
        return unclaimed();
      default:
        return told(words);
    }
  };
  const reader = createFrameReader({ nonce, onFrame, onBytes });
  return {
    streams: {
      stdout: (bytes) => {
        if (over) return;
        pulse.sign();
        onSign();
        reader.push(bytes);
      },
      stderr: say,
    },
    attend: (opened) => {
      channel = opened;
      if (over) return opened.close();
      pulse.start();
      void opened.ended.then((end) =>
        cut(end.type === 'lost' ? end.reason : `${name} ended the channel`, end),
      );
    },
    ended,
    close: () => cut(`gonogo closed the channel to ${name}`),
  };
}

function wordsFor(missing: Missing, place: string): string {
  switch (missing) {
    case 'full':
      return `the disk of ${place} was full, output is missing`;
    case 'cut':
      return `what kept the output on ${place} was killed, some may be missing`;
    case 'late':
      return `the end of the output on ${place} did not come, some may be missing`;
  }
}

function secondsAgo(then: string | undefined, now: string | undefined): number {
  const seconds = Number(now) - Number(then);
  return seconds > 0 ? seconds : 0;
}

/** Only numbers are taken for process ids, whatever a host prints. */
function toPid(word: string | undefined): number | undefined {
  return word !== undefined && /^[1-9]\d{0,9}$/.test(word) ? Number(word) : undefined;
}
