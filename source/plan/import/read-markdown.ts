import type { Nodes, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';
import { placeOf, refuseOversize } from '../markdown.ts';
import type { Block, SourceDocument } from './document.ts';
import { mendCharacters } from './mend-characters.ts';
import { readLine, readText } from './read-text.ts';

/** What stands inside of a line is kept as it is written; reading it would only cost time, and much of it. */
const DISABLED = [
  ...[
    'codeIndented',
    'htmlFlow',
    'definition',
    'attention',
    'autolink',
    'characterEscape',
    'characterReference',
  ],
  ...['codeText', 'hardBreakEscape', 'htmlText', 'labelEnd', 'labelStartImage', 'labelStartLink'],
];
const QUOTED_DEEP = /^[ \t]*(?:>[ \t]*){12}/m;

/** Reads Markdown. What is too much for its parser is read as plain text, which has no such bounds. */
export async function readMarkdown(source: string): Promise<SourceDocument> {
  const { text, hidden } = mendCharacters(source);
  if (refuseOversize(text) !== undefined || QUOTED_DEEP.test(text)) return readText(source);
  const { gfmTable } = await import('micromark-extension-gfm-table');
  const { gfmTableFromMarkdown } = await import('mdast-util-gfm-table');
  const root = fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), gfmTable(), { disable: { null: DISABLED } }],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), gfmTableFromMarkdown()],
  });
  const blocks: Block[] = [];
  const context: Context = { text, blocks, tables: { count: 0 } };
  for (const node of root.children) read(node, 0, context);
  const note = `${hidden} characters that can't be seen were taken out of the text`;
  return { blocks, title: undefined, notes: hidden === 0 ? [] : [{ line: 1, text: note }] };
}

type Context = {
  readonly text: string;
  readonly blocks: Block[];
  readonly tables: { count: number };
};

function read(node: Nodes, indent: number, context: Context): void {
  const line = node.position?.start.line ?? 1;
  switch (node.type) {
    case 'heading': {
      const raw = slice(node, context).replace(/^\s*#+\s*|\s*#+\s*$/g, '');
      const text = raw
        .replace(/\n[=-]+\s*$/, '')
        .replace(/\s+/g, ' ')
        .trim();
      if (text !== '') context.blocks.push({ type: 'heading', line, depth: node.depth, text });
      return;
    }
    case 'list':
      for (const item of node.children) readItem(item, indent, context);
      return;
    case 'blockquote':
      for (const [index, raw] of slice(node, context)
        .split(/\r\n|\n|\r/)
        .entries()) {
        const text = raw.replace(/^[\s>]+/, '').trim();
        if (text !== '')
          context.blocks.push({ type: 'quote', line: line + index, indent, text, fresh: index === 0 });
      }
      return;
    case 'code': {
      const language = node.lang ?? '';
      context.blocks.push({ type: 'code', line, indent, text: node.value, language });
      if (node.meta)
        context.blocks.push({ type: 'line', line, indent: indent + 2, text: node.meta, fresh: false });
      return;
    }
    case 'table':
      readTable(node, context);
      return;
    case 'thematicBreak':
      return;
    default:
      readLines(node, indent, context);
  }
}

function readItem(item: Nodes, indent: number, context: Context): void {
  if (item.type !== 'listItem') return;
  const [first, ...rest] = item.children;
  const line = item.position?.start.line ?? 1;
  if (first?.type === 'paragraph') {
    const [text = '', ...more] = slice(first, context).split(/\r\n|\n|\r/);
    context.blocks.push({ type: 'item', line, indent, text: text.trim(), fresh: true });
    for (const [index, raw] of more.entries()) {
      if (raw.trim() !== '')
        context.blocks.push(readLine(raw, { line: line + index + 1, fresh: false, indent: indent + 2 }));
    }
  } else if (first !== undefined) read(first, indent + 2, context);
  for (const child of rest) read(child, child.type === 'list' ? indent + 4 : indent + 2, context);
}

function readTable(table: Table, context: Context): void {
  context.tables.count += 1;
  for (const row of table.children) {
    const cells = row.children.map((cell) => {
      const raw = slice(cell, context);
      return raw
        .replace(/^\||\|$/g, '')
        .replaceAll('\\|', '|')
        .trim();
    });
    context.blocks.push({
      type: 'row',
      line: row.position?.start.line ?? 1,
      table: context.tables.count,
      cells,
    });
  }
}

/** Prose as it is written: what it means in Markdown, it means in the plan, too. */
function readLines(node: Nodes, indent: number, context: Context): void {
  const line = node.position?.start.line ?? 1;
  for (const [index, raw] of slice(node, context)
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (raw.trim() === '' || /^\s*-{3,}\s*$/.test(raw)) continue;
    context.blocks.push(readLine(raw, { line: line + index, fresh: index === 0, indent }));
  }
}

function slice(node: Nodes, { text }: Context): string {
  const { start, end } = placeOf(node);
  return text.slice(start, end);
}
