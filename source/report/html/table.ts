import { type Html, type HtmlValue, html } from './markup.ts';

/** `num`: to the right; `time`: not broken; `wide`: keeps some room on a small screen. */
export type HtmlColumn = { readonly name: string; readonly kind?: 'num' | 'time' | 'wide' };

/** In a box of its own, which scrolls where the page is too narrow. @param label what it shows, for screen readers */
export function table(
  label: string,
  columns: readonly HtmlColumn[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${columns.map(({ name, kind }) => html`<th scope="col" class="${kind ?? ''}">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (
    row,
  ) => html`<tr>${columns.map(({ kind }, index) => html`<td class="${kind ?? ''}">${row[index]}</td>`)}</tr>
`,
)}</tbody></table></div>`;
}
