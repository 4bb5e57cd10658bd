/**
 * A program of its own, which is ended when it takes too long: opens a recorded run, goes to one moment after the
 * other, and says how long each took until the right lines were there.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { findIntactRun } from '../../source/cli/find-run.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { createWallClock } from '../../source/session/clock.ts';
import { openReplay } from '../../source/session/replay.ts';
import type { Session } from '../../source/session/session.ts';
import { hostName, lastLineOf, newestAt, type SeekShape, stepId } from './seek-shape.ts';

export type SeekOrder = {
  readonly file: string;
  readonly run: string;
  readonly shape: SeekShape;
  readonly moments: readonly number[];
};

/** Milliseconds. */
export type SeekNews =
  | { readonly type: 'opened'; readonly ms: number }
  | { readonly type: 'sought'; readonly view: SeekView; readonly ms: number; readonly right: boolean }
  | { readonly type: 'done'; readonly resident: number };

export type SeekView = 'all hosts' | 'one host';

const screenful = 40;
const patience = 10_000;

if (import.meta.main) await main(JSON.parse(process.argv[2] ?? '') as SeekOrder);

async function main({ file, run, shape, moments }: SeekOrder): Promise<void> {
  const say = (news: SeekNews) => process.send?.(news);
  const began = performance.now();
  const session = await open(file, run);
  say({ type: 'opened', ms: performance.now() - began });
  for (const [index, at] of moments.entries()) {
    const host = index % 2 === 0 ? undefined : (index % shape.hosts) + 1;
    const asked = performance.now();
    session.replay?.seek(at);
    const right = await shown({ session, shape, at, host });
    const ms = performance.now() - asked;
    say({ type: 'sought', view: host === undefined ? 'all hosts' : 'one host', ms, right });
  }
  await session.close();
  say({ type: 'done', resident: process.memoryUsage().rss });
  process.disconnect();
}

/** As `gonogo replay` does it. */
async function open(file: string, run: string): Promise<Session> {
  const journal = await openSqliteJournal({ file });
  const found = await findIntactRun(journal, run, file);
  return openReplay({
    run: found.run,
    plan: found.plan,
    events: found.events,
    output: journal.readOutput(found.run),
    identity: { person: '', roles: [] },
    speed: 1,
    wall: createWallClock(),
  });
}

type Shown = {
  readonly session: Session;
  readonly shape: SeekShape;
  readonly at: number;
  readonly host: number | undefined;
};

/** Once the screenful that ends with the newest line of the moment is there. */
async function shown({ session: { logs }, shape, at, host }: Shown): Promise<boolean> {
  const newest = newestAt(shape, at, host);
  const step = stepId(newest.step);
  const target = host === undefined ? undefined : hostName(host);
  const until = performance.now() + patience;
  do {
    const { end } = logs.extent(step, target);
    const lines = logs.read({ step, target, from: end - screenful, to: end });
    if (lines.length === screenful && lines.at(-1)?.text.startsWith(lastLineOf(newest))) return true;
    await turn();
  } while (performance.now() < until);
  return false;
}
