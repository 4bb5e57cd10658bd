import { type Job, LEFT, type Performed } from '../executor.ts';
import { safeResult } from '../reason.ts';
import type { Timers } from '../timers.ts';
import { createMasker, type Masker } from './masker.ts';
import type { Vault } from './vault.ts';

export type MaskedJob = {
  readonly job: Job;
  /** Tells the rest of the output, and gives the result as it may be told. */
  readonly finish: (performed: Performed) => Performed;
};

type Stream = 'stdout' | 'stderr';

/** Milliseconds without output after which a letter or two are no longer held back. */
const quiet = 500;

/**
 * A job whose output, and whatever is said of it, come without secrets. What is held back is not recorded yet. Whoever
 * follows a job from the middle reads again what came before it: a secret may have begun there.
 */
export function maskedJob(job: Job, { vault, timers }: { vault: Vault; timers: Timers }): MaskedJob {
  const before = job.mode === 'attach' ? (vault.scanner()?.longest ?? 0) : 0;
  const streams = {
    stdout: maskedStream({ job, vault, timers, before, stream: 'stdout' }),
    stderr: maskedStream({ job, vault, timers, before, stream: 'stderr' }),
  };
  return {
    job: {
      ...job,
      recorded: {
        stdout: Math.max(0, job.recorded.stdout - before),
        stderr: Math.max(0, job.recorded.stderr - before),
      },
      onOutput: ({ stream, bytes }) => streams[stream].push(bytes),
      onAside: ({ target, line }) => job.onAside({ target, line: vault.mask(line) }),
      onLink: (link) => job.onLink('reason' in link ? { ...link, reason: vault.mask(link.reason) } : link),
    },
    finish: (performed) => {
      const left = performed === LEFT;
      for (const { end } of Object.values(streams)) end(left);
      if (left) return LEFT;
      const { result } = performed;
      const masked = 'reason' in result ? { ...result, reason: vault.mask(result.reason) } : result;
      return { ...performed, result: safeResult(masked) };
    },
  };
}

type MaskedStream = {
  readonly job: Job;
  readonly vault: Vault;
  readonly timers: Timers;
  readonly before: number;
  readonly stream: Stream;
};

function maskedStream({ job, vault, timers, before, stream }: MaskedStream) {
  const masker: Masker = createMasker({ scanner: vault.scanner });
  // What the journal has already, and is only read to know how it goes on.
  let known = Math.min(before, job.recorded[stream]);
  let cancel = () => {};
  let ended = false;
  const tell = (told: Uint8Array) => {
    const bytes = told.subarray(Math.min(known, told.length));
    known -= told.length - bytes.length;
    return bytes.length === 0 ? undefined : job.onOutput({ stream, bytes });
  };
  return {
    push: (bytes: Uint8Array) => {
      if (ended) return;
      cancel();
      const wait = tell(masker.push(bytes));
      if (masker.holdsBack()) cancel = timers.after(quiet, () => void tell(masker.settle()));
      return wait;
    },
    end: (left: boolean) => {
      ended = true;
      cancel();
      if (!left) void tell(masker.end());
    },
  };
}
