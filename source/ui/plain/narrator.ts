import type { Recorded } from '../../run/event.ts';
import { reduce } from '../../run/reduce.ts';
import { isSettled } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import type { Session } from '../../session/session.ts';
import { changedLines } from '../text-diff.ts';
import { leftOutLines } from '../words/left-out.ts';
import { narrate } from './narrate.ts';
import { createOutputLines } from './output-lines.ts';
import { promptsFor } from './prompts.ts';
import { watchReminders } from './reminders.ts';
import { createSilenceTeller } from './silence-teller.ts';
import { nameById, printAll, stamp } from './words.ts';

/** Tells what happens in a session, line by line, from the moment it is made. */
export type Narrator = {
  readonly stop: () => void;
};

export type NarratorOptions = {
  readonly session: Session;
  readonly print: (line: string) => void;
  /** Many at once: a host may write more than one by one could be printed. */
  readonly printLines: (lines: readonly string[]) => void;
};

export function createNarrator({ session, print, printLines }: NarratorOptions): Narrator {
  let state = session.state();
  let seen = session.history().length;
  let prompts: readonly string[] = [];
  let trouble: string | undefined;
  const output = createOutputLines(session.logs, printLines);

  function say(text: string): void {
    print(`${stamp(state, session.clock.now())}  ${text}`);
  }

  function tell(recorded: Recorded): void {
    const before = state;
    state = reduce(state, recorded);
    const { event } = recorded;
    if (event.type === 'attempt.finished') {
      output.flush(event.step);
    }
    const text = narrate(recorded, state);
    const done = newlyDone(before, state, recorded);
    if (text !== undefined || done !== undefined) {
      const line = [text, text === undefined ? done : done && 'the step is done'].filter(Boolean).join('; ');
      print(`${stamp(state, recorded.at)}  ${line}`);
    }
    if (event.type === 'fallback.called' || event.type === 'run.ended') {
      const out = leftOutLines(state, event.type === 'run.ended' ? 'end' : 'fallback');
      printAll(
        print,
        out.map((line) => `  ${line}`),
      );
    }
    if (event.type === 'action.edited') {
      printAll(
        print,
        changedLines(event.diff).map((line) => `  ${line}`),
      );
    }
  }

  function catchUp(): void {
    const history = session.history();
    if (history.length < seen) {
      state = session.state();
      seen = history.length;
      say('the replay goes back');
    }
    for (const recorded of history.slice(seen)) {
      tell(recorded);
    }
    seen = history.length;
    tellTrouble();
    prompt();
    reminders.update();
    silences.update();
  }

  function tellTrouble(): void {
    const now = session.trouble();
    if (now !== trouble) {
      trouble = now;
      say(now === undefined ? 'the trouble is over' : `TROUBLE: ${now}`);
    }
  }

  function prompt(): void {
    const next =
      session.kind === 'replay'
        ? []
        : promptsFor({ state, identity: session.identity, now: session.clock.now() });
    for (const line of next.filter((one) => !prompts.includes(one))) {
      say(line);
    }
    prompts = next;
  }

  const reminders = watchReminders({
    clock: session.clock,
    state: session.state,
    usuals: session.usuals,
    remind: ({ at, text }) => print(`${stamp(state, at)}  ${text}`),
  });
  const silences = createSilenceTeller(session, say);
  const ends = [session.logs.subscribe(output.drain), session.subscribe(catchUp)];
  tellTrouble();
  prompt();
  return {
    stop: () => {
      reminders.stop();
      silences.stop();
      for (const end of ends) {
        end();
      }
    },
  };
}

/** `6 Restart the head node: the step is done`, where this event has made it so. */
function newlyDone(before: RunState, after: RunState, { event }: Recorded): string | undefined {
  if (!('step' in event) || event.step === undefined || event.type === 'step.skipped') {
    return undefined;
  }
  const settled = isSettled(after, event.step) && !isSettled(before, event.step);
  return settled ? `${nameById(after, event.step)}: the step is done` : undefined;
}
