import type { Comparison, StepPair } from '../compare.ts';
import { endWords, isWorthTelling } from '../comparison-text.ts';
import { differenceWords } from '../difference-words.ts';
import type { RunFacts } from '../run-facts.ts';
import type { StepFacts } from '../step-facts.ts';
import { counted, plannedStart, signed, tookWords } from '../step-words.ts';
import { type Html, type HtmlValue, html } from './markup.ts';
import { table } from './table.ts';

/** A is the rehearsal, B is this run. */
export function rehearsalSection({ a, b, steps, onlyA, onlyB }: Comparison): Html {
  return html`<p>A is rehearsal ${headOf(a)}. B is this run: ${endWords(b)}.</p>
${table('This run against the last rehearsal', columns, steps.filter(isWorthTelling).map(cells))}
${only('rehearsed', onlyA)}${only('in this run', onlyB)}`;
}

const columns = [
  { name: '#', kind: 'num' },
  { name: 'Step', kind: 'wide' },
  { name: 'Planned', kind: 'time' },
  { name: 'A drift', kind: 'num' },
  { name: 'B drift', kind: 'num' },
  { name: 'A took', kind: 'num' },
  { name: 'B took', kind: 'num' },
  { name: 'B - A', kind: 'num' },
] as const;

function cells(pair: StepPair): readonly HtmlValue[] {
  const { a, b, longer } = pair;
  const words = differenceWords(pair);
  return [
    b.number,
    [b.title, words.map((word) => html`<br><span class="soft">${word}</span>`)],
    plannedStart(b),
    signed(a.drift),
    signed(b.drift),
    tookWords(a.took),
    tookWords(b.took),
    signed(longer),
  ];
}

function headOf(facts: RunFacts): string {
  const faults = facts.faults === 0 ? '' : ` with ${counted(facts.faults, 'fault')} on purpose`;
  return `${facts.run}${faults}: ${endWords(facts)}`;
}

function only(where: string, steps: readonly StepFacts[]): Html | undefined {
  if (steps.length === 0) return undefined;
  return html`<p class="soft">Only ${where}: ${steps.map(({ number, title }) => `${number} ${title}`).join('; ')}.</p>`;
}
