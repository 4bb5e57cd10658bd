import { type Clock, createWallClock } from '../../session/clock.ts';
import type { Session } from '../../session/session.ts';
import { plainText } from '../../session/terminal-text.ts';
import { greeting, missedLines, statusLines } from './answers.ts';
import type { Reading } from './command.ts';
import { createDesk, type Desk, type PlainResult } from './desk.ts';
import { takeText } from './edit-command.ts';
import { readLine } from './grammar.ts';
import { createLineQueue, type LineQueue } from './line-queue.ts';
import { createNarrator } from './narrator.ts';
import { isMeant, type SecondWord, secondWordFor } from './second-word.ts';
import { printAll } from './words.ts';

export type PlainOptions = {
  readonly session: Session;
  readonly input: NodeJS.ReadableStream;
  /** Takes whole lines, each with its end. */
  readonly output: (text: string) => void;
  /** What the end of the input means; `leave` waits for what is running. A replay always stays to its end. */
  readonly onInputEnd?: 'leave' | 'stay' | undefined;
  /** Aborted when it is to end at once; lines still in the input are not read any more. */
  readonly leave?: AbortSignal | undefined;
  /** For how long a question has been there before it is answered. */
  readonly wall?: Clock | undefined;
};

/** A session as lines: tells what happens and takes typed commands, until the run has ended or somebody leaves. */
export async function runPlain(options: PlainOptions): Promise<PlainResult> {
  const { session, input } = options;
  // The one place where lines leave: whatever a plan, a person or a host says, it stays one line of text.
  const print = (line: string): void => printLines([line]);
  const printLines = (lines: readonly string[]): void =>
    options.output(`${lines.map(plainText).join('\n')}\n`);
  const resumed = session.history().some(({ event }) => event.type === 'step.started');
  printAll(print, greeting(session));
  printAll(print, missedLines(session));
  if (resumed && session.kind !== 'replay') {
    printAll(print, statusLines(session));
  }
  const narrator = createNarrator({ session, print, printLines });
  const lines = createLineQueue(input);
  const desk = createDesk(session, print);
  try {
    const leaving = new Promise<'left'>((resolve) =>
      options.leave?.addEventListener('abort', () => resolve('left'), { once: true }),
    );
    return await Promise.race([serve({ desk, lines, options, print }), leaving]);
  } finally {
    desk.close();
    narrator.stop();
    lines.close();
  }
}

type Serving = {
  readonly desk: Desk;
  readonly lines: LineQueue;
  readonly options: PlainOptions;
  readonly print: (line: string) => void;
};

/** One line after another, each done with before the next is read. */
async function serve({ desk, lines, options, print }: Serving): Promise<PlainResult> {
  const { session, input } = options;
  const person = 'isTTY' in input && input.isTTY === true;
  const wall = options.wall ?? createWallClock();
  const ended = desk.until(() => desk.over() !== undefined);
  for (;;) {
    const line = await Promise.race([lines.next(), ended]);
    if (options.leave?.aborted === true) {
      return 'left';
    }
    const over = desk.over();
    if (over !== undefined) {
      return over;
    }
    if (line === undefined || line === true) {
      break;
    }
    const asked = { state: session.state(), identity: session.identity, now: session.clock.now() };
    const reading = readLine(line, asked);
    if (reading === undefined) {
      continue;
    }
    if (!person) {
      print(`> ${line.trim()}`);
    }
    if (reading.type === 'edit') {
      const command = await takeText({ ...reading, session, lines, ended, person, print });
      if (command !== undefined) {
        await desk.perform({ type: 'send', command });
      }
      continue;
    }
    if (person && !(await isSure({ reading, session, lines, ended, wall, print }))) {
      continue;
    }
    if ((await desk.perform(reading)) === 'leave') {
      return desk.over() ?? 'left';
    }
  }
  await desk.finish(options.onInputEnd ?? 'leave');
  return desk.over() ?? 'left';
}

/** Asks as long as what it would do is not what it was when it was asked. */
async function isSure({
  reading,
  session,
  ...asking
}: Omit<Parameters<typeof isMeant>[0], 'asked'> & {
  readonly reading: Reading;
  readonly session: Session;
}): Promise<boolean> {
  let asked = secondWordOf(reading, session);
  while (asked !== undefined) {
    if (!(await isMeant({ asked, ...asking }))) {
      return false;
    }
    const now = secondWordOf(reading, session);
    if (now === undefined || now.depends === asked.depends) {
      return true;
    }
    asking.print('that has changed meanwhile:');
    asked = now;
  }
  return true;
}

/** Piped lines were written in peace; what a person types is asked for twice where it can't be taken back. */
function secondWordOf(reading: Reading, session: Session): SecondWord | undefined {
  if (reading.type !== 'send') {
    return undefined;
  }
  const { identity } = session;
  return secondWordFor(reading.command, { state: session.state(), identity, now: session.clock.now() });
}
