import { JournalError, type JournalErrorCode } from '../journal/journal-error.ts';
import { formatTimeOfDay } from '../plan/zone.ts';
import { messageOf } from './news.ts';

/** A time in which the journal could not be written: it is tried until it can, and then the record says so. */
export type Outage = {
  /** A write failed. */
  readonly failed: (error: unknown) => void;
  /** A write succeeded. */
  readonly worked: () => void;
};

export type OutageOptions = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly zone: string;
  /** How long to wait before it is tried again. */
  readonly pause: () => Promise<void>;
  readonly closing: () => boolean;
  /** Whether output waits for the journal, which is tried elsewhere. */
  readonly outputWaits: () => boolean;
  /** False: it failed again. */
  readonly note: (text: string) => Promise<boolean>;
};

export function createOutage(options: OutageOptions): Outage {
  const { now, zone, pause, closing, outputWaits, note } = options;
  let underWay = false;
  let until: number | undefined;
  let wake = Promise.withResolvers<void>();

  async function watch(error: unknown): Promise<void> {
    const from = now();
    for (;;) {
      await Promise.race([pause(), wake.promise]);
      wake = Promise.withResolvers();
      if (closing()) return;
      const times = { from, until: until ?? now(), zone };
      if (!outputWaits() && (await note(outageWords(error, times)))) return;
    }
  }

  return {
    failed: (error) => {
      until = undefined;
      if (underWay) return;
      underWay = true;
      void watch(error).finally(() => {
        underWay = false;
      });
    },
    worked: () => {
      if (!underWay || outputWaits()) return;
      until ??= now();
      wake.resolve();
    },
  };
}

type Times = { readonly from: number; readonly until: number; readonly zone: string };

/** `the journal could not be written from 05:12:10 to 05:20:33 (its disk was full): nothing started meanwhile` */
function outageWords(error: unknown, { from, until, zone }: Times): string {
  const [begin, end] = [formatTimeOfDay(from, zone), formatTimeOfDay(until, zone)];
  const why = error instanceof JournalError ? reasons[error.code] : messageOf(error);
  return `the journal could not be written from ${begin} to ${end} (${why}): nothing started meanwhile`;
}

const reasons: Readonly<Record<JournalErrorCode, string>> = {
  full: 'its disk was full',
  'read-only': 'it could only be read',
  corrupt: 'it was damaged',
  newer: 'a later gonogo had changed it',
  busy: 'another process kept it locked',
  io: 'its file or its disk could not be used',
};
