import type { Command, Refusal } from '../run/command.ts';
import type { RunState } from '../run/state.ts';
import type { Identity } from './session.ts';

/** Confirmations and votes are given only in a role of the person at this keyboard. */
export function notYourRole(state: RunState, command: Command, identity: Identity): Refusal | undefined {
  if (command.type !== 'confirm' && command.type !== 'vote') return undefined;
  const role = state.plan.roles.find(({ id }) => id === command.role);
  if (role === undefined || identity.roles.includes(role.id)) return undefined;
  const message = `${role.label} (${role.person}) is not at this keyboard`;
  return { code: 'not-now', message, missing: [] };
}
