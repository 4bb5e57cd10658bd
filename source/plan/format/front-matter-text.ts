import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import { applyEdits, type Edit } from './edit.ts';
import { orderKeys } from './front-matter-order.ts';

/** The YAML of a front matter with its blanks and the order of its keys set right. Comments stay as they are. */
export function formatFrontMatter(source: string): string {
  return orderKeys(applyEdits(source, blankEdits(source)));
}

/** `key: value`, `{ a: 1, b: 2 }`, `[a, b]`, and the lines under a key two blanks in. */
function blankEdits(source: string): readonly Edit[] {
  const document = parseDocument(source, { schema: 'failsafe', logLevel: 'silent' });
  const edits: Edit[] = [];
  visit(document, {
    Pair: (_, pair) => {
      edits.push(...colonEdit(pair, source));
    },
    Collection: (_, node) => {
      if (node.flow === true) edits.push(...flowEdits(node, source));
    },
  });
  const root = document.contents;
  if (isMap(root) && root.flow !== true) {
    for (const pair of root.items) edits.push(...indentEdits(pair, source));
  }
  return edits;
}

function colonEdit({ key, value }: Pair, source: string): readonly Edit[] {
  const [from, to] = [rangeOf(key)?.[1], startOf(value)];
  if (from === undefined || to === undefined || to <= from) return [];
  const gap = /^([ \t]*):([ \t]+)$/.exec(source.slice(from, to));
  return gap === null ? [] : [{ start: from, end: to, text: ': ' }];
}

/** Only what stands on one line: whoever wrote a list over several has given it a form. */
function flowEdits(node: Node, source: string): readonly Edit[] {
  const range = rangeOf(node);
  if (range === undefined || !isCollection(node)) return [];
  const [start, end] = range;
  const items = node.items.flatMap((item) => spanOf(item) ?? []);
  if (items.length !== node.items.length || /[\r\n#]/.test(source.slice(start, end))) return [];
  const pad = isMap(node) ? ' ' : '';
  const gaps = [start + 1, ...items.map(({ to }) => to)].map((from, index) => {
    const next = items[index]?.from;
    const last = next === undefined;
    const text = index === 0 ? (last ? '' : pad) : last ? pad : ', ';
    return { start: from, end: next ?? end - 1, text };
  });
  return gaps.filter((gap) => /^[ \t]*,?[ \t]*$/.test(source.slice(gap.start, gap.end)));
}

/** Lines of a block under its key, all moved by as much as its first one. */
function indentEdits({ value }: Pair, source: string): readonly Edit[] {
  if (!isCollection(value) || value.flow === true) return [];
  const range = rangeOf(value);
  if (range === undefined || hasBlockText(value)) return [];
  const first = source.lastIndexOf('\n', range[0] - 1) + 1;
  const indent = range[0] - first;
  const lines = [...source.slice(first, range[2]).matchAll(/^[ ]*(?=[^\s])/gm)];
  if (/[^ ]/.test(source.slice(first, range[0])) || lines.some(([blank]) => blank.length < indent)) return [];
  return lines.map(({ index, 0: blank }) => ({
    start: first + index,
    end: first + index + indent,
    text: ' '.repeat(blank.length < indent ? blank.length : 2),
  }));
}

/** Text whose own blanks count. */
function hasBlockText(node: Node): boolean {
  let found = false;
  visit(node, {
    Scalar: (_, scalar) => {
      if (scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED') found = true;
    },
  });
  return found;
}

function spanOf(item: unknown): { readonly from: number; readonly to: number } | undefined {
  const [first, last] = isPair(item) ? [item.key, item.value ?? item.key] : [item, item];
  const [from, to] = [startOf(first), rangeOf(last)?.[1]];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** Where a value begins; one with an anchor or a tag before it is left alone. */
function startOf(node: unknown): number | undefined {
  if ((isScalar(node) || isSeq(node) || isMap(node)) && (node.anchor ?? node.tag) !== undefined) {
    return undefined;
  }
  return rangeOf(node)?.[0];
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  if (!isScalar(node) && !isCollection(node)) return undefined;
  return node.range ?? undefined;
}
