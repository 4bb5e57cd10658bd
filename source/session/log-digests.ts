import type { TakenOutput } from './taken-output.ts';

/** The same for targets that have written the same so far, in one attempt; undefined: not known, or not yet. */
export type DigestOf = (place: DigestPlace, room: DigestRoom) => string | undefined;

export type DigestPlace = {
  readonly step: string;
  readonly target: string;
  readonly attempt: number;
  /** All actions up to this one count. */
  readonly action: number;
};

/** How much may still be read for it now: bytes. What is left is done when it is asked for again. */
export type DigestRoom = { bytes: number };

/** Some ten milliseconds. */
export const newRoom = (): DigestRoom => ({ bytes: 8 << 20 });
/** Finding a small piece takes as long as digesting so many bytes. */
export const pieceCost = 20_000;

/** From the digests of all that was taken. How its two streams fall between each other is chance, and counts for nothing. */
export function attemptDigest({ digest, isKnown }: Pick<TakenOutput, 'digest' | 'isKnown'>): DigestOf {
  return ({ action: last, ...place }, room) => {
    const digests: string[] = [];
    for (let action = 0; action <= last; action += 1) {
      const own = { ...place, action };
      const known = isKnown(own);
      if (!known && room.bytes <= 0) return undefined;
      const { stdout, stderr } = digest(own);
      if (!known) room.bytes -= stdout.bytes + stderr.bytes + pieceCost;
      digests.push(`${stdout.sha256} ${stderr.sha256}`);
    }
    return digests.join(' ');
  };
}
