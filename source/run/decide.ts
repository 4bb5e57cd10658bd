import type { Command, Decision, Report } from './command.ts';
import { decideReport } from './decide-report.ts';
import { decideRun } from './decide-run.ts';
import { decideStep } from './decide-step.ts';
import type { RunState } from './state.ts';

/** What follows from a command at `now` (epoch milliseconds): events, or why not. Pure. */
export function decide(state: RunState, command: Command, now: number): Decision {
  switch (command.type) {
    case 'open':
    case 'close':
    case 'sign':
    case 'begin-action':
    case 'launch-target':
    case 'finish-target':
    case 'finish-check':
    case 'finish-attempt':
      return decideReport(state, command satisfies Report);
    case 'note':
    case 'hold':
    case 'release':
    case 'recycle':
    case 'exclude':
    case 'include':
    case 'open-shell':
    case 'close-shell':
    case 'fallback':
    case 'end':
      return decideRun(state, command, now);
    default:
      return decideStep(state, command, now);
  }
}
