import { createTextSanitiser } from './sanitise.ts';

const breaks = /[\t\n\v\f\r\u{85}\u{2028}\u{2029}]+/gu;
const lastBreaks = /[\t\n\v\f\r\u{85}\u{2028}\u{2029}]+$/u;

/**
 * The strict form, for what a plan, a host name, a user name or an error says: one line of printable text,
 * no colours, no controls, nothing invisible. Breaks become spaces, so that nothing is glued or overwritten.
 */
export function plainText(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) {
    return text;
  }
  const line = text.toWellFormed().replace(lastBreaks, '').replace(breaks, ' ').replaceAll('\b', '');
  const sanitiser = createTextSanitiser({ lineLimit: Number.POSITIVE_INFINITY });
  return withoutStyles([...sanitiser.write(line), ...sanitiser.end()].join(' '));
}

/** A sanitised line without its colours, for pipes and files. */
export function withoutStyles(line: string): string {
  return line.includes('\x1b') ? line.replace(/\x1b\[[\d;]*m/g, '') : line;
}
