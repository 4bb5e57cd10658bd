import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import { type Keys, knownKeys, SHAPE, validate } from './front-matter-schema.ts';
import type { ProblemList } from './problem-list.ts';
import { suggestion } from './suggest.ts';

/** Values of the front matter as text, each valid by itself; a faulty or missing one is undefined. */
export type FrontMatter = {
  readonly values: { readonly [Key in Keys]?: ReturnType<(typeof SHAPE)[Key]['parse']> };
  /** The plan surely has no such key: what can't be read may hold any. */
  readonly lacks: (key: Keys) => boolean;
  /** Where a value stands, or the nearest thing around it. */
  readonly placeOf: (path: Path) => Place;
  readonly keyPlaceOf: (path: Path) => Place;
};

export type Path = readonly (string | number)[];
export type Place = {
  readonly offset: number;
  readonly length: number;
  /** The value is empty, not even `""`. */
  readonly missing: boolean;
};

/** More aliases than these are an attack on the memory, not a plan. */
const MOST_ALIASES = 50;
const LONGEST = 64 * 1024;

/** Reads the YAML between the `---` lines; `offset` is where it begins in the plan. */
export function readFrontMatter(source: string, offset: number, problems: ProblemList): FrontMatter {
  const root = parse(source, offset, problems);
  const values: Record<string, unknown> = {};
  const find = (path: Path, part: 'key' | 'value') => findPlace({ root: root.node, path, part, offset });
  const front: FrontMatter = {
    values,
    lacks: (key) => root.type === 'read' && !Object.hasOwn(root.value, key),
    placeOf: (path) => find(path, 'value'),
    keyPlaceOf: (path) => find(path, 'key'),
  };
  for (const [key, value] of Object.entries(root.value)) {
    if (!isKnown(key)) {
      const message = `unknown key \`${key}\` in the front matter`;
      problems.error({ ...front.keyPlaceOf([key]), message, mend: suggestion(key, Object.keys(SHAPE)) });
      continue;
    }
    const checked = validate(key, value);
    for (const { path, part, message, mend } of checked.faults) {
      problems.error({ ...find(path, part), message, mend });
    }
    if (checked.faults.length === 0) values[key] = checked.value;
  }
  return front;
}

function isKnown(key: string): key is Keys {
  return knownKeys.includes(key);
}

type Parsed = {
  readonly type: 'read' | 'unreadable';
  readonly node: Node | null;
  readonly value: Readonly<Record<string, unknown>>;
};

const UNREADABLE: Parsed = { type: 'unreadable', node: null, value: {} };

function parse(source: string, offset: number, problems: ProblemList): Parsed {
  if (source.length > LONGEST) {
    problems.error({ offset, message: `the front matter is longer than ${LONGEST / 1024} KiB` });
    return UNREADABLE;
  }
  try {
    // The failsafe schema keeps every scalar as it is written: `018` stays `018`, `no` stays `no`.
    const document = parseDocument(source, { schema: 'failsafe', prettyErrors: false, logLevel: 'silent' });
    // What the first error leaves unreadable gives more of them, which nobody can mend.
    const errors = document.errors.slice(0, 1);
    for (const fault of [...errors, ...document.warnings].slice(0, 20)) {
      const [from, to] = fault.pos;
      const length = Math.min(80, Math.max(1, to - from));
      const message = `YAML: ${fault.message.replace(/\s+/g, ' ')}`;
      problems.error({ offset: offset + from, length, message, mend: mendOf(fault.code, source) });
    }
    reportOddKeys(document, offset, problems);
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (document.errors.length > 0) return UNREADABLE;
    if (isRecord(value)) return { type: 'read', node: document.contents, value };
    const mend = 'write lines for `title`, `window` and `roles`';
    problems.error({ offset, message: 'the front matter holds no `key: value` lines', mend });
    return UNREADABLE;
  } catch (error) {
    const aliases = error instanceof ReferenceError;
    const message = aliases
      ? `the front matter's aliases expand to more than it may hold (${MOST_ALIASES})`
      : 'the front matter is nested too deep to be read';
    problems.error({ offset, message, mend: aliases ? 'write the values out' : undefined });
    return UNREADABLE;
  }
}

/** Keys that would get lost on the way into an object: lists, maps, and `__proto__`. */
function reportOddKeys(document: Document, offset: number, problems: ProblemList): void {
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value !== '__proto__') return;
      const [start, end] = isRanged(key) ? key.range : [0, 1];
      const message = isScalar(key) ? '`__proto__` can not be a key' : 'a key is one word';
      problems.error({ offset: offset + start, length: Math.max(1, end - start), message });
    },
  });
}

function mendOf(code: string, source: string): string | undefined {
  if (!code.startsWith('DUPLICATE') && unquotedSet.test(source))
    return 'put host sets in quotes: `app: "web[1-4]"`';
  if (code === 'BAD_SCALAR_START') return 'put the value in quotes: "..."';
  if (code === 'DUPLICATE_KEY') return 'keep one of the two';
  if (code === 'TAB_AS_INDENT') return 'indent with spaces';
  return undefined;
}

/** Brackets in a flow map that begin a list for YAML: `{ app: web[1-4] }`. */
const unquotedSet = /[{,]\s*[\w-]+:\s*[\w@-]+\[/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function findPlace({
  root,
  path,
  part,
  offset,
}: {
  readonly root: Node | null;
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly offset: number;
}): Place {
  let node: unknown = root;
  let key: unknown;
  for (const step of path) {
    const next = child(node, step);
    if (next === undefined) break;
    [key, node] = [next.key ?? key, next.value ?? next.key];
  }
  const found = part === 'key' && key !== undefined ? key : node;
  const [start, end] = isRanged(found) ? found.range : [0, 1];
  const empty = isScalar(found) && found.type === 'PLAIN' && found.value === '';
  // An empty value stands after the line's end; its key is where the eye looks.
  if (empty && isRanged(key)) {
    return { offset: offset + key.range[0], length: key.range[1] - key.range[0], missing: true };
  }
  const length = isScalar(found) ? end - start : Math.min(1, end - start);
  return { offset: offset + start, length: Math.max(1, length), missing: empty };
}

function child(node: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
    return pair === undefined ? undefined : { key: pair.key, value: pair.value };
  }
  if (isSeq(node) && typeof step === 'number') return { key: undefined, value: node.items[step] };
  return undefined;
}

function isRanged(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
