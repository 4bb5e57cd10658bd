import type { Command } from '../../run/command.ts';
import { decide } from '../../run/decide.ts';
import type { RunState } from '../../run/state.ts';
import { outcomeWords } from '../../run/words.ts';
import { notYourRole } from '../../session/authority.ts';
import { type Clock, sleep } from '../../session/clock.ts';
import type { Identity } from '../../session/session.ts';
import { endingOf, fallbackWord } from '../ending.ts';
import { leftOutLines } from '../left-out.ts';
import type { LineQueue } from './line-queue.ts';

/** What a command would do that can't be taken back, and the word that says it is meant. */
export type SecondWord = { readonly word: string; readonly what: string };

/** Undefined where nothing of that kind would happen, or the command is refused anyway. */
export function secondWordFor(
  command: Command,
  { state, identity, now }: { readonly state: RunState; readonly identity: Identity; readonly now: number },
): SecondWord | undefined {
  if (notYourRole(state, command, identity) !== undefined) {
    return undefined;
  }
  const decision = decide(state, command, now);
  const events = decision.type === 'accepted' ? decision.events.map(({ type }) => type) : [];
  if (events.includes('fallback.called')) {
    return {
      word: fallbackWord,
      what: withLeftOut(
        'This calls the fallback: the main timeline stops, D is now.',
        leftOutLines(state, 'fallback'),
      ),
    };
  }
  if (events.includes('run.ended')) {
    const { outcome, word } = endingOf(state, now);
    return {
      word,
      what: withLeftOut(`This ends the run for good: ${outcomeWords[outcome]}.`, leftOutLines(state, 'end')),
    };
  }
  return undefined;
}

function withLeftOut(what: string, lines: readonly string[]): string {
  return [what, ...lines.map((line) => `${line}.`)].join(' ');
}

/** Asks for it on a line of its own, and takes none that came before the question could be read. */
export async function isMeant({
  asked: { word, what },
  lines,
  ended,
  wall,
  print,
}: {
  readonly asked: SecondWord;
  readonly lines: LineQueue;
  /** Resolves when the run is over: then nothing is meant any more. */
  readonly ended: Promise<true>;
  readonly wall: Clock;
  readonly print: (line: string) => void;
}): Promise<boolean> {
  print(`${what} Type on a line of its own: ${word}`);
  await sleep(wall, guardMs);
  if (lines.drop() > 0) {
    print('what came before this could be read is left out');
  }
  const line = await Promise.race([lines.next(), ended]);
  const meant = typeof line === 'string' && line.trim().replace(/\s+/g, ' ').toLowerCase() === word;
  if (!meant) {
    print('nothing was done');
  }
  return meant;
}

const guardMs = 500;
