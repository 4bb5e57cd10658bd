import type { Attribute, Attributes } from '../attributes.ts';
import { durationText } from './duration-text.ts';

/** What a step is, what it waits for, who says that it is done, and how long it takes. */
export const STEP_ORDER = {
  first: ['decision', 'poll', 'hold', 'auto', 'required', 'no-return', 'risk'],
  last: ['after', 'undoes', 'confirm', 'for'],
};

/** Where it acts, with what, what has to come of it, and how long it is waited for. */
export const FENCE_ORDER = {
  first: [
    ...['on', 'subject', 'to', 'attach', 'secrets', 'watch', 'mode'],
    ...['tx', 'lock-timeout', 'statement-timeout'],
    ...['expect', 'rows', 'row', 'header', 'body', 'json', 'redirects', 'ca'],
  ],
  last: ['until', 'interval', 'timeout', 'silence', 'batch', 'max-fail', 'cwd', 'auto'],
};

export type Order = { readonly first: readonly string[]; readonly last: readonly string[] };

/** Attributes in their order; those that it doesn't name stand in the middle, as they were written. */
export function attributeText({ id, entries }: Attributes, order: Order): string {
  const all = [...entries.values()];
  const named = (keys: readonly string[]) => keys.flatMap((key) => entries.get(key) ?? []);
  const others = all.filter(({ key }) => !order.first.includes(key) && !order.last.includes(key));
  return [
    ...(id === undefined ? [] : [`#${id.value}`]),
    ...[...named(order.first), ...others, ...named(order.last)].map(oneText),
  ].join(' ');
}

function oneText({ key, value }: Attribute): string {
  if (value === undefined) return key;
  const text = valueText(key, value);
  return /^[^\s"{}]+$/.test(text) ? `${key}=${text}` : `${key}="${text}"`;
}

function valueText(key: string, value: string): string {
  if (DURATIONS.has(key)) return durationText(value);
  if (!LISTS.has(key)) return value;
  const names = value.split(',').map((name) => name.trim());
  // A list of nothing says something else than no list.
  return names.filter((name) => name !== '').join(',') || value;
}

const DURATIONS: ReadonlySet<string> = new Set([
  ...['for', 'timeout', 'silence'],
  ...['lock-timeout', 'statement-timeout', 'until', 'interval'],
]);
const LISTS: ReadonlySet<string> = new Set(['after', 'undoes', 'confirm', 'poll', 'batch', 'secrets', 'to']);
