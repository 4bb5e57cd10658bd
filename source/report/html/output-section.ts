import { foldTargets, nameOf } from '../../run/words.ts';
import type { Report } from '../model.ts';
import { timeOf } from '../moments.ts';
import type { ExcerptLine, OutputExcerpt } from '../output-digest.ts';
import { counted } from '../step-words.ts';
import { type Html, html } from './markup.ts';

/** Step by step the first and the last lines and what looks like errors; more of it is folded away. */
export function outputSection(report: Report): Html {
  const { output } = report;
  if (output.length === 0) return html`<p class="soft">Nothing was written.</p>`;
  const steps = Map.groupBy(output, ({ step }) => step);
  return html`<p class="soft">The first and the last lines of each step, and what looks like errors. Targets that wrote the same stand together.</p>
${[...steps].map(([step, excerpts]) => stepHtml(report, step, excerpts))}`;
}

/** Open where something failed: that is what one looks for here. */
function stepHtml(report: Report, step: string, excerpts: readonly OutputExcerpt[]): Html {
  const lines = excerpts.reduce((sum, excerpt) => sum + excerpt.lines * excerpt.targets.length, 0);
  const facts = report.timelines.flatMap(({ steps }) => steps).find(({ id }) => id === step);
  const name = facts === undefined ? step : nameOf(facts);
  const hasFailed = facts !== undefined && facts.failed.length > 0;
  return html`${hasFailed ? html`<details open="">` : html`<details>`}<summary>${name} <span class="soft">(${counted(lines, 'line')})</span></summary><div class="inside">${excerpts.map((excerpt) => excerptHtml(report, excerpt))}
<p class="soft">Whole, on the machine that holds the record: <code>gonogo log ${report.facts.run} ${step}</code></p></div></details>
`;
}

function excerptHtml(report: Report, excerpt: OutputExcerpt): Html {
  const { attempt, targets, lines, shown, rest } = excerpt;
  const each = targets.length > 1 ? ' each' : '';
  return html`<h3>${foldTargets(targets)}${attempt > 1 ? `, attempt ${attempt}` : ''} <span class="soft">${counted(lines, 'line')}${each}</span></h3>
<pre>${linesHtml(report, shown, lines)}</pre>${
    rest.length === 0
      ? undefined
      : html`
<details><summary>${rest.length === lines ? `all ${lines} lines` : `the first ${rest.length} lines`}</summary><div class="inside"><pre>${linesHtml(report, rest, lines)}</pre></div></details>`
  }`;
}

/** Where numbers leap, it says how many lines are left out. */
function linesHtml({ facts }: Report, lines: readonly ExcerptLine[], count: number): Html {
  let before = 0;
  const parts = lines.map(({ number, at, stream, text }) => {
    const gap = number - before - 1;
    before = number;
    return html`${gapHtml(gap)}<span class="no">${timeOf(facts, at)}</span> ${stream === 'stderr' ? html`<span class="err">${text}</span>` : text}
`;
  });
  return html`${parts}${gapHtml(count - before)}`;
}

function gapHtml(gap: number): Html | undefined {
  return gap === 0
    ? undefined
    : html`<span class="gap">⋯ ${counted(gap, 'line')} left out</span>
`;
}
