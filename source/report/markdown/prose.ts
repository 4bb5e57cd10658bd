import { plainText } from '../../session/terminal-text.ts';

/** Text of others as one line of CommonMark that shows just that text: no markup, no link, nothing hidden. */
export function prose(text: string): string {
  return plainText(text.replace(/[\r\n\t]+/g, ' '))
    .replace(/[\\`*_[\]<>#&~$@]/g, (sign) => `\\${sign}`)
    .replace(/\b(?:https?|ftp|mailto|xmpp):/gi, (scheme) => `${scheme.slice(0, -1)}\\:`)
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replace(/^([+=-])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** A code block around any text, with a fence longer than any in it. */
export function fenced(lines: readonly string[]): string {
  const shown = lines.map((line) => line.split('\t').map(plainText).join('\t'));
  const longest = Math.max(
    2,
    ...shown.map((line) => Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length))),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...shown, fence].join('\n');
}
