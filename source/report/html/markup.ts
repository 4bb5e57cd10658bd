import { plainText } from '../../session/terminal-text.ts';

/** Text that is HTML already. Only `html` makes it, so that nothing gets into a page as it came. */
export type Html = { readonly markup: string };

export type HtmlValue = string | number | undefined | Html | readonly HtmlValue[];

/** A template in which every value is escaped, unless it is HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { markup: parts.map((part, index) => part + render(values[index])).join('') };
}

function render(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return 'markup' in value ? value.markup : value.map(render).join('');
}

/** For text and for values in double quotes; what a reader would not see stands there by its name. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Line ends and tabs stay. */
function visible(text: string): string {
  return text.split('\n').map(visibleLine).join('\n');
}

function visibleLine(line: string): string {
  return line.replace(/\r$/, '').split('\t').map(plainText).join('\t');
}
