import type { Deviation } from '../deviations.ts';
import { type Report, stepNames } from '../model.ts';
import { timeOf } from '../moments.ts';
import { type Html, type HtmlValue, html } from './markup.ts';
import { table } from './table.ts';

/** Every deviation with its reason and who it was. */
export function deviationsSection(report: Report): Html {
  const { deviations, facts } = report;
  if (deviations.length === 0)
    return html`<p>Everything went as planned: nothing was skipped, edited, retried or late.</p>`;
  const names = stepNames(report);
  return table(
    'Deviations from the plan',
    columns,
    deviations.map((deviation): readonly HtmlValue[] => [
      timeOf(facts, deviation.at),
      deviation.kind,
      deviation.step === undefined ? undefined : (names.get(deviation.step) ?? deviation.step),
      [deviation.what, diffOf(deviation)],
      deviation.reason,
      deviation.by,
    ]),
  );
}

const columns = [
  { name: 'When', kind: 'time' },
  { name: 'Kind', kind: 'time' },
  { name: 'Step', kind: 'wide' },
  { name: 'What', kind: 'wide' },
  { name: 'Why', kind: 'wide' },
  { name: 'Who' },
] as const;

function diffOf({ diff }: Deviation): Html | undefined {
  if (diff === undefined || diff.trim() === '') return undefined;
  const lines = diff.trimEnd().split('\n');
  return html`<details><summary>what changed</summary><div class="inside"><pre>${lines.map(
    (line) => html`<span class="${toneOf(line)}">${line}</span>
`,
  )}</pre></div></details>`;
}

function toneOf(line: string): string {
  if (/^(?:---|\+\+\+|@@|=+$)/.test(line)) return 'gap';
  if (line.startsWith('+')) return 'add';
  return line.startsWith('-') ? 'del' : '';
}
