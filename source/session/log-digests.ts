import type { TakenOutput } from './taken-output.ts';

/** The same for targets that have written the same so far, in one attempt. */
export type DigestOf = (place: DigestPlace) => string;

export type DigestPlace = {
  readonly step: string;
  readonly target: string;
  readonly attempt: number;
  /** All actions up to this one count. */
  readonly action: number;
};

/** From the digests of all that was taken. How its two streams fall between each other is chance, and counts for nothing. */
export function attemptDigest({ digest }: Pick<TakenOutput, 'digest'>): DigestOf {
  return ({ action: last, ...place }) =>
    Array.from({ length: last + 1 }, (_, action) => digest({ ...place, action }))
      .map(({ stdout, stderr }) => `${stdout.sha256} ${stderr.sha256}`)
      .join(' ');
}
