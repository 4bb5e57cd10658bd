import type { Finding, ProblemList } from './problem-list.ts';
import { suggestion } from './suggest.ts';

/** Pandoc's attributes as written: `#id key=value key="two words" flag`. Offsets are those of the plan. */
export type Attributes = {
  readonly id: Attribute | undefined;
  readonly entries: ReadonlyMap<string, Attribute>;
  readonly faults: readonly Finding[];
};

/** `value` is undefined for a flag; `offset` and `length` point at the value, or at the whole where it is empty. */
export type Attribute = {
  readonly key: string;
  readonly value: string | undefined;
  readonly offset: number;
  readonly length: number;
  readonly keyOffset: number;
};

export const NO_ATTRIBUTES: Attributes = { id: undefined, entries: new Map(), faults: [] };

const TOKEN = /\s*(?:#([^\s#]*)|([A-Za-z][\w-]*)(?:(=)(?:"([^"]*)"|([^\s"]*)))?(?=\s|$)|(\S+))/y;

/** Reads what stands between the braces, or after the name of a fence. */
export function parseAttributes(text: string, offset: number): Attributes {
  const entries = new Map<string, Attribute>();
  const faults: Finding[] = [];
  let id: Attribute | undefined;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const [whole, idText, key, equals, quoted, bare, junk] = token;
    const start = offset + TOKEN.lastIndex - whole.trimStart().length;
    const length = whole.trimStart().length;
    if (idText !== undefined) {
      if (id !== undefined) faults.push({ offset: start, length, message: 'a second `#id`' });
      id ??= { key: '#', value: idText, offset: start, length, keyOffset: start };
    } else if (key !== undefined) {
      if (entries.has(key)) {
        faults.push({ offset: start, length, message: `\`${key}\` is given twice` });
        continue;
      }
      const raw = quoted ?? bare;
      const value = equals === undefined ? undefined : (raw ?? '').replace(/\s+/g, ' ').trim();
      const empty = raw === undefined || raw === '';
      const shift = empty ? 0 : key.length + 1 + (quoted === undefined ? 0 : 1);
      const valueLength = empty ? length : raw.length;
      entries.set(key, { key, value, offset: start + shift, length: valueLength, keyOffset: start });
    } else {
      faults.push(junkFault(junk ?? '', start));
    }
  }
  return { id, entries, faults };
}

/** Where a `{...}` at the very end of a text begins; undefined when there is none. `{{name}}` is none. */
export function trailingBlock(text: string): number | undefined {
  if (!text.endsWith('}')) return undefined;
  let quoted = false;
  for (let i = text.length - 2; i >= 0; i -= 1) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '}') return undefined;
    else if (!quoted && character === '{') {
      const before = text[i - 1];
      return before === undefined || /\s/.test(before) ? i : undefined;
    }
  }
  return undefined;
}

/** Attributes that mean nothing where they stand: what to say after their name. */
export type Misplaced = Readonly<
  Record<
    string,
    { readonly severity: 'error' | 'warning'; readonly message: string; readonly mend?: string | undefined }
  >
>;

/** Says what is wrong with attributes that nobody knows: none may be passed over in silence. */
export function reportUnknown({
  attributes,
  known,
  misplaced,
  problems,
  where,
}: {
  readonly attributes: Attributes;
  readonly known: readonly string[];
  readonly misplaced: Misplaced;
  readonly problems: ProblemList;
  readonly where: string;
}): void {
  for (const fault of attributes.faults) problems.error(fault);
  for (const { key, keyOffset } of attributes.entries.values()) {
    if (known.includes(key)) continue;
    const place = { offset: keyOffset, length: key.length };
    const found = Object.hasOwn(misplaced, key) ? misplaced[key] : undefined;
    if (found !== undefined) {
      problems[found.severity]({ ...place, message: `\`${key}\` ${found.message}`, mend: found.mend });
    } else {
      const message = `unknown attribute \`${key}\` on ${where}`;
      problems.error({ ...place, message, mend: suggestion(key, known) });
    }
  }
}

function junkFault(junk: string, offset: number): Finding {
  const place = { offset, length: junk.length };
  if (junk.startsWith('.')) return { ...place, message: `a class (\`${junk}\`) means nothing in a plan` };
  return {
    ...place,
    message: `\`${junk}\` is no attribute`,
    mend: 'write `#id`, `key=value`, `key="two words"` or a flag',
  };
}
