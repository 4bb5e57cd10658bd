import type { DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type ChildNode = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const UNSEEN = new Set(['head', 'script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object']);
/** What the wikis call the element that holds the page's own text, the surest first. */
const CONTENT: readonly ((element: Element) => boolean)[] = [
  (element) =>
    /^(?:main-content|mw-content-text|wiki-content|content-body)$/.test(attributeOf(element, 'id')),
  (element) => /(?:^|\s)(?:wiki-content|markdown-body)(?:\s|$)/.test(attributeOf(element, 'class')),
  ({ tagName }) => tagName === 'article',
  (element) => element.tagName === 'main' || attributeOf(element, 'role') === 'main',
];

/** The part of a page that is its own, and all text of the rest. */
export function frameAround(root: DefaultTreeAdapterTypes.Document): {
  readonly content: ChildNode | DefaultTreeAdapterTypes.Document;
  readonly around: string;
} {
  const found: (Element | undefined)[] = CONTENT.map(() => undefined);
  for (const element of elementsOf(root)) {
    const kind = CONTENT.findIndex((is) => is(element));
    if (kind !== -1) found[kind] ??= element;
  }
  const content = found.find((element) => element !== undefined);
  if (content === undefined || textBeside(content, undefined) === '') return { content: root, around: '' };
  return { content, around: textBeside(root, content) };
}

export function titleOf(root: Node): string | undefined {
  for (const element of elementsOf(root)) {
    if (element.tagName === 'body') return undefined;
    if (element.tagName === 'title') return cellText(element, false).replace(/\s+/g, ' ').trim() || undefined;
  }
  return undefined;
}

/** An element's text on one line; its blocks and lines are set apart by `;`, or kept where `lines` says so. */
export function cellText(element: Element, lines: boolean): string {
  let text = '';
  const open: ChildNode[] = [...childrenOf(element)].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.nodeName === '#text' && 'value' in next) text += next.value;
    else if (isElement(next) && !UNSEEN.has(next.tagName)) {
      if (/^(?:br|p|div|li)$/.test(next.tagName) && text.trim() !== '') text += lines ? '\n' : '\u0000';
      open.push(...[...childrenOf(next)].reverse());
    }
  }
  if (lines) return text;
  return text
    .split('\u0000')
    .map((piece) => piece.replace(/\s+/g, ' ').trim())
    .filter((piece) => piece !== '')
    .join('; ')
    .replaceAll(/([.;:,!?]); /g, '$1 ');
}

export function attributeOf(element: Element, name: string): string {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? '';
}

export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

export function childrenOf(node: Node): readonly ChildNode[] {
  return 'childNodes' in node ? node.childNodes : [];
}

function* elementsOf(root: Node): Generator<Element> {
  const open: Node[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isElement(next)) yield next;
    open.push(...[...childrenOf(next)].reverse());
  }
}

function textBeside(root: Node, left: Node | undefined): string {
  const pieces: string[] = [];
  const open: Node[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === left || (isElement(next) && UNSEEN.has(next.tagName))) continue;
    if (next.nodeName === '#text' && 'value' in next) pieces.push(next.value);
    open.push(...[...childrenOf(next)].reverse());
  }
  return pieces.join(' ').replace(/\s+/g, ' ').trim();
}
