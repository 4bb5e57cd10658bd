import { createHash } from 'node:crypto';

export type JobNameParts = {
  readonly run: string;
  /** Epoch milliseconds: the same run id in another journal is another run. */
  readonly createdAt: number;
  readonly step: string;
  readonly attempt: number;
  readonly action: number;
  readonly target: string;
};

/** What every job of a run begins with where it runs. */
export function jobPrefix({ run, createdAt }: Pick<JobNameParts, 'run' | 'createdAt'>): string {
  return `${run}-${Math.round(createdAt).toString(36)}.`;
}

/** Names one job wherever it runs; safe as the name of a file, at most 200 characters. */
export function jobName(parts: JobNameParts): string {
  const { step, attempt, action, target } = parts;
  const numbers = `${attempt}.${action}`;
  return `${jobPrefix(parts)}${word(step, 60)}.${numbers}.${word(target, 60)}`;
}

/** The text itself where it is plain and short; else what can be read of it, and a digest. */
function word(text: string, longest: number): string {
  const plain = text.replace(/[^A-Za-z0-9_-]/g, '_');
  if (plain === text && text.length <= longest) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${plain.slice(0, longest - digest.length - 1)}.${digest}`;
}
