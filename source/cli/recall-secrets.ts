import type { Vault } from '../execute/secrets/vault.ts';
import { stateAfter } from '../run/reduce.ts';
import { findStep } from '../run/select.ts';
import type { FoundRun } from './find-run.ts';

/**
 * Secrets that steps of this run were given before are looked up again, so that output is masked from the start. Gives
 * a note for each that is not to be had: what shows it then would be recorded.
 */
export async function recallSecrets(found: FoundRun, vault: Vault | undefined): Promise<readonly string[]> {
  if (vault === undefined) return [];
  const answers = await Promise.all(
    given(found).map(async (name) => ({ name, ...(await vault.resolve(name, 'recalled')) })),
  );
  return answers.flatMap((answer) =>
    answer.type === 'resolved'
      ? []
      : [`output of other steps that shows ${answer.name} can't be masked now: ${answer.reason}`],
  );
}

/** Names of the secrets that steps saw by now. */
function given({ plan, events }: FoundRun): readonly string[] {
  if (Object.keys(plan.secrets).length === 0) return [];
  const state = stateAfter(plan, events);
  const names = events.flatMap(({ event }) =>
    event.type === 'action.started'
      ? (findStep(state, event.step)?.actions[event.action]?.secrets ?? [])
      : [],
  );
  return [...new Set(names)];
}
