import type { Plan } from '../plan/plan.ts';

/** Every reference to a secret in a plan: `env:SAKAI_DSN`. */
export function referencesOf({ databases, mail }: Pick<Plan, 'databases' | 'mail'>): readonly string[] {
  const servers = mail === undefined ? [] : [mail.server];
  return [...Object.values(databases).map(({ url }) => url), ...servers];
}
