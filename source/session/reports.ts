import type { Report } from '../run/command.ts';
import { nextTurn } from './clock.ts';
import type { Reported } from './conductor.ts';
import type { SendResult } from './session.ts';

/** What the conductor says, on its way into the journal. */
export type Reports = {
  /** A report is what happened: it is offered until it is taken, or the session is closed. */
  readonly add: (report: Report) => Promise<Reported>;
};

export type ReportsOptions = {
  /** Many at once, in order; undefined when the journal failed. */
  readonly offer: (reports: readonly Report[]) => Promise<readonly SendResult[] | undefined>;
  readonly closing: () => boolean;
  /** How long to wait after a failure. */
  readonly pause: () => Promise<void>;
};

type Waiting = { readonly report: Report; readonly resolve: (reported: Reported) => void };

/** Many hosts answer at the same time: their reports go into the journal together. */
export function createReports({ offer, closing, pause }: ReportsOptions): Reports {
  const waiting: Waiting[] = [];
  let draining = false;

  async function drain(): Promise<void> {
    if (draining) return;
    draining = true;
    while (waiting.length > 0) {
      // Each append costs a write to the disk: what has arrived by now goes together.
      await nextTurn();
      const batch = waiting.splice(0, mostAtOnce).filter((each) => !isLeft(each));
      if (batch.length === 0) continue;
      const results = await offer(batch.map(({ report }) => report));
      if (results !== undefined) {
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] ?? left);
      } else if (closing()) for (const { resolve } of batch) resolve(left);
      else {
        waiting.unshift(...batch);
        await pause();
      }
    }
    draining = false;
  }

  /** What is left in order begins nothing more; what ends is still recorded. */
  function isLeft({ report, resolve }: Waiting): boolean {
    if (!closing() || report.type !== 'begin-action') return false;
    resolve(left);
    return true;
  }

  return {
    add: (report) =>
      new Promise((resolve) => {
        waiting.push({ report, resolve });
        void drain();
      }),
  };
}

const left: Reported = { type: 'left' };
const mostAtOnce = 200;
