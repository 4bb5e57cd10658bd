import type { Attribute } from './attributes.ts';
import { parseDuration } from './duration.ts';
import type { ProblemList } from './problem-list.ts';

/** A length of time, more than none, in milliseconds. */
export function readLength(
  attribute: Attribute | undefined,
  what: string,
  problems: ProblemList,
): number | undefined {
  if (attribute === undefined) return undefined;
  const { key, value = '' } = attribute;
  const ms = parseDuration(value);
  if (ms !== undefined && ms > 0) return ms;
  const mend = `write \`${key}=5m\` or \`${key}=90s\``;
  problems.error({ ...attribute, message: `\`${value}\` is no ${what}`, mend });
  return undefined;
}

export function readText(attribute: Attribute | undefined, problems: ProblemList): string | undefined {
  if (attribute === undefined) return undefined;
  if (attribute.value !== undefined && attribute.value !== '') return attribute.value;
  problems.error({ ...attribute, message: `\`${attribute.key}\` has no value` });
  return undefined;
}

/** Why a text is no regular expression; undefined where it is one. */
export function faultOfPattern(text: string): string | undefined {
  try {
    new RegExp(text, 'u');
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^Invalid regular expression: /, '').replace(/^\/.*\/u?: /s, '');
  }
}
