import { formatMoment } from '../../plan/zone.ts';
import { loudOutcome } from '../../run/words.ts';
import { plainText } from '../../session/terminal-text.ts';
import { comparisonText } from '../comparison-text.ts';
import type { Deviation } from '../deviations.ts';
import { checkCommand, type Report, signatureWords, stepNames } from '../model.ts';
import { momentOf, timeOf } from '../moments.ts';
import { plannedStart, resultWords, signed, tookWords } from '../step-words.ts';
import { textTable } from '../text-table.ts';
import { markdownOutput } from './markdown-output.ts';
import { markdownPeople } from './markdown-people.ts';
import { fenced, prose } from './prose.ts';

/** A report as CommonMark; tables are code blocks, which every reader shows. */
export function reportMarkdown(report: Report): string {
  const { facts, sentence } = report;
  const kind = facts.mode === 'live' ? 'live run' : 'rehearsal';
  const outcome = facts.ended === undefined ? 'NOT ENDED' : loudOutcome(facts.ended.outcome);
  const parts = [
    `# ${prose(facts.title)}`,
    `${prose(`gonogo report, ${kind} ${facts.run}`)}: **${prose(outcome)}**`,
    prose(sentence),
    factsList(report),
    '## Planned and actual',
    ...report.timelines.flatMap((timeline) => [
      `### ${prose(timeline.title)}`,
      stepTable(report, timeline.steps),
    ]),
    '## What was not as planned',
    deviationList(report),
    '## Who said what',
    ...markdownPeople(report),
    ...(report.rehearsal === undefined
      ? []
      : [
          '## Against the last rehearsal',
          fenced(comparisonText(report.rehearsal, 100).trimEnd().split('\n')),
        ]),
    '## What the steps wrote',
    ...markdownOutput(report),
    '## The plan and the record',
    recordList(report),
    fenced(report.plan.text.trimEnd().split(/\r?\n/)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function factsList({ facts, people }: Report): string {
  const { opens, closes, start, zone, fallback, lastSafe, ended } = facts;
  const at = (moment: number) => momentOf(facts, moment);
  return bullets([
    `Window: ${formatMoment(opens, zone)} to ${formatMoment(closes, zone)} (${zone})`,
    `S: ${formatMoment(start, zone)}`,
    `Last safe fallback: ${lastSafe === undefined ? 'the plan has no way back' : at(lastSafe)}`,
    `D: ${fallback === undefined ? 'not called' : `${at(fallback.at)}, by ${fallback.by}`}`,
    `Ended: ${ended === undefined ? 'no' : `${at(ended.at)}, by ${ended.by}`}`,
    `Recorded by ${facts.by} on ${facts.host}, with gonogo ${facts.version}`,
    ...people.map(({ label, person }) => `${label}: ${person}`),
  ]);
}

function stepTable({ facts }: Report, steps: Report['timelines'][number]['steps']): string {
  const rows = steps.map((step) => [
    String(step.number),
    plannedStart(step),
    step.begins === undefined ? '' : timeOf(facts, step.begins),
    signed(step.drift),
    tookWords(step.took),
    step.attempts > 1 ? `${step.status}, ${step.attempts} attempts` : step.status,
    plainText([step.title, resultWords(step.results)].filter((words) => words !== '').join(': ')),
  ]);
  return fenced(textTable(columns, rows));
}

const columns = [
  { name: '#', align: 'right' },
  { name: 'planned', align: 'left' },
  { name: 'began', align: 'left' },
  { name: 'drift', align: 'right' },
  { name: 'took', align: 'right' },
  { name: 'became', align: 'left' },
  { name: 'step', align: 'left' },
] as const;

function deviationList(report: Report): string {
  const { deviations, facts } = report;
  if (deviations.length === 0) return 'Everything went as planned.';
  const names = stepNames(report);
  return deviations
    .map((deviation) => deviationItem(deviation, timeOf(facts, deviation.at), names))
    .join('\n');
}

function deviationItem(
  { kind, step, what, reason, by, diff }: Deviation,
  time: string,
  names: ReadonlyMap<string, string>,
): string {
  const about = step === undefined ? '' : `${prose(names.get(step) ?? step)}: `;
  const who = by === undefined ? '' : `${prose(by)} `;
  const why = reason === undefined ? '' : `; ${prose(reason)}`;
  const line = `- ${time} **${kind}** ${about}${who}${prose(what)}${why}`;
  if (diff === undefined || diff.trim() === '') return line;
  const block = fenced(diff.trimEnd().split('\n')).split('\n');
  return [line, '', ...block.map((text) => `  ${text}`), ''].join('\n');
}

function recordList({ plan, integrity, facts }: Report): string {
  return bullets([
    `Plan: ${plan.file}, SHA-256 ${plan.sha256}`,
    `Events: ${integrity.events}`,
    integrity.type === 'intact'
      ? `Head of the chain of hashes: ${integrity.head}`
      : `The record is not as gonogo wrote it: ${integrity.reason}`,
    `Recorded with gonogo ${integrity.recordedBy} on ${integrity.hosts.join(', ')}`,
    `Reported with gonogo ${integrity.reportedBy}`,
    ...integrity.signatures.map((signature) => `Signed: ${signatureWords(signature)}`),
    `To check the record: ${checkCommand(facts.run, integrity)}`,
  ]);
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${prose(line)}`).join('\n');
}
