import { isSecretValue } from '../plan/http-action.ts';
import { allActionsOf, type Plan, stepsOf } from '../plan/plan.ts';

/** Every reference to a secret in a plan: `env:SAKAI_DSN`. */
export function referencesOf({
  databases,
  mail,
  secrets,
  timelines,
}: Pick<Plan, 'databases' | 'mail' | 'secrets' | 'timelines'>): readonly string[] {
  const servers = mail === undefined ? [] : [mail.server];
  const headers = stepsOf({ timelines }).flatMap((step) =>
    allActionsOf(step).flatMap(({ http }) => http?.request.headers ?? []),
  );
  const values = headers.map(({ value }) => value).filter(isSecretValue);
  const addresses = [...Object.values(databases).map(({ url }) => url), ...servers];
  return [...addresses, ...values, ...Object.values(secrets)];
}
