import type { Block } from './document.ts';
import { mendCharacters } from './mend-characters.ts';
import { dedent, readLine } from './read-text.ts';

export type Page = ReturnType<typeof createPage>;

/** Gathers inline text, and makes blocks of it where a block of the page ends. */
export function createPage(count: boolean) {
  const blocks: Block[] = [];
  const lists: { item: boolean }[] = [];
  let text = '';
  let line = 1;
  let heading = 0;
  let quotes = 0;
  let hidden = 0;
  let table = 0;
  const mend = (raw: string) => {
    const mended = mendCharacters(raw);
    hidden += mended.hidden;
    return mended.text;
  };
  const here = () => (count ? blocks.length + 1 : line);
  const flush = () => {
    const pieces = mend(text).split('\n');
    text = '';
    let fresh = true;
    for (const piece of pieces) {
      const clean = piece.replace(/\s+/g, ' ').trim();
      if (clean === '') continue;
      blocks.push(blockOf(clean, fresh));
      fresh = false;
    }
  };
  const blockOf = (clean: string, fresh: boolean): Block => {
    if (heading > 0) return { type: 'heading', line: here(), depth: heading, text: clean };
    const list = lists.at(-1);
    const indent = Math.max(0, lists.length - 1) * 4;
    if (list?.item === true) {
      list.item = false;
      return { type: 'item', line: here(), indent, text: clean, fresh: true };
    }
    if (quotes > 0) return { type: 'quote', line: here(), indent, text: clean, fresh };
    return readLine(clean, {
      line: here(),
      fresh: fresh && list === undefined,
      indent: list === undefined ? 0 : indent + 2,
    });
  };
  return {
    blocks,
    lists,
    flush,
    hidden: () => hidden,
    add: (more: string, at: number | undefined) => {
      if (text.trim() === '' && at !== undefined) line = at;
      text += more;
    },
    setHeading: (depth: number) => {
      heading = depth;
    },
    quote: (by: number) => {
      quotes += by;
    },
    beginTable: () => {
      table += 1;
    },
    addRow: (cells: readonly string[], at: number) => {
      line = at;
      blocks.push({ type: 'row', line: here(), table, cells: cells.map(mend) });
    },
    addCode: (code: string, at: number) => {
      line = at;
      const indent = lists.length === 0 ? 0 : (lists.length - 1) * 4 + 2;
      if (code.trim() !== '') {
        blocks.push({
          type: 'code',
          line: here(),
          indent,
          text: dedent(mend(code).replace(/^\n+|\s+$/g, '')),
          language: '',
        });
      }
    },
  };
}
