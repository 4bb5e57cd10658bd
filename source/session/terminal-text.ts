import { safeLine } from '../plan/safe-text.ts';
import { createTextSanitiser } from './sanitise.ts';

/**
 * The strict form, for what a plan, a host name, a user name or an error says: one line of printable text. What a
 * reader would not see stands there by its name, `<U+202E>`, as `safeLine` shows it; besides, nothing is left whose
 * width terminals argue about.
 */
export function plainText(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) {
    return text;
  }
  const known = plainTexts.get(text);
  if (known !== undefined) return known;
  const line = safeLine(text.toWellFormed().replace(/[\t\r\n]+$/, ''));
  const sanitiser = createTextSanitiser({ lineLimit: Number.POSITIVE_INFINITY });
  const plain = [...sanitiser.write(line), ...sanitiser.end()].join(' ');
  if (plainTexts.size === mostTexts) plainTexts.clear();
  if (text.length <= longestKept) plainTexts.set(text, plain);
  return plain;
}

/** Every frame says the same titles and names again. */
const plainTexts = new Map<string, string>();
const mostTexts = 2000;
const longestKept = 500;

/** A sanitised line without its colours, for pipes and files. */
export function withoutStyles(line: string): string {
  return line.includes('\x1b') ? line.replace(/\x1b\[[\d;]*m/g, '') : line;
}
