import type { Attribute, Attributes } from './attributes.ts';
import type { FrontMatter } from './front-matter.ts';
import type { ProblemList } from './problem-list.ts';
import { isReference, referenceExample } from './read-reference.ts';
import { variableNameFault } from './read-vars.ts';
import { suggestion } from './suggest.ts';

/** Name -> reference. */
export type Secrets = Readonly<Record<string, string>>;

/** Secrets of the plan by name; undefined when they can't be read. */
export function readSecrets(front: FrontMatter, problems: ProblemList): Secrets | undefined {
  const given = front.values.secrets;
  if (given === undefined) return front.lacks('secrets') ? {} : undefined;
  for (const [name, reference] of Object.entries(given)) {
    const key = front.keyPlaceOf(['secrets', name]);
    const fault = variableNameFault(name, 'secret');
    if (fault !== undefined) problems.error({ ...key, ...fault });
    else if (Object.hasOwn(front.values.vars ?? {}, name)) {
      problems.error({ ...key, message: `\`${name}\` is a variable already; choose another name` });
    }
    if (isReference(reference)) continue;
    problems.error({
      ...front.placeOf(['secrets', name]),
      message: `the secret \`${name}\` stands in the plan, or is no reference`,
      mend: referenceExample,
    });
  }
  return given;
}

export type SecretsOfFence = {
  readonly attributes: Attributes;
  readonly known: Secrets | undefined;
  readonly problems: ProblemList;
};

/** `secrets=a,b` of a fence: it sees these, and no others. */
export function readSecretNames({ attributes, known, problems }: SecretsOfFence): readonly string[] {
  const given = attributes.entries.get('secrets');
  if (given === undefined) return [];
  const names = namesOf(given);
  if (names.length === 0) {
    problems.error({ ...given, message: '`secrets` names none', mend: 'write `secrets=db_password`' });
  }
  for (const name of names) {
    if (known === undefined || Object.hasOwn(known, name)) continue;
    problems.error({
      ...given,
      message: `unknown secret \`${name}\``,
      mend: suggestion(name, Object.keys(known)) ?? 'name it under `secrets:` in the front matter',
    });
  }
  return names;
}

function namesOf({ value = '' }: Attribute): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
