/** A secret by its name in the plan. */
export type Secret = { readonly name: string; readonly value: string };

/** A shorter one stands in too much innocent text to be hidden. */
export const shortestSecret = 6;
/** What is longer is looked for in parts, so that nothing has to be held back for long. */
const longestPiece = 32;
/** No character of base64 then stands between two parts and belongs to neither. */
const overlap = 4;

/**
 * What is looked for of a secret: each of its lines, and all of it where some are too short; without the blanks around
 * them, which a shell drops. The armour of a key is no secret.
 */
export function piecesOf(value: string): readonly string[] {
  const text = value.replaceAll('\r\n', '\n').trim();
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^-----[A-Z ]+-----$/.test(line));
  const long = lines.filter(isLong);
  return [...new Set([...long, ...(long.length < lines.length ? [text] : [])].filter(isLong).flatMap(cut))];
}

function isLong(text: string): boolean {
  return [...text].length >= shortestSecret;
}

function cut(text: string): readonly string[] {
  const characters = [...text];
  if (characters.length <= longestPiece) return [text];
  const last = characters.length - longestPiece;
  const starts = [];
  for (let at = 0; at < last; at += longestPiece - overlap) starts.push(at);
  return [...starts, last].map((at) => characters.slice(at, at + longestPiece).join(''));
}
