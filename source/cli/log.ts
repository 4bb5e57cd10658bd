import type { Journal } from '../journal/journal.ts';
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
    const target = options.host;
    const steps = journal.readOutput(found.run).steps();
    const asked = steps.map(({ name }) => name).filter((name) => name === (step ?? name));
    const styled = !options.json && io.stdout.isTTY === true && !io.env.NO_COLOR;
    let written = false;
    let block = '';
    for (const text of linesOf({ journal, found, json: options.json }, { steps: asked, target })) {
      written = true;
      block += `${styled ? text : withoutStyles(text)}\n`;
      if (block.length < blockLength) continue;
      io.out(block);
      await io.drain();
      block = '';
    }
    io.out(block);
    if (!written) io.err('Nothing was written.\n');
    return exitCodes.ok;
  });
}

const blockLength = 1 << 16;

type Reading = { readonly journal: Journal; readonly found: FoundRun; readonly json: boolean };

function* linesOf(
  { journal, found, json }: Reading,
  { steps, target }: { readonly steps: readonly string[]; readonly target: string | undefined },
): Generator<string> {
  const logs = createLogBook({ reader: journal.readOutput(found.run) });
  const { zone } = found.plan.window;
  for (const step of steps) {
    const { end } = logs.extent(step, target);
    for (let from = 0; from < end; from += linesAtOnce) {
      for (const { at, attempt, target: host, stream, text } of logs.read({
        ...{ step, target, from },
        to: Math.min(end, from + linesAtOnce),
      })) {
        const plain = json ? withoutStyles(text) : text;
        yield json
          ? JSON.stringify({
              at: new Date(at).toISOString(),
              step,
              attempt,
              target: host,
              stream,
              text: plain,
            })
          : `${formatTimeOfDay(at, zone)} ${step} ${host} | ${text}`;
      }
    }
  }
}

/** The beginning of each has to be looked for in every stream. */
const linesAtOnce = 10_000;
