import { referencesOf as allReferencesOf } from '../../execute/plan-references.ts';
import { resolveReference, withoutReferenced } from '../../execute/reference.ts';
import { secretFault } from '../../execute/secrets/vault.ts';
import { isSecretValue } from '../../plan/http-action.ts';
import { allActionsOf, type Plan, stepsOf } from '../../plan/plan.ts';
import { isReference } from '../../plan/read-reference.ts';
import { bad, type DoctorCheck, type Finding, ok, warn } from './doctor-check.ts';

/** What the plan refers to instead of saying it. No value is kept or shown. */
export const referencesCheck: DoctorCheck = {
  name: 'references',
  look: async ({ io: { env }, plan }) => {
    if (plan === undefined) return [];
    const references = referencesOf(plan);
    if (references.length === 0) return [ok('the plan has none')];
    // A program that is asked for a secret sees no other one, as in a run.
    const bare = withoutReferenced(env, allReferencesOf(plan));
    return Promise.all(
      references.map((placed) => look(placed, placed.reference.startsWith('env:') ? env : bare)),
    );
  },
};

type Placed = {
  readonly where: string;
  readonly reference: string;
  /** It goes to steps, whose output has to be masked. */
  readonly secret: boolean;
};

/** Every reference of the plan: its servers, its secrets, and what requests carry in their headers; each once. */
export function referencesOf(plan: Plan): readonly Placed[] {
  const { databases, mail, secrets } = plan;
  const headers = stepsOf(plan).flatMap((step) =>
    allActionsOf(step).flatMap(({ http }) =>
      (http?.request.headers ?? [])
        .filter(({ value }) => isSecretValue(value))
        .map(({ name, value }) => ({ where: `${step.id}, header ${name}`, reference: value, secret: false })),
    ),
  );
  const all: readonly Placed[] = [
    ...Object.entries(databases).map(([name, { url }]) => placed(`databases.${name}.url`, url)),
    ...(mail === undefined ? [] : [placed('mail.server', mail.server)]),
    ...Object.entries(secrets).map(([name, reference]) => ({
      ...placed(`secrets.${name}`, reference),
      secret: true,
    })),
    ...headers,
  ];
  const byReference = Map.groupBy(
    all.filter(({ reference }) => isReference(reference)),
    ({ reference }) => reference,
  );
  return [...byReference].map(([reference, same]) => ({
    where: [...new Set(same.map(({ where }) => where))].join('; '),
    reference,
    secret: same.some(({ secret }) => secret),
  }));
}

function placed(where: string, reference: string): Placed {
  return { where, reference, secret: false };
}

async function look({ where, reference, secret }: Placed, env: NodeJS.ProcessEnv): Promise<Finding> {
  const result = await resolveReference(reference, env);
  if (result.type === 'missing') {
    // Nobody knows yet what of its words is the secret.
    return bad(`${where}: ${result.bare ?? result.reason}`, mendOf(reference));
  }
  const fault = secret ? secretFault(result.value) : undefined;
  if (fault !== undefined)
    return bad(`${where}: ${reference}: ${fault}`, 'replace it by one that steps can be given');
  if (result.warning === undefined) return ok(`${where}: ${reference} is there`);
  return warn(`${where}: ${reference} can be read by others`, `chmod go= ${reference.slice('file:'.length)}`);
}

function mendOf(reference: string): string {
  const [, kind = '', rest = ''] = /^(\w+):(.*)$/s.exec(reference) ?? [];
  switch (kind) {
    case 'env':
      return `export ${rest} in this shell before the window`;
    case 'file':
      return 'write it, readable by you alone';
    case 'op':
      return 'install `op` and sign in (`op signin`); `op read` has to print it';
    case 'sops':
      return `install \`sops\` and its key; \`sops -d ${rest.replace(/#.*$/s, '')}\` has to work here`;
    default:
      return 'run the command in this shell: it has to print the secret, and nothing else';
  }
}
