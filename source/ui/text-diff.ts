import { createTwoFilesPatch } from 'diff';

/** The unified difference of two texts of one action, as it is recorded. */
export function diffOf({
  name,
  before,
  after,
}: {
  /** `deploy-1.sh` */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}): string {
  return createTwoFilesPatch(`plan/${name}`, `run/${name}`, ended(before), ended(after));
}

/** Its lines from the first change on, without the names of files that are none. */
export function changedLines(diff: string): readonly string[] {
  const lines = diff.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  return lines.slice(Math.max(0, first));
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
