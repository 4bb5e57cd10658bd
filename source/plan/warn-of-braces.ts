import type { ActionKind } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { FenceInfo } from './read-action.ts';
import { namesInBraces, type Variables } from './variables.ts';

/** A mail, or a command, with `{{tag}}` in it would go out as it stands; other braces in a command are its own. */
export function warnOfBraces(
  { name, attributes, place }: FenceInfo,
  {
    kind,
    text,
    vars,
    problems,
  }: {
    readonly kind: ActionKind;
    readonly text: string;
    readonly vars: Variables;
    readonly problems: ProblemList;
  },
): void {
  if (kind === 'mail') {
    const subject = attributes.entries.get('subject')?.value ?? '';
    if (!/\{\{[^{}]*\}\}/.test(`${subject}\n${text}`)) return;
    const message = '`{{...}}` stays as it is in a mail: it works in titles and instructions only';
    problems.warning({ ...place, message });
    return;
  }
  const used = namesInBraces(text).find((variable) => Object.hasOwn(vars, variable));
  if (used === undefined) return;
  const message = `\`{{${used}}}\` stays as it is in \`${name}\`: it works in titles and instructions only`;
  problems.warning({ ...place, message, mend: `write \`${meant(kind, used)}\`` });
}

function meant(kind: ActionKind, variable: string): string {
  switch (kind) {
    case 'sh':
      return `"$${variable}"`;
    case 'js':
      return `vars.${variable}`;
    case 'sql':
      return `current_setting('gonogo.${variable}')`;
    default:
      return `$${variable}`;
  }
}
