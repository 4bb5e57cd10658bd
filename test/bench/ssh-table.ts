import type { Samples } from './samples.ts';
import type { Sample } from './timed.ts';

/** One table of a stage: seconds by the wall, client's CPU in brackets, and gonogo's time as a multiple of it. */
export function stageTable(samples: Samples, stage: string, sizes: readonly number[]): string {
  const rows = samples.whoAt(stage).map((who) => {
    const cells = sizes.map((size) => {
      const sample = samples.of({ stage, size, who });
      const own = samples.of({ stage, size, who: 'gonogo' });
      const isOwn = who.startsWith('gonogo');
      return `${show(sample)} | ${isOwn || own === undefined ? '' : ratios(own, sample)}`;
    });
    return `| ${who} | ${cells.join(' | ')} |`;
  });
  const heads = sizes.map((size) => `${size} ${size === 1 ? 'host' : 'hosts'} | gonogo/it`).join(' | ');
  return [
    `### ${stage[0]?.toUpperCase()}${stage.slice(1)}`,
    '',
    `| | ${heads} |`,
    `|---|${'---|---|'.repeat(sizes.length)}`,
    ...rows,
  ].join('\n');
}

function show(sample: Sample | undefined): string {
  if (sample === undefined) return '';
  const cpu = Number.isNaN(sample.cpu) ? '' : ` (${seconds(sample.cpu)})`;
  return `${seconds(sample.wall)}${cpu}`;
}

function ratios(own: Sample, other: Sample | undefined): string {
  return other === undefined
    ? ''
    : `${(own.wall / other.wall).toFixed(2)} (${(own.cpu / other.cpu).toFixed(2)})`;
}

function seconds(value: number): string {
  return value.toFixed(value < 1 ? 3 : 2);
}
