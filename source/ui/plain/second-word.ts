import type { Command } from '../../run/command.ts';
import { decide } from '../../run/decide.ts';
import { scopeKey } from '../../run/scope.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { passedNoReturn } from '../../run/way-back.ts';
import { nameOf, outcomeWords } from '../../run/words.ts';
import { notYourRole } from '../../session/authority.ts';
import { type Clock, sleep } from '../../session/clock.ts';
import type { Identity } from '../../session/session.ts';
import { endingOf, fallbackWord } from '../words/ending.ts';
import { leftOutLines } from '../words/left-out.ts';
import { noReturnLines, noReturnWord } from '../words/no-return.ts';
import { recycleBody, recycleLines, recyclingTo } from '../words/recycle-lines.ts';
import type { LineQueue } from './line-queue.ts';
import { leftOutOfScope } from './scope-words.ts';

/** What a command would do that can't be taken back, and the word that says it is meant. */
export type SecondWord = {
  readonly word: string;
  readonly what: string;
  /** Where this is another by the time the word is typed, it is asked anew. */
  readonly depends?: string | undefined;
};

/** Undefined where nothing of that kind would happen, or the command is refused anyway. */
export function secondWordFor(
  command: Command,
  { state, identity, now }: { readonly state: RunState; readonly identity: Identity; readonly now: number },
): SecondWord | undefined {
  if (notYourRole(state, command, identity) !== undefined) {
    return undefined;
  }
  const decision = decide(state, command, now);
  const decided = decision.type === 'accepted' ? decision.events : [];
  const events = decided.map(({ type }) => type);
  if (events.includes('fallback.called')) {
    const changes = command.type === 'fallback' || command.type === 'vote' ? command.changes : undefined;
    const past = passedNoReturn(state);
    return {
      word: fallbackWord,
      what: withLeftOut('This calls the fallback: the main timeline stops, D is now.', [
        ...(past === undefined ? [] : [`PAST NO RETURN: ${nameOf(past)} has begun and can't be undone`]),
        ...leftOutOfScope({ state, changes }),
        ...leftOutLines(state, 'fallback'),
      ]),
      depends: scopeKey(state),
    };
  }
  if (events.includes('run.ended')) {
    const { outcome, word } = endingOf(state, now);
    return {
      word,
      what: withLeftOut(`This ends the run for good: ${outcomeWords[outcome]}.`, leftOutLines(state, 'end')),
    };
  }
  const recycled = decided.find((event) => event.type === 'run.recycled');
  if (recycled !== undefined) {
    const recycling = recyclingTo(state, recycled.to, now);
    const body = recycling === undefined ? [] : recycleBody(recycling, { state, now });
    const lines = recycling === undefined ? [] : recycleLines(recycling, state);
    const what = [`This goes back to ${lines.join('; ')}.`, ...body].join(' ');
    return { word: recycled.to, what, depends: recycled.steps.join(' ') };
  }
  const begun = decided.flatMap((event) => (event.type === 'step.started' ? [event.step] : []));
  const last = begun.map((id) => findStep(state, id)).find((step) => step?.noReturn === true);
  return last && { word: noReturnWord, what: noReturnLines(state, last).join(' ') };
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
