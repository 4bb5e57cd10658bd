import type { Owner, Role } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { OwnerText } from './step-line.ts';
import { suggestion } from './suggest.ts';

/** Finds owners among roles (by id or label) and persons, in any case of letters. */
export function resolveOwners({
  texts,
  roles,
  problems,
}: {
  readonly texts: readonly OwnerText[];
  /** Undefined when the front matter's own roles are wrong: then nothing can be said of owners. */
  readonly roles: readonly Role[] | undefined;
  readonly problems: ProblemList;
}): readonly Owner[] {
  if (roles === undefined) return [];
  return texts.flatMap(({ name, offset }) => {
    const owner = findOwner(name, roles);
    if (owner !== undefined) return [owner];
    const known = [...new Set(roles.flatMap((role) => [role.label, role.person]))];
    problems.error({
      offset,
      length: name.length,
      message: `unknown role \`${name}\``,
      mend: suggestion(name, known) ?? 'name it under `roles:` in the front matter',
    });
    return [];
  });
}

/** A role by its id or label, in any case of letters. */
export function findRole(name: string, roles: readonly Role[]): Role | undefined {
  const wanted = fold(name);
  return roles.find((role) => role.id === wanted || fold(role.label) === wanted);
}

/** A role, or a person with all of theirs. */
export function findOwner(name: string, roles: readonly Role[]): Owner | undefined {
  const role = findRole(name, roles);
  if (role !== undefined) return { name, roles: [role.id] };
  const theirs = roles.filter((candidate) => fold(candidate.person) === fold(name));
  return theirs.length === 0 ? undefined : { name, roles: theirs.map((candidate) => candidate.id) };
}

function fold(name: string): string {
  return name.replace(/\s+/g, ' ').trim().toLowerCase();
}
