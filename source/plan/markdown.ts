import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';
import type { Finding } from './problem-list.ts';

/** Sizes and depths that no plan has; beyond them the Markdown parser takes minutes. */
const MOST_CHARACTERS = 256 * 1024;
const MOST_LINES = 5_000;
const TOO_DEEP = /^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])){12}|^[ \t]{60,}(?:[-*+]|\d{1,9}[.)])[ \t]/m;

/**
 * What a plan does without: emphasis and links are shown as they are written, and indented code would
 * hide a step that is merely indented too far.
 */
const DISABLED = [
  'attention',
  'blockQuote',
  'codeIndented',
  'definition',
  'labelEnd',
  'labelStartImage',
  'labelStartLink',
];

/** Why a text is too much to be a plan, before any work is spent on it. */
export function refuseOversize(text: string): Finding | undefined {
  if (text.length > MOST_CHARACTERS) {
    return { offset: 0, message: `the plan is too long: more than ${MOST_CHARACTERS / 1024} KiB` };
  }
  const lines = text.split('\n', MOST_LINES + 1).length;
  if (lines > MOST_LINES) {
    return {
      offset: 0,
      message: `the plan is too long: more than ${MOST_LINES.toLocaleString('en-US')} lines`,
    };
  }
  const deep = TOO_DEEP.exec(text);
  if (deep === null) return undefined;
  return { offset: deep.index, message: 'lists are nested too deep', mend: 'a plan needs two levels' };
}

export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), { disable: { null: DISABLED } }],
    mdastExtensions: [frontmatterFromMarkdown(['yaml'])],
  });
}

/** Every node made by the parser has a place; a missing one would be a bug of it. */
export function placeOf(node: Nodes): { readonly start: number; readonly end: number } {
  const start = node.position?.start.offset ?? 0;
  return { start, end: node.position?.end.offset ?? start };
}

/** The text a reader sees, on one line: no code ticks, no bold marks, links as `text (address)`. */
export function plainText(node: Nodes): string {
  const pieces: string[] = [];
  const stack: Nodes[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.type === 'text') pieces.push(withoutMarks(next.value));
    else if (next.type === 'inlineCode' || next.type === 'code') pieces.push(next.value);
    else if (next.type === 'break') pieces.push(' ');
    else if ('children' in next) stack.push(...next.children.toReversed());
  }
  return pieces.join('').replace(/\s+/g, ' ').trim();
}

function withoutMarks(text: string): string {
  return text
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .replace(/\[([^[\]\n]+)\]\(([^()\s]+)\)/g, '$1 ($2)')
    .replace(/^> ?/gm, '');
}
