import type { FrontMatter } from './front-matter.ts';
import type { Role } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { isReserved } from './reserved.ts';

/** Roles whose ids are abbreviations. */
const ABBREVIATIONS = new Set(['cab', 'dba', 'it', 'mw', 'noc', 'pm', 'qa', 'qc', 'sre', 'ux']);

/** The roles in the order of the plan. Undefined when they can't be read: owners are not checked then. */
export function readRoles(front: FrontMatter, problems: ProblemList): readonly Role[] | undefined {
  const given = front.values.roles;
  if (given === undefined) {
    if (!front.lacks('roles')) return undefined;
    problems.error({
      ...front.placeOf([]),
      message: 'the plan names no `roles`',
      mend: 'write `roles:` with a line for each, like `qc: Sandra`',
    });
    return undefined;
  }
  const roles: Role[] = [];
  for (const [key, value] of Object.entries(given)) {
    const id = key.toLowerCase();
    const place = front.keyPlaceOf(['roles', key]);
    if (!/^[a-z][a-z0-9_-]*$/.test(id) || isReserved(id)) {
      problems.error({
        ...place,
        message: `\`${key}\` can't be the id of a role`,
        mend: 'an id is one word; write `mw: { name: Vik, label: MW Developer }` for a longer label',
      });
    } else if (roles.some((role) => role.id === id)) {
      problems.error({ ...place, message: `the role \`${id}\` is given twice` });
    } else {
      const { name, label } = typeof value === 'string' ? { name: value, label: undefined } : value;
      roles.push({ id, label: label ?? labelOf(id), person: name });
    }
  }
  return roles;
}

function labelOf(id: string): string {
  const words = id.split(/[-_]/).map((word) => (ABBREVIATIONS.has(word) ? word.toUpperCase() : word));
  const label = words.join(' ');
  return label.charAt(0).toUpperCase() + label.slice(1);
}
