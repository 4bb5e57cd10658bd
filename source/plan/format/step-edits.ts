import type { ListItem, Nodes } from 'mdast';
import { parseAttributes, trailingBlock } from '../attributes.ts';
import { placeOf } from '../markdown.ts';
import { isActionFence } from '../read-action.ts';
import { leadingParenthesis, parseStepHead } from '../step-line.ts';
import { attributeText, FENCE_ORDER, STEP_ORDER } from './attribute-text.ts';
import { offsetText } from './duration-text.ts';
import { type Edit, oneBlank } from './edit.ts';

/** The line of a step, `(S + 35m Programmer) Title {attributes}`, and the first lines of what it runs. */
export function stepEdits(item: ListItem, text: string): readonly Edit[] {
  return item.children.flatMap((node, index) => {
    if (index === 0 && node.type === 'paragraph') {
      const { start, end } = placeOf(node);
      return lineEdits(text.slice(start, end).trimEnd(), start);
    }
    if (node.type === 'list') return node.children.flatMap((inner) => fenceEdits(inner, text));
    return [...fencesOf(node, text), ...expectationEdits(node, text)];
  });
}

/** What stands in an item of a checklist is a person's text, but for what it runs. */
function fenceEdits(item: ListItem, text: string): readonly Edit[] {
  return item.children.flatMap((node) => fencesOf(node, text));
}

function fencesOf(node: Nodes, text: string): readonly Edit[] {
  return node.type === 'code' && isActionFence(node) ? [fenceEdit(placeOf(node), text)] : [];
}

/** A table of what a query has to give has nothing to put in order but its first line. */
function expectationEdits(node: Nodes, text: string): readonly Edit[] {
  if (node.type !== 'code' || node.lang !== 'expect') return [];
  const { start } = placeOf(node);
  const [whole = '', ticks = ''] = /^([`~]+)[ \t]*/.exec(text.slice(start)) ?? [];
  return [{ start, end: start + whole.length, text: ticks }];
}

/** A `{...}` at the end of `raw`, which begins at `start`, and the blanks before it. */
export function blockEdits(raw: string, start: number, order: typeof STEP_ORDER): readonly Edit[] {
  const block = trailingBlock(raw);
  if (block === undefined) return [];
  const inner = attributeText(parseAttributes(raw.slice(block + 1, -1), 0), order);
  const blanks = /\s*$/.exec(raw.slice(0, block))?.[0].length ?? 0;
  const gap = oneBlank(raw, { start: block - blanks, end: block });
  return [
    ...(block === blanks ? [] : [shifted(gap, start)]),
    { start: start + block, end: start + raw.length, text: `{${inner}}` },
  ];
}

function lineEdits(raw: string, start: number): readonly Edit[] {
  const opening = leadingParenthesis(raw);
  const block = blockEdits(raw, start, STEP_ORDER);
  if (opening === undefined) return block;
  const blanks = /^\s*/.exec(raw.slice(opening.end))?.[0].length ?? 0;
  const gap = oneBlank(raw, { start: opening.end, end: opening.end + blanks });
  return [
    { start: start + opening.start, end: start + opening.end - 1, text: headText(opening.inner) },
    shifted(gap, start),
    ...block,
  ];
}

function headText(inner: string): string {
  const result = parseStepHead(inner, 0);
  if (result.type === 'invalid') return inner;
  const { anchor, offset, owners } = result.head;
  const names = owners.map(({ name }) => name).join(' + ');
  if (anchor === undefined || offset === undefined) return names === '' ? inner : names;
  return `${anchor} ${offsetText(offset, names)} ${names}`.trimEnd();
}

function fenceEdit({ start, end }: { readonly start: number; readonly end: number }, text: string): Edit {
  const line = /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? '';
  const [whole = '', ticks = '', name = ''] = /^([`~]+)[ \t]*(\S*)/.exec(line) ?? [];
  const words = attributeText(parseAttributes(line.slice(whole.length), 0), FENCE_ORDER);
  return { start, end: start + line.length, text: `${ticks}${name} ${words}`.trimEnd() };
}

function shifted({ start, end, text }: Edit, by: number): Edit {
  return { start: start + by, end: end + by, text };
}
