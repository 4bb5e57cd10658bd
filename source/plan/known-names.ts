import { usedNames } from './fill-values.ts';
import type { ActionPlace } from './plan.ts';
import { suggestion } from './suggest.ts';
import type { Variables } from './variables.ts';

/** What every action finds in its environment besides the plan's variables. */
const OURS = ['GONOGO_RUN', 'GONOGO_STEP', 'GONOGO_ATTEMPT', 'GONOGO_TARGET'];

export type NameFault = { readonly message: string; readonly mend: string };

/**
 * What is wrong with the `$name`s of an action that gonogo fills in itself; `$host` is there on hosts only, and has to
 * be used there.
 */
export function nameFaults({
  texts,
  on,
  vars,
}: {
  readonly texts: readonly string[];
  readonly on: ActionPlace;
  readonly vars: Variables | undefined;
}): readonly NameFault[] {
  if (vars === undefined) return [];
  const known = [...Object.keys(vars), ...OURS, ...(on.type === 'hosts' ? ['host'] : [])];
  const used = new Set(texts.flatMap(usedNames));
  const faults = [...used].filter((name) => !known.includes(name)).map((name) => unknownName(name, known));
  if (on.type === 'hosts' && Object.hasOwn(vars, 'host')) {
    const message = '`$host` is the host at hand here, and a variable of the plan';
    faults.push({ message, mend: 'give the variable another name' });
  }
  return faults;
}

function unknownName(name: string, known: readonly string[]): NameFault {
  const message = `unknown variable \`$${name}\``;
  if (name === 'host') return { message, mend: 'write `on=@app`: then it is done once for each host' };
  const mend = 'give it a value under `vars:` in the front matter, or write `$$` for a `$`';
  return { message, mend: suggestion(name, known) ?? mend };
}
