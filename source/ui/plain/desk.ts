import type { Command } from '../../run/command.ts';
import type { RunOutcome } from '../../run/facts.ts';
import { isActive, runningSteps } from '../../run/select.ts';
import { stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import type { Session } from '../../session/session.ts';
import { leavingLines } from '../words/leaving.ts';
import { hostLines, logLines, refusalLines, statusLines } from './answers.ts';
import type { Reading } from './command.ts';
import { helpLines } from './grammar.ts';
import { scopeAnswer } from './scope-words.ts';
import { printAll } from './words.ts';

export type PlainResult = RunOutcome | 'left';

/** Carries out what is typed, and knows when it is over. */
export type Desk = {
  readonly perform: (reading: Exclude<Reading, { type: 'edit' }>) => Promise<'stay' | 'leave'>;
  /** Resolves to true once this holds, looking after every change. */
  readonly until: (holds: () => boolean) => Promise<true>;
  /** How it ended; undefined while it goes on. */
  readonly over: () => PlainResult | undefined;
  /** The input has ended. */
  readonly finish: (how: 'leave' | 'stay') => Promise<void>;
  readonly close: () => void;
};

export function createDesk(session: Session, print: (line: string) => void): Desk {
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of [...waiting]) {
      check();
    }
  };
  const leave = session.subscribe(look);

  function over(): PlainResult | undefined {
    const { replay } = session;
    const ended = session.state().ended?.outcome;
    if (replay === undefined) {
      return ended;
    }
    return !replay.playing() && session.clock.now() >= replay.until ? (ended ?? 'left') : undefined;
  }

  function until(holds: () => boolean): Promise<true> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (holds()) {
          waiting.delete(check);
          resolve(true);
        }
      };
      waiting.add(check);
      check();
    });
  }

  function running(): string {
    return runningSteps(session.state()).map(nameOf).join(', ');
  }

  /** Nothing runs, and who held the run can't be here any more. Whoever plays everybody mends all other trouble. */
  function stuck(): boolean {
    return session.state().held !== undefined && running() === '';
  }

  async function waitFor(reading: Extract<Reading, { type: 'wait-step' }>): Promise<void> {
    const { step } = reading;
    const own = () => stepState(session.state(), step.id).status;
    if (own() === 'waiting' && (!step.auto || step.noReturn) && session.kind === 'live') {
      print(`refused: ${nameOf(step)} has not started; waiting for it would never end`);
      return;
    }
    await until(() => {
      const idle = own() !== 'running' && own() !== 'waiting';
      return (
        idle || over() !== undefined || (own() === 'waiting' && !isActive(session.state(), step.timeline))
      );
    });
  }

  async function waitUntil(at: number): Promise<void> {
    let reached = false;
    const cancel = session.clock.after(Math.max(at - session.clock.now(), 0), () => {
      reached = true;
      look();
    });
    await until(() => reached || over() !== undefined);
    cancel();
  }

  async function send(command: Command): Promise<boolean> {
    const result = await session.send(command);
    if (result.type === 'refused') {
      printAll(print, refusalLines(result.refusal, command));
      if (command.type === 'fallback' && result.refusal.code === 'needs-reason') {
        const { usuals } = session;
        printAll(print, scopeAnswer({ state: session.state(), usuals }, session.clock.now()));
      }
    }
    return result.type === 'accepted';
  }

  async function perform(reading: Parameters<Desk['perform']>[0]): Promise<'stay' | 'leave'> {
    switch (reading.type) {
      case 'send':
        await send(reading.command);
        return 'stay';
      case 'send-all':
        for (const command of reading.commands) {
          if (!(await send(command))) {
            break;
          }
        }
        return 'stay';
      case 'wait-step':
        await waitFor(reading);
        return 'stay';
      case 'wait-until':
        await waitUntil(reading.at);
        return 'stay';
      case 'status':
        printAll(print, statusLines(session));
        return 'stay';
      case 'log':
        printAll(print, logLines(session, reading));
        return 'stay';
      case 'hosts':
        printAll(print, hostLines(session, reading.step));
        return 'stay';
      case 'help':
        printAll(print, helpLines(reading.name));
        return 'stay';
      case 'problem':
        print(`refused: ${reading.message}`);
        return 'stay';
      case 'quit':
        if (running() === '' || reading.now || session.kind === 'replay') {
          return 'leave';
        }
        print(`still running: ${running()}. Wait for it, or type: quit now`);
        printAll(print, leavingLines(session.state()));
        return 'stay';
    }
  }

  return {
    perform,
    until,
    over,
    finish: async (how) => {
      if (how === 'stay' || session.kind === 'replay') {
        await until(() => over() !== undefined || (session.kind !== 'replay' && stuck()));
      } else if (running() !== '') {
        print(`the input has ended; leaving once this has: ${running()}`);
        await until(() => running() === '' || over() !== undefined);
      }
    },
    close: leave,
  };
}
