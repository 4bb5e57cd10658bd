import type { Command, Decision } from './command.ts';
import { callFallback, fallbackRefusal } from './decide-fallback.ts';
import { decideHold, type HoldCommand } from './decide-hold.ts';
import { decideRecycle } from './decide-recycle.ts';
import type { RunOutcome } from './facts.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import { activeSteps, runningSteps, unsettledSteps } from './select.ts';
import type { RunState } from './state.ts';
import { stepState } from './timing.ts';

type RunCommand = Extract<
  Command,
  { type: 'note' | 'fallback' | 'recycle' | 'end' | 'open-shell' | 'close-shell' | HoldCommand['type'] }
>;

/** Commands about the run as a whole. */
export function decideRun(state: RunState, command: RunCommand, now: number): Decision {
  switch (command.type) {
    case 'note': {
      if (state.ended !== undefined) return refuse('the run has ended');
      if (isBlank(command.text)) return refuse('an empty note', 'invalid');
      return accept({ type: 'note.added', step: command.step, text: command.text.trim(), by: command.by });
    }
    case 'fallback': {
      const no = fallbackRefusal(state, now);
      if (no !== undefined) return no;
      if (isBlank(command.reason)) return needsReason('calling the fallback needs a reason');
      return callFallback(state, { ...command, step: undefined });
    }
    case 'recycle':
      return decideRecycle(state, command, now);
    case 'end':
      return decideEnd(state, command);
    case 'open-shell':
      return decideOpenShell(state, command);
    case 'close-shell': {
      const { step, host, after, by } = command;
      if (state.ended !== undefined) return refuse('the run has ended');
      return accept({ type: 'shell.closed', step, host, after, by });
    }
    case 'hold':
    case 'release':
    case 'exclude':
    case 'include':
      return decideHold(state, command);
  }
}

function decideOpenShell(
  { plan, ended }: RunState,
  { step, host, by }: Extract<Command, { type: 'open-shell' }>,
): Decision {
  if (ended !== undefined) return refuse('the run has ended');
  if (host !== 'local' && !plan.hosts.includes(host))
    return refuse(`no host ${host} in this plan`, 'invalid');
  return accept({ type: 'shell.opened', step, host, by });
}

function decideEnd(state: RunState, command: Extract<Command, { type: 'end' }>): Decision {
  if (state.ended !== undefined) return refuse('the run has ended');
  const running = runningSteps(state);
  if (running.length > 0) {
    return refuse(`still running: ${running.map(({ number, title }) => `${number} ${title}`).join(', ')}`);
  }
  const open = unsettledSteps(state);
  const reason = isBlank(command.reason) ? undefined : command.reason?.trim();
  if (open.length > 0 && reason === undefined) {
    return needsReason(
      'ending now aborts the run, and that needs a reason',
      open.map(({ number, title }) => `${number} ${title} is not settled`),
    );
  }
  const outcome = open.length > 0 ? 'aborted' : outcomeOf(state);
  return accept({ type: 'run.ended', outcome, reason, by: command.by });
}

function outcomeOf(state: RunState): RunOutcome {
  const failures = activeSteps(state).some((step) => wentWrong(state, step.id));
  if (state.fallback !== undefined) return failures ? 'fell-back-with-failures' : 'fell-back';
  return failures ? 'go-with-failures' : 'go';
}

/** Skipped although its last attempt had not succeeded: settled, but not well. */
function wentWrong(state: RunState, id: string): boolean {
  const own = stepState(state, id);
  const attempt = own.attempts.at(-1);
  if (own.status !== 'skipped' || attempt === undefined) return false;
  return (attempt.settled?.outcome ?? attempt.outcome) !== 'succeeded' || hasFailedAnswer(own.answers);
}

function hasFailedAnswer(answers: Readonly<Record<number, { readonly answer: string }>>): boolean {
  return Object.values(answers).some(({ answer }) => answer === 'failed');
}
