import type { ProblemList } from './problem-list.ts';
import { suggestion } from './suggest.ts';

const USE = /\{\{[ \t]{0,8}([^{}\s]{0,100})[ \t]{0,8}\}\}/g;

export type Variables = Readonly<Record<string, string>>;

/**
 * Puts values in the place of `{{name}}`, for titles and instructions only; a step's commands get their
 * variables as environment.
 */
export function fillIn(text: string, vars: Variables | undefined): string {
  return text.replace(USE, (whole, name: string) => {
    const value = vars !== undefined && Object.hasOwn(vars, name) ? vars[name] : undefined;
    return value ?? whole;
  });
}

export function namesInBraces(text: string): readonly string[] {
  return [...text.matchAll(USE)].map(([, name = '']) => name);
}

/** Says where a text uses a variable that the front matter does not have. */
export function checkVariables({
  raw,
  offset,
  vars,
  problems,
}: {
  readonly raw: string;
  readonly offset: number;
  readonly vars: Variables | undefined;
  readonly problems: ProblemList;
}): void {
  if (vars === undefined) return;
  for (const use of raw.matchAll(USE)) {
    const name = use[1] ?? '';
    if (Object.hasOwn(vars, name)) continue;
    problems.error({
      offset: offset + use.index,
      length: use[0].length,
      message: `unknown variable \`${name}\``,
      mend: suggestion(name, Object.keys(vars)) ?? 'give it a value under `vars:` in the front matter',
    });
  }
}
