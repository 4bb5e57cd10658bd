/** One line of text as a step's title or a checklist's item: what Markdown or the plan would read into it is escaped. */
export function escapeTitle(text: string, opens = false): string {
  const line = escapeInline(oneLine(text));
  return escapeStart(opens ? withoutAside(line) : line);
}

/** A line of prose as a paragraph of its own. */
export function escapeLine(text: string): string {
  return escapeStart(escapeInline(oneLine(text)));
}

/** A fence that its content can't end. */
export function fence(text: string, info: string): readonly string[] {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 2);
  const ticks = '`'.repeat(longest + 1);
  return [`${ticks}${info}`, ...text.split('\n'), ticks];
}

/** A value of the front matter. */
export function yamlText(text: string): string {
  const line = oneLine(text);
  const plain = /^[\p{L}][\p{L}\d .'/&()_,-]*$/u.test(line);
  return plain && !/^(?:true|false|null|yes|no|on|off|~)$/i.test(line) ? line : JSON.stringify(line);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Braces would be attributes or variables; tags and comments would be HTML, which no reader shows. */
function escapeInline(text: string): string {
  const ticks = (text.match(/`/g)?.length ?? 0) % 2 === 1 ? text.replaceAll('`', "'") : text;
  return ticks
    .split(/(`[^`]*`)/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece.replaceAll('{', '(').replaceAll('}', ')')
        : piece.replace(/(?<!\\)([{<])/g, '\\$1').replace(/&(?=#?\w{1,31};)/g, '\\&'),
    )
    .join('')
    .replace(/\\$/, '\\\\');
}

/** Signs that begin a list, a heading, a quotation, a fence or a line across the page. */
function escapeStart(text: string): string {
  if (/^(?:[-+*>|=~]|#{1,6}(?:\s|$)|_{3})/.test(text) && !/^\*\*?\S/.test(text)) return `\\${text}`;
  if (/^`{3}/.test(text)) return text.replace(/^`+/, (ticks) => ticks.replaceAll('`', "'"));
  if (/^(?:\*\s*){3,}$/.test(text)) return `\\${text}`;
  return text.replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2').replace(/^\(/, '\\(');
}

/** A parenthesis at the beginning would be an owner; at the end it is none. Boxes are left to Markdown's lists. */
function withoutAside(text: string): string {
  const plain = text.replace(/^\\?\[[ xX]?\\?\]\s*/, '');
  const found = /^\(([^()]*)\)\s*/.exec(plain);
  if (found === null) return plain;
  const rest = plain.slice(found[0].length);
  return rest === '' ? withoutAside(found[1] ?? '') : withoutAside(`${rest} (${found[1] ?? ''})`);
}
