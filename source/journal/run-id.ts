/**
 * Four characters that are easy to read aloud and to type: `7K2F`. Not unique by itself: creating a run that
 * exists is a conflict, and the caller tries another.
 *
 * @param random a number from 0 up to, not including, 1
 */
export function newRunId(random: () => number): string {
  return Array.from({ length: 4 }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
}

// Crockford's: no I, L, O, U, which are misread or spell words.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
