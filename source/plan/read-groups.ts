import type { FrontMatter } from './front-matter.ts';
import { expandHosts, type HostGroups } from './host-set.ts';
import type { ProblemList } from './problem-list.ts';
import { isReserved } from './reserved.ts';

export type Groups = Readonly<Record<string, readonly string[]>>;

/** Expands the groups of `hosts:`; one may use others as `@name`, in any order, but not itself. */
export function readGroups(front: FrontMatter, problems: ProblemList): Groups | undefined {
  const given = front.values.hosts;
  if (given === undefined) return front.lacks('hosts') ? {} : undefined;
  const names = Object.keys(given);
  const groups: Record<string, readonly string[]> = {};
  const open = new Set<string>();

  const hostsOf = (name: string): readonly string[] | undefined => {
    const known = Object.hasOwn(groups, name) ? groups[name] : undefined;
    if (known !== undefined) return known;
    const expression = Object.hasOwn(given, name) ? given[name] : undefined;
    if (expression === undefined || open.has(name)) return undefined;
    open.add(name);
    groups[name] = expandGroup(name, typeof expression === 'string' ? expression : expression.join(','));
    open.delete(name);
    return groups[name];
  };
  const resolver: HostGroups = { hostsOf, names };

  const expandGroup = (name: string, expression: string): readonly string[] => {
    const place = front.placeOf(['hosts', name]);
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) || isReserved(name)) {
      const message = `\`${name}\` can't be the name of a host group`;
      problems.error({
        ...front.keyPlaceOf(['hosts', name]),
        message,
        mend: 'use letters, digits, `-` and `_`',
      });
      return [];
    }
    const around = [...open].find((other) => mentions(expression, other));
    if (around !== undefined) {
      const message = `the group \`${name}\` contains itself through \`@${around}\``;
      problems.error({ ...place, message });
      return [];
    }
    const result = expandHosts(expression, resolver);
    if (result.type === 'expanded') return result.hosts;
    problems.error({ ...place, message: result.message });
    return [];
  };

  for (const name of names) hostsOf(name);
  return Object.fromEntries(names.map((name) => [name, groups[name] ?? []]));
}

function mentions(expression: string, group: string): boolean {
  return expression.split(/[,!&^\s]+/).includes(`@${group}`);
}
