import { type Anchors, type Head, momentAt, readHead } from './step-head.ts';

/** One thing that a line says: with a time it is a step, whatever it looks like. */
export type Entry = {
  readonly head: Head | undefined;
  /** What stands in a parenthesis at the beginning that holds no time: an owner, or not. */
  readonly aside: string | undefined;
  readonly text: string;
  /** Items that were pasted into the same line. */
  readonly items: readonly string[];
  /** What had to be mended to read it. */
  readonly mended: string | undefined;
};

const HEAD = /^(?:\[[ xX]?\]\s*)?[([]{1,3}\s*([^()[\]]{1,200}?)\s*[)\]]+(?:\s*[)\]])*[\s:,\u2013-]*/;
const UNCLOSED = /^[([]\s*(?=[\dSDT+])/;
const WITHIN = /\(\s{0,3}([^()\s][^()]{0,120})\)+/g;

/** Reads a line of a timeline; one into which several steps were pasted gives several. */
export function readEntries(text: string, anchors: Anchors): readonly Entry[] {
  const pieces = splitSteps(text, anchors);
  const together = pieces.length > 1;
  return pieces.map((piece, index) => {
    const { first, items } = splitItems(piece);
    const entry = readEntry(first, anchors);
    const split = together ? 'several steps stand in one line' : 'items stand in the same line';
    const mended = (together && index === 0) || (!together && items.length > 0) ? split : entry.mended;
    return { ...entry, items, mended };
  });
}

type Opening = Omit<Entry, 'items'>;

function readEntry(text: string, anchors: Anchors): Opening {
  const plain = withoutBox(text).replace(/^(?:\*\*|__)(?=[([])/, '');
  const found = HEAD.exec(plain);
  if (found !== null) {
    const rest = plain
      .slice(found[0].length)
      .replace(/^(?:\*\*|__)\s*/, '')
      .trim();
    const inner = found[1] ?? '';
    const head = readHead(inner, anchors);
    const stray = /[)\]]\s*[)\]]|^[([]\s*[([]/.test(found[0].replace(/^\[[ xX]?\]\s*/, ''));
    const mended = stray ? 'a bracket too many' : undefined;
    if (head !== undefined) return { ...withAside(head, rest), mended };
    if (plain.startsWith('(') && !/\d{3}|[.!?;]$/.test(inner))
      return { head: undefined, aside: inner, text: rest, mended };
  }
  return (
    readUnclosed(plain, anchors) ??
    readBare(plain, anchors) ?? {
      head: undefined,
      aside: undefined,
      text: withoutBox(plain),
      mended: undefined,
    }
  );
}

/** `[22:00] (Ops) Stop`: the owner has a parenthesis of its own. */
function withAside(head: Head, text: string): Omit<Opening, 'mended'> {
  const aside = head.owner === '' ? /^\(\s*([^()]{1,60}?)\s*\)[\s:]*(?=\S)/.exec(text) : null;
  if (aside === null) return { head, aside: undefined, text };
  return { head: { ...head, owner: aside[1] ?? '' }, aside: undefined, text: text.slice(aside[0].length) };
}

/** The box of a task list. */
function withoutBox(text: string): string {
  return text.replace(/^\[[ xX]?\]\s*/, '').trim();
}

/** `(05:30 Pat Back up the DB`: nobody knows where the owner ends; one word is the usual thing. */
function readUnclosed(text: string, anchors: Anchors): Opening | undefined {
  const open = UNCLOSED.exec(text);
  if (open === null || /^[^(]*\)/.test(text.slice(1))) return undefined;
  const head = readHead(text.slice(open[0].length), anchors);
  if (head?.from === undefined) return undefined;
  const [, owner = '', title = ''] = /^(\S*)\s*([\s\S]*)$/.exec(head.owner) ?? [];
  return {
    head: { ...head, owner: owner.replace(/[,:]$/, '') },
    aside: undefined,
    text: title,
    mended: 'a bracket that is never closed',
  };
}

/** `S + 35m Programmer: Deploy`, `05:30 Back up`. */
function readBare(text: string, anchors: Anchors): Opening | undefined {
  if (
    !/^(?:[A-Z]\s{0,3}[-+\u2212\u2013]\s{0,3}\d|[SDT]\s{0,3}\(|\d{1,2}:\d\d|\d{1,2}(?::\d\d)?\s?[ap]m\b)/i.test(
      text,
    )
  )
    return undefined;
  const head = readHead(text, anchors);
  if (head?.from === undefined || head.owner === '' || /\bwindow\b/i.test(head.owner)) return undefined;
  if (head.owner.startsWith('('))
    return { ...withAside({ ...head, owner: '' }, head.owner), mended: undefined };
  const column = /^(\p{L}\S*(?: \S+){0,2})\s{2,}(?=\S)/u.exec(head.owner);
  if (column !== null) {
    const owner = column[1] ?? '';
    return {
      head: { ...head, owner },
      aside: undefined,
      text: head.owner.slice(column[0].length),
      mended: undefined,
    };
  }
  const named = /^(@?\p{L}[^:.,;()!?]{0,40}?)\s*:\s+(?=\S)/u.exec(head.owner);
  const owner = named !== null && (named[1] ?? '').split(/\s+/).length <= 4 ? (named[1] ?? '') : '';
  const title = owner === '' ? head.owner : head.owner.slice(named?.[0].length);
  return {
    head: { ...head, owner, vague: head.vague || owner === '' },
    aside: undefined,
    text: title.trim(),
    mended: undefined,
  };
}

function splitSteps(text: string, anchors: Anchors): readonly string[] {
  const cuts = [0];
  for (const found of text.matchAll(WITHIN)) {
    const before = text.slice(0, found.index).trimEnd();
    if (
      before === '' ||
      /^(?:\[[ xX]?\]|[-*\u2022]+)$/.test(before) ||
      !/[*\u2022\u00b7;|.!?:]$/.test(before)
    )
      continue;
    if (!/^[\s:\u2013-]+\p{L}/u.test(text.slice(found.index + found[0].length))) continue;
    if (momentAt(found[1] ?? '', anchors) !== undefined) cuts.push(found.index);
  }
  if (cuts.length === 1) return [text];
  return cuts
    .map((cut, index) =>
      text
        .slice(cut, cuts[index + 1])
        .replace(/[\s*\u2022\u00b7|]+$/, '')
        .replace(/^[\s*\u2022]+/, ''),
    )
    .filter((piece) => piece !== '');
}

/** Bullets that have lost their lines: `Undo it:* Copy them back* Restart`. Emphasis is none of them. */
function splitItems(text: string): { readonly first: string; readonly items: readonly string[] } {
  const masked = text.replace(/(?<![\p{L}\d:.)*])\*{1,2}(?=[^\s*])[^*\n]{1,200}\*{1,2}/gu, (found) =>
    '.'.repeat(found.length),
  );
  const cuts = [...masked.matchAll(/(?<=[\p{L}\d:.)])\s?[*\u2022]\s*(?=[\p{L}(])|\s\u2022\s*(?=\S)/gu)];
  if (cuts.length === 0) return { first: text, items: [] };
  const pieces = cuts.map((cut, index) =>
    text.slice(cut.index + cut[0].length, cuts[index + 1]?.index).trim(),
  );
  return { first: text.slice(0, cuts[0]?.index).trim(), items: pieces.filter((piece) => piece !== '') };
}
