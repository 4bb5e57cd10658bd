import type { FrontMatter } from './front-matter.ts';
import type { ProblemList } from './problem-list.ts';
import { isReserved } from './reserved.ts';
import type { Variables } from './variables.ts';

/** What a step's own environment needs; a plan that sets these breaks its commands. */
const TAKEN = /^(?:GONOGO_.*|PATH|HOME|SHELL|IFS|ENV|BASH_ENV|LD_.*)$/;

/** Variables of the plan; undefined when they can't be read. */
export function readVars(front: FrontMatter, problems: ProblemList): Variables | undefined {
  const given = front.values.vars;
  if (given === undefined) return front.lacks('vars') ? {} : undefined;
  for (const [name, value] of Object.entries(given)) {
    const key = front.keyPlaceOf(['vars', name]);
    const fault = variableNameFault(name, 'variable');
    if (fault !== undefined) problems.error({ ...key, ...fault });
    else if (value === '' && front.placeOf(['vars', name]).missing) {
      problems.error({
        ...key,
        message: `the variable \`${name}\` has no value`,
        mend: 'write `""` for nothing',
      });
    }
  }
  return given;
}

/** Why steps can't see something by this name in their environment; undefined where they can. */
export function variableNameFault(
  name: string,
  what: 'variable' | 'secret',
): { readonly message: string; readonly mend?: string } | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || isReserved(name)) {
    const mend = 'use letters, digits and `_`: steps see it as an environment variable';
    return { message: `\`${name}\` can't be the name of a ${what}`, mend };
  }
  if (!TAKEN.test(name)) return undefined;
  return { message: `the ${what} \`${name}\` has a meaning of its own; choose another name` };
}
