import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';

/** Secrets that no step sees, and steps that use one without naming it: they would find nothing. */
export function findSecrets({ plan, steps, places }: Look): readonly Finding[] {
  const names = Object.keys(plan.secrets);
  const actions = steps.flatMap((step) => step.actions);
  const seen = new Set(actions.flatMap(({ secrets }) => secrets));
  const forgotten = actions.flatMap((action) => {
    if (action.kind !== 'sh') return [];
    const missing = names.filter((name) => !action.secrets.includes(name) && uses(action.text, name));
    return missing.map((name) => ({
      ...places.line(action.line),
      message: `\`$${name}\` is a secret that this step does not see`,
      mend: `write \`secrets=${[...action.secrets, ...missing].join(',')}\``,
    }));
  });
  const told = new Set(names.filter((name) => actions.some(({ text }) => uses(text, name))));
  const idle = names.filter((name) => !seen.has(name) && !told.has(name));
  return [
    ...idle.map((name) => ({
      ...places.frontKey('secrets', name),
      message: `no step sees the secret \`${name}\``,
      mend: `write \`sh secrets=${name}\` on the fence that needs it, or leave it out here`,
    })),
    ...forgotten,
  ];
}

/** `$name` or `${name`; where the text sets it by itself nothing is missing. */
function uses(text: string, name: string): boolean {
  return new RegExp(`\\$\\{?${name}\\b`).test(text) && !new RegExp(`\\b${name}=`).test(text);
}
