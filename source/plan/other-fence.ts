import type { ActionKind } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { FenceInfo } from './read-action.ts';
import { suggest, suggestion } from './suggest.ts';

const MEANT: Readonly<Record<string, ActionKind>> = {
  bash: 'sh',
  shell: 'sh',
  zsh: 'sh',
  console: 'sh',
  javascript: 'js',
  zx: 'js',
  postgres: 'sql',
  postgresql: 'sql',
  pgsql: 'sql',
};

/** Attributes that only what runs has. */
const OF_ACTIONS = ['on', 'timeout', 'secrets', 'batch', 'expect', 'until', 'interval', 'silence', 'tx'];

/** What is wrong with a fence that runs nothing; nothing is where it is only to be shown. */
export function reportOther(
  { name, attributes, place }: FenceInfo,
  { kinds, problems }: { readonly kinds: readonly ActionKind[]; readonly problems: ProblemList },
): void {
  const names: readonly string[] = kinds;
  if (names.includes(name.toLowerCase())) {
    problems.error({ ...place, message: `unknown action \`${name}\``, mend: suggestion(name, names) });
  } else if (name.startsWith('{')) {
    problems.error({ ...place, message: 'a fence takes no braces', mend: 'write ```sh on=@app timeout=5m' });
  } else if (OF_ACTIONS.some((key) => attributes.entries.has(key))) {
    problems.error({
      ...place,
      message: `unknown action \`${name}\``,
      mend: meant(name) ?? suggestion(name, names),
    });
  } else if (meant(name) !== undefined) {
    problems.warning({ ...place, message: `this \`${name}\` fence is shown, not run`, mend: meant(name) });
  } else if (isSlip(name, names)) {
    const message = `this \`${name}\` fence is shown, not run`;
    problems.warning({ ...place, message, mend: suggestion(name, names) });
  }
}

/** `htpp`, but neither `ts` nor `html`: short names are near to each other. */
function isSlip(name: string, names: readonly string[]): boolean {
  return name.length > 3 && suggest(name, names) !== undefined;
}

function meant(name: string): string | undefined {
  const kind = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined;
  return kind === undefined ? undefined : `write \`${kind}\` for a fence that runs`;
}
