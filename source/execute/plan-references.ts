import type { Plan } from '../plan/plan.ts';

/** Every reference to a secret in a plan: `env:SAKAI_DSN`. */
export function referencesOf({
  databases,
  mail,
  secrets,
}: Pick<Plan, 'databases' | 'mail' | 'secrets'>): readonly string[] {
  const servers = mail === undefined ? [] : [mail.server];
  return [...Object.values(databases).map(({ url }) => url), ...servers, ...Object.values(secrets)];
}
