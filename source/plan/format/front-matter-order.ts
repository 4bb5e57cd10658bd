import { isAlias, isMap, isScalar, parseDocument, visit } from 'yaml';
import { knownKeys } from '../front-matter-schema.ts';

/** The keys of a front matter in the order in which the documentation has them, each with the comment above it. */
export function orderKeys(source: string): string {
  const starts = keyStarts(source);
  if (starts === undefined) return source;
  const head = source.slice(0, starts[0]?.at ?? 0);
  const parts = starts.map(({ key, at }, index) => ({
    key,
    text: source.slice(at, starts[index + 1]?.at ?? source.length),
  }));
  const last = parts.at(-1);
  const tail = lengthOfLast(last?.text ?? '', (line) => line.startsWith('#') || line.trim() === '');
  const end = source.slice(source.length - tail);
  if (last !== undefined) last.text = last.text.slice(0, last.text.length - tail);
  const place = (key: string) => knownKeys.indexOf(key);
  const sorted = parts.toSorted((a, b) => place(a.key) - place(b.key));
  return head + sorted.map(({ text }) => text).join('') + end;
}

type KeyStart = { readonly key: string; readonly at: number };

/** Where the lines of each key begin; undefined where they can't be moved. */
function keyStarts(source: string): readonly KeyStart[] | undefined {
  const document = parseDocument(source, { schema: 'failsafe', logLevel: 'silent' });
  const root = document.contents;
  let aliases = false;
  visit(document, (_, node) => {
    if (isAlias(node)) aliases = true;
  });
  // An alias has to come after its anchor.
  if (aliases || !isMap(root) || root.flow === true) return undefined;
  const starts = root.items.map(({ key }) => {
    const at = isScalar(key) ? key.range?.[0] : undefined;
    const begins = at === undefined || source.lastIndexOf('\n', at - 1) + 1 === at;
    return at === undefined || !begins || !isScalar(key)
      ? undefined
      : { key: String(key.value), at: withComment(source, at) };
  });
  return starts.every((start) => start !== undefined) ? starts : undefined;
}

/** A comment that stands directly above a key belongs to it. */
function withComment(source: string, at: number): number {
  return at - lengthOfLast(source.slice(0, at), (line) => line.startsWith('#'));
}

/** How many characters the lines at the end of a text take that are of some kind. */
function lengthOfLast(text: string, isOne: (line: string) => boolean): number {
  const lines = text.split(/(?<=\n)/);
  const other = lines.findLastIndex((line) => !isOne(line));
  return lines.slice(other + 1).join('').length;
}
