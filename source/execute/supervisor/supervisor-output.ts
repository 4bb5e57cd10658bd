import type { Timers } from '../timers.ts';
import { answerLimit } from './supervisor-follow-script.ts';
import { createSealedStream } from './supervisor-seal.ts';

export type Stream = 'stdout' | 'stderr';

export type JobOutputOptions = {
  /** How much of it was delivered before, bytes. */
  readonly delivered: { readonly stdout: number; readonly stderr: number };
  readonly timers: Timers;
};

/** Why not all of a job's output is there; `late`: its end did not come, and nobody knows why. */
export type Missing = 'full' | 'cut' | 'late';

export type JobOutput = {
  readonly sealWith: (seal: string | undefined) => void;
  /** Begins an answer; gives the question that asks for what is still to come. */
  readonly ask: () => 'p' | 'o' | 'e' | 'x';
  /** What of these bytes is new and the job's own. */
  readonly take: (stream: Stream, bytes: Uint8Array) => Uint8Array;
  /** What the answer has brought; `more`: as much as one holds. */
  readonly got: () => 'more' | 'some' | 'none';
  /** Nothing was ever written to this stream. */
  readonly isSilent: (stream: Stream) => void;
  /** Whether all of it is there, once an answer has told the exit and, of each stream, a letter for what it lacks. */
  readonly afterExit: (lacks: string) => 'open' | 'whole' | Missing;
  /** What was held back of it, where no more will come. */
  readonly rest: (stream: Stream) => Uint8Array;
  /** `\n` where a line of ours would not begin at the beginning of one; undefined where it was told before. */
  readonly beforeOwnLine: () => '' | '\n' | undefined;
};

/** Milliseconds without output after the exit until a stream's end is no longer waited for. */
const quietAfterExit = 5_000;
const longestAfterExit = 60_000;

/** The two streams of a job as they come in answers. */
export function createJobOutput({ delivered, timers }: JobOutputOptions): JobOutput {
  const streams = {
    stdout: createSealedStream(delivered.stdout),
    stderr: createSealedStream(delivered.stderr),
  };
  const silent = new Set<Stream>();
  let answer = { stdout: 0, stderr: 0 };
  let exitSeen: { readonly first: number; quiet: number } | undefined;

  const isOver = (stream: Stream) => silent.has(stream) || streams[stream].isSealed();
  const got = () => {
    if (answer.stdout >= answerLimit || answer.stderr >= answerLimit) return 'more';
    return answer.stdout + answer.stderr > 0 ? 'some' : 'none';
  };
  const isLate = () => {
    const now = timers.now();
    exitSeen ??= { first: now, quiet: now };
    if (got() === 'some') exitSeen.quiet = now;
    return now - exitSeen.quiet >= quietAfterExit || now - exitSeen.first >= longestAfterExit;
  };
  return {
    sealWith: (seal) => {
      streams.stdout.sealWith(seal);
      streams.stderr.sealWith(seal);
    },
    ask: () => {
      answer = { stdout: 0, stderr: 0 };
      if (isOver('stderr')) return isOver('stdout') ? 'x' : 'o';
      return isOver('stdout') ? 'e' : 'p';
    },
    take: (stream, bytes) => {
      answer[stream] += bytes.length;
      return streams[stream].take(bytes);
    },
    got,
    isSilent: (stream) => void silent.add(stream),
    afterExit: (lacks) => {
      if (got() === 'more') return 'open';
      const over = (stream: Stream, letter: string | undefined) => letter === 'f' || isOver(stream);
      const late = !(over('stdout', lacks[0]) && over('stderr', lacks[1]));
      if (late && !isLate()) return 'open';
      if (lacks.includes('f')) return 'full';
      if (lacks.includes('c')) return 'cut';
      return late ? 'late' : 'whole';
    },
    rest: (stream) => streams[stream].rest(),
    beforeOwnLine: () => {
      if (streams.stderr.isShort()) return undefined;
      return streams.stderr.endsLine() ? '' : '\n';
    },
  };
}
