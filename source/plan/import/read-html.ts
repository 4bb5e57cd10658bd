import type { DefaultTreeAdapterTypes } from 'parse5';
import type { SourceDocument } from './document.ts';
import { createPage, type Page } from './html-page.ts';
import { attributeOf, cellText, childrenOf, frameAround, isElement, titleOf } from './html-tree.ts';
import { mendCharacters } from './mend-characters.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const UNSEEN = new Set([
  'head',
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'iframe',
  'object',
  'select',
]);
const BLOCKS = new Set([
  ...[
    'p',
    'div',
    'section',
    'article',
    'main',
    'header',
    'footer',
    'nav',
    'aside',
    'address',
    'figure',
    'details',
  ],
  ...[
    'summary',
    'dl',
    'dt',
    'dd',
    'form',
    'fieldset',
    'table',
    'tbody',
    'thead',
    'tfoot',
    'tr',
    'td',
    'th',
    'caption',
  ],
  ...['ul', 'ol', 'li', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'body', 'html', 'center'],
]);

/**
 * Reads a page, above all one saved from a wiki: of that only its content, and what stands around it as a note.
 * @param options.count lines are numbered by paragraphs, for what has no lines of its own
 */
export async function readHtml(
  source: string,
  options?: { readonly count: boolean },
): Promise<SourceDocument> {
  const { parse } = await import('parse5');
  const root = parse(source, { sourceCodeLocationInfo: true });
  const { content, around } = frameAround(root);
  const page = createPage(options?.count ?? false);
  walk(content, page);
  const notes =
    around === '' ? [] : [{ line: 1, text: `around the page's content: ${mendCharacters(around).text}` }];
  const hidden = page.hidden();
  if (hidden > 0)
    notes.push({ line: 1, text: `${hidden} characters that can't be seen were taken out of the text` });
  return { blocks: page.blocks, title: titleOf(root), notes };
}

/** Without recursion: a page may be nested deeper than a stack goes. */
function walk(start: Node | DefaultTreeAdapterTypes.Document, page: Page): void {
  const open: (Node | (() => void))[] = [...childrenOf(start)].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'function') next();
    else if (next.nodeName === '#text' && 'value' in next) {
      const at = next.sourceCodeLocation?.startLine;
      const before = /^\s*/.exec(next.value)?.[0].match(/\n/g)?.length ?? 0;
      page.add(next.value.replace(/\s+/g, ' '), at === undefined ? undefined : at + before);
    } else if (isElement(next) && !UNSEEN.has(next.tagName)) {
      const leave = enter(next, page);
      if (leave === 'done') continue;
      if (leave !== undefined) open.push(leave);
      for (const child of [...childrenOf(next)].reverse()) open.push(child);
    }
  }
  page.flush();
}

/** @returns what is to do at the element's end; `done` where its content has been read */
function enter(element: Element, page: Page): (() => void) | 'done' | undefined {
  const { tagName } = element;
  const at = element.sourceCodeLocation?.startLine ?? 1;
  if (BLOCKS.has(tagName)) page.flush();
  switch (tagName) {
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
      page.setHeading(Number(tagName[1]));
      return () => {
        page.flush();
        page.setHeading(0);
      };
    case 'ul':
    case 'ol':
      page.lists.push({ item: false });
      return () => {
        page.flush();
        page.lists.pop();
      };
    case 'li': {
      const list = page.lists.at(-1);
      if (list !== undefined) list.item = true;
      return page.flush;
    }
    case 'blockquote':
      page.quote(1);
      return () => {
        page.flush();
        page.quote(-1);
      };
    case 'pre':
      page.flush();
      page.addCode(cellText(element, true), at);
      return 'done';
    case 'table':
      page.beginTable();
      return page.flush;
    case 'tr':
      return readRow(element, page, at);
    case 'br':
      page.add('\n', undefined);
      return undefined;
    case 'hr':
      return undefined;
    case 'img': {
      const alt = attributeOf(element, 'alt');
      if (alt !== '') page.add(`[image: ${alt}]`, at);
      return undefined;
    }
    case 'code':
    case 'tt':
    case 'kbd':
      page.add(inlineCode(cellText(element, false)), at);
      return 'done';
    case 'a': {
      const href = attributeOf(element, 'href');
      return /^https?:\/\/[^\s()]+$/.test(href) && cellText(element, false).trim() !== href
        ? () => page.add(` (${href})`, at)
        : undefined;
    }
    default:
      return BLOCKS.has(tagName) ? page.flush : undefined;
  }
}

function inlineCode(code: string): string {
  const text = code.replace(/\s+/g, ' ').trim();
  return text === '' || text.includes('`') ? text : `\`${text}\``;
}

/** A row of cells; where a cell holds a part of the page, its blocks instead. */
function readRow(row: Element, page: Page, at: number): 'done' | undefined {
  const cells = childrenOf(row)
    .filter(isElement)
    .filter(({ tagName }) => tagName === 'td' || tagName === 'th');
  if (cells.length < 2 || cells.some(holdsPage)) return undefined;
  page.addRow(
    cells.map((cell) => cellText(cell, false).trim()),
    at,
  );
  return 'done';
}

function holdsPage(cell: Element): boolean {
  const open: Node[] = [...childrenOf(cell)];
  for (let looked = 0; looked < 2_000; looked += 1) {
    const next = open.pop();
    if (next === undefined) return false;
    if (!isElement(next)) continue;
    if (/^(?:table|pre|h[1-6])$/.test(next.tagName)) return true;
    open.push(...childrenOf(next));
  }
  return true;
}
