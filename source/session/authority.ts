import type { Command, Refusal } from '../run/command.ts';
import { findStep } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import type { Identity } from './session.ts';

/** Confirmations, votes and answers to an owned item are given only in a role of the person at this keyboard. */
export function notYourRole(state: RunState, command: Command, identity: Identity): Refusal | undefined {
  const wanted = rolesFor(state, command);
  if (wanted.length === 0 || wanted.some((role) => identity.roles.includes(role))) return undefined;
  const named = state.plan.roles.filter(({ id }) => wanted.includes(id));
  const names = named.map(({ label, person }) => `${label} (${person})`).join(', ');
  return { code: 'not-now', message: `${names} is not at this keyboard`, missing: [] };
}

function rolesFor(state: RunState, command: Command): readonly string[] {
  switch (command.type) {
    case 'confirm':
    case 'vote':
      return state.plan.roles.some(({ id }) => id === command.role) ? [command.role] : [];
    case 'answer': {
      const items = findStep(state, command.step)?.checklist ?? [];
      return items.find(({ number }) => number === command.item)?.owners.flatMap(({ roles }) => roles) ?? [];
    }
    default:
      return [];
  }
}
