import { applyEdits } from '../format/edit.ts';
import { readPage } from '../page.ts';

/** The plan's text with other values of its variables; each must be one of the plan's. */
export function setVars(text: string, vars: ReadonlyMap<string, string>): string {
  const { front } = readPage(text);
  return applyEdits(
    text,
    [...vars].map(([name, value]) => {
      const { offset, length } = front.placeOf(['vars', name]);
      const old = text.slice(offset, offset + length);
      // A text of several lines ends with its line.
      const end = /\r?\n$/.exec(old)?.[0] ?? '';
      return { start: offset, end: offset + length, text: yamlText(value, old) + end };
    }),
  );
}

/** In quotes where it had some, or needs some. */
function yamlText(value: string, old: string): string {
  const plain = /^[\p{L}\p{N}_./@+-]+$/u.test(value) && !/^[-@]|^[~.]+$/.test(value);
  return plain && !/^["']/.test(old) ? value : JSON.stringify(value);
}
