import type { Attributes } from './attributes.ts';
import type { ActionKind } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { Databases } from './read-services.ts';
import { suggestion } from './suggest.ts';

export type WatchOfFence = {
  readonly kind: ActionKind;
  readonly attributes: Attributes;
  /** Undefined: they can't be read. */
  readonly databases: Databases | undefined;
  readonly problems: ProblemList;
};

/** `watch=DATABASE` of an `sh` fence: its log tells how far the server is with what the commands have begun there. */
export function readWatch({ kind, attributes, databases, problems }: WatchOfFence): string | undefined {
  const given = attributes.entries.get('watch');
  if (given === undefined || kind !== 'sh') return undefined;
  const name = given.value ?? '';
  if (name === '') {
    const mend = `write \`watch=${Object.keys(databases ?? {})[0] ?? 'NAME'}\``;
    problems.error({ ...given, message: '`watch` names no database', mend });
    return undefined;
  }
  if (databases !== undefined && !Object.hasOwn(databases, name)) {
    const mend = suggestion(name, Object.keys(databases)) ?? 'name it under `databases:` in the front matter';
    problems.error({ ...given, message: `unknown database \`${name}\``, mend });
  }
  return name;
}
