import { isReserved } from '../reserved.ts';
import { suggest } from '../suggest.ts';
import type { Found } from './find-people.ts';
import { isRoleName } from './find-people.ts';

/** A role of the plan's front matter; a person who is not known yet is `undefined`. */
export type DraftRole = {
  readonly id: string;
  readonly label: string;
  person: string | undefined;
  readonly line: number;
};

export type Matched = { readonly role: DraftRole; readonly how: 'known' | 'near' | 'new' };

/** The roles of the document, and those that its steps make necessary. */
export type Roles = {
  readonly all: () => readonly DraftRole[];
  /** The role that a name means; one of its own where it means none. */
  readonly match: (name: string, line: number) => Matched;
  /** The same, but none is made. */
  readonly find: (name: string) => DraftRole | undefined;
};

export function createRoles(people: readonly Found[]): Roles {
  const roles: DraftRole[] = [];
  const persons: { readonly name: string; readonly line: number }[] = [];
  const add = (label: string, person: string | undefined, line: number): DraftRole => {
    const role = { id: freeId(label, roles), label, person, line };
    roles.push(role);
    return role;
  };
  for (const { role, person, line } of people) {
    if (role === undefined) {
      if (person !== undefined) persons.push({ name: person, line });
      continue;
    }
    const known = roles.find(({ label }) => fold(label) === fold(role));
    if (known === undefined) add(role, person, line);
    else known.person ??= person;
  }
  const find = (name: string): DraftRole | undefined => {
    const wanted = fold(name);
    return (
      roles.find(
        ({ id, label }) => id === wanted || fold(label) === wanted || singular(label) === singular(name),
      ) ??
      roles.find(({ person }) => person !== undefined && fold(person) === wanted) ??
      onlyOne(roles.filter(({ person }) => person !== undefined && wordsOf(person).includes(wanted))) ??
      onlyOne(roles.filter(({ label }) => wordsOf(label).includes(wanted) && wanted.length > 2))
    );
  };
  const match = (name: string, line: number): Matched => {
    const known = find(name);
    if (known !== undefined) return { role: known, how: 'known' };
    const named = onlyOne(
      persons.filter(
        (person) => fold(person.name) === fold(name) || wordsOf(person.name).includes(fold(name)),
      ),
    );
    if (named !== undefined) return { role: add(name, named.name, named.line), how: 'known' };
    const near =
      name.length < 5
        ? undefined
        : suggest(
            name,
            roles.flatMap(({ label, person }) => [label, ...(person === undefined ? [] : [person])]),
          );
    const meant = near === undefined ? undefined : find(near);
    if (meant !== undefined) return { role: meant, how: 'near' };
    if (/^@\p{L}/u.test(name)) return { role: add(name.slice(1), name, line), how: 'new' };
    return {
      role: add(name, isRoleName(name) || !/^\p{Lu}/u.test(name) ? undefined : name, line),
      how: 'new',
    };
  };
  return { all: () => roles, match, find };
}

/**
 * How an owner is written in a step's parenthesis: by the name that the document uses, where the plan knows it; what
 * would be read as something else is its id there.
 */
export function ownerText({ id, label, person }: DraftRole, name = label): string {
  const isSafe = (text: string) => /^\p{L}[\p{L}\d .'/&_-]*$/u.test(text) && !/^[SD](?:\s|$)/i.test(text);
  const known = [id, label, ...(person === undefined ? [] : [person])].some(
    (one) => fold(one) === fold(name),
  );
  if (known && isSafe(name)) return name;
  return isSafe(label) ? label : id;
}

/** No id may look like the beginning of an offset, as `s-10m` does. */
function freeId(label: string, roles: readonly DraftRole[]): string {
  const plain = label.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const words = slug.split('-');
  const team = words.length > 2 && /^(?:team|group|staff)$/.test(words.at(-1) ?? '');
  const short = (team ? (words[0] ?? '') : slug).slice(0, 32).replace(/-$/, '');
  const wanted =
    /^[a-z]/.test(short) && !/^[sd](?:-|\d|$)/.test(short) && short.length > 1 && !isReserved(short)
      ? short
      : `role-${short}`.replace(/-$/, '');
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!roles.some((role) => role.id === id)) return id;
  }
}

function onlyOne<Value>(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function wordsOf(name: string): readonly string[] {
  return fold(name).split(/[\s/]+/);
}

function singular(name: string): string {
  return fold(name).replace(/s$/, '');
}

function fold(name: string): string {
  return name.replace(/\s+/g, ' ').trim().replace(/^@/, '').toLowerCase();
}
