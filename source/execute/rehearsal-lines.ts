import { conditionWords } from '../plan/action-words.ts';
import { formatDuration } from '../plan/duration.ts';
import { fillValues } from '../plan/fill-values.ts';
import { safeLine } from '../plan/safe-text.ts';
import { sqlWords } from '../plan/sql-settings.ts';
import type { Job } from './executor.ts';

const MOST_LINES = 8;

/** What a job says while it is rehearsed: first what would be done and where, then the rest of its text line by line. */
export function rehearsalLines(job: Job): readonly string[] {
  const [first = '', ...rest] = job.action.text
    .split('\n')
    .map((line) => safeLine(line).trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('--'));
  const shown = rest.slice(0, MOST_LINES - 2).map((line) => `rehearsal: then ${line}`);
  const { secrets, sql, watch } = job.action;
  const words = sql === undefined ? [] : sqlWords(sql, formatDuration);
  const left = rest.length - shown.length;
  const conditions = conditionWords(job.action);
  return [
    `rehearsal: would ${deed(job, first)}`,
    ...(secrets.length === 0 ? [] : [`rehearsal: with ${secrets.join(', ')} in its environment`]),
    ...(watch === undefined ? [] : [`rehearsal: database ${watch} watched meanwhile`]),
    ...(words.length === 0 ? [] : [`rehearsal: ${words.join(', ')}`]),
    ...(conditions.length === 0 ? [] : [`rehearsal: ${safeLine(conditions.join(', '))}`]),
    ...shown,
    ...(left > 0 ? [`rehearsal: and ${left} more ${left === 1 ? 'line' : 'lines'}`] : []),
  ];
}

function deed(job: Job, first: string): string {
  const { action, target } = job;
  const database = action.on.type === 'database' ? action.on.name : target;
  switch (action.kind) {
    case 'sh':
      return `run on ${target === 'local' ? 'this machine' : target}: ${first}`;
    case 'sql':
      return `run in database ${database}: ${first}`;
    case 'marker':
      return `${action.marker?.verb ?? 'set'} marker ${safeLine(action.marker?.name ?? '')} in database ${database}`;
    case 'http':
      return `ask from this machine: ${safeLine(fillValues(first, { ...job.env, host: target }, encodeURIComponent))}`;
    case 'js':
      return `run as a zx script on this machine: ${first}`;
    case 'copy':
      return `copy on ${target}: ${safeLine(fillValues(first, { ...job.env, host: target }))}`;
    case 'wait':
      return `wait${target === 'local' ? '' : ` on ${database}`} for: ${safeLine(action.wait?.text ?? first)}`;
    case 'mail':
      return `send a mail${subjectOf(action)}${action.attach === 'report' ? ' with the report' : ''}: ${first}`;
  }
}

function subjectOf({ subject }: Job['action']): string {
  return subject === undefined ? '' : ` "${safeLine(subject)}"`;
}
