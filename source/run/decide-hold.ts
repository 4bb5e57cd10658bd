import type { Command, Decision } from './command.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import type { RunState } from './state.ts';

export type HoldCommand = Extract<Command, { type: 'hold' | 'release' | 'exclude' | 'include' }>;

/** Commands that keep things from starting: everything, or everything on one host. */
export function decideHold(state: RunState, command: HoldCommand): Decision {
  if (state.ended !== undefined) return refuse('the run has ended');
  const { by } = command;
  switch (command.type) {
    case 'hold':
      if (state.held !== undefined) return refuse('the run is held already');
      if (isBlank(command.reason)) return needsReason('a hold needs a reason');
      return accept({ type: 'hold.called', reason: command.reason.trim(), by });
    case 'release':
      if (state.held === undefined) return refuse('the run is not held');
      return accept({ type: 'hold.released', by });
    case 'exclude':
    case 'include':
      return decideHost(state, command);
  }
}

function decideHost(
  { plan, excluded }: RunState,
  { type, host, reason, by }: Extract<HoldCommand, { type: 'exclude' | 'include' }>,
): Decision {
  if (!plan.hosts.includes(host)) return refuse(`no host ${host} in this plan`, 'invalid');
  const isOut = Object.hasOwn(excluded, host);
  if (type === 'exclude' && isOut) return refuse(`${host} is excluded already`);
  if (type === 'include' && !isOut) return refuse(`${host} is not excluded`);
  if (isBlank(reason))
    return needsReason(
      type === 'exclude' ? 'leaving a host out needs a reason' : 'taking a host in again needs a reason',
    );
  const event = type === 'exclude' ? 'host.excluded' : 'host.included';
  return accept({ type: event, host, reason: reason.trim(), by });
}
