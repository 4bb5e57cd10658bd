import { type Html, type HtmlValue, html } from './markup.ts';

/** `num`: to the right; `time`: not broken; `wide`: keeps some room, and on a small screen has a line of its own. */
export type HtmlColumn = { readonly name: string; readonly kind?: 'num' | 'time' | 'wide' };

/**
 * In a box of its own, which scrolls where the page is too narrow. On the screen of a telephone each row is a small
 * paragraph instead, in which the cells bear the names of their columns. @param label what it shows, for screen readers
 */
export function table(
  label: string,
  columns: readonly HtmlColumn[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  return html`<div class="scroll rows" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${columns.map(({ name, kind }) => html`<th scope="col" class="${kind ?? ''}">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) => html`<tr>${columns.map((column, index) => cell(column, row[index]))}</tr>
`,
)}</tbody></table></div>`;
}

function cell({ name, kind }: HtmlColumn, value: HtmlValue): Html {
  // Numbers and names of steps are known by themselves.
  const label = name === '#' || name === 'Step' ? undefined : html` data-label="${name}"`;
  return html`<td class="${kind ?? ''}"${label}>${value}</td>`;
}
