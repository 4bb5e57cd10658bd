import type { OutputChunk } from '../journal/journal.ts';
import { formatTimeOfDay } from '../plan/zone.ts';
import { createLogBook } from '../session/log-book.ts';
import { withoutStyles } from '../session/terminal-text.ts';
import { exitCodes } from './exit-codes.ts';
import { changedRecord, type FoundRun, findRun } from './find-run.ts';
import { findTheStep } from './find-step.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';

export type LogOptions = CommonOptions & {
  readonly run: string;
  readonly step?: string | undefined;
  readonly host?: string | undefined;
  readonly json: boolean;
};

/** `gonogo log RUN [STEP]`: what the steps wrote, with times in the plan's zone. */
export async function log(options: LogOptions, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal) => {
    const found = await findRun(journal, options.run);
    const changed = changedRecord(found);
    if (changed !== undefined) io.err(`${changed}\n`);
    const step = options.step === undefined ? undefined : findTheStep(found, options.step).id;
    const chunks = await journal.readOutput(found.run, { step, target: options.host });
    const styled = !options.json && io.stdout.isTTY === true && !io.env.NO_COLOR;
    let block = '';
    for (const text of linesOf(chunks, found, options.json)) {
      block += `${styled ? text : withoutStyles(text)}\n`;
      if (block.length < blockLength) continue;
      io.out(block);
      await io.drain();
      block = '';
    }
    io.out(block);
    if (chunks.length === 0) io.err('Nothing was written.\n');
    return exitCodes.ok;
  });
}

const blockLength = 1 << 16;

function* linesOf(chunks: readonly OutputChunk[], found: FoundRun, json: boolean): Generator<string> {
  const logs = createLogBook({ limit: Number.POSITIVE_INFINITY });
  for (const chunk of chunks) logs.append(chunk);
  const { zone } = found.plan.window;
  for (const step of new Set(chunks.map((chunk) => chunk.step))) {
    for (const { at, attempt, target, stream, text } of logs.lines(step)) {
      if (json) {
        const plain = withoutStyles(text);
        yield JSON.stringify({ at: new Date(at).toISOString(), step, attempt, target, stream, text: plain });
      } else yield `${formatTimeOfDay(at, zone)} ${step} ${target} | ${text}`;
    }
  }
}
