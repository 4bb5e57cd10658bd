/** A piece of the document as a guess quotes it. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', "'");
  return line.length <= 80 ? line : `${line.slice(0, 77)}...`;
}
