/** What makes a terminal take a text into its clipboard (OSC 52). Never for text that was not sanitised. */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** As much of it as terminals take, by whole lines where there are some. */
export function clipboardText(text: string): { readonly text: string; readonly cut: boolean } {
  const bytes = Buffer.from(text);
  if (bytes.length <= mostBytes) return { text, cut: false };
  // A character that is cut in two would be no text.
  const kept = bytes
    .subarray(0, mostBytes)
    .toString()
    .replace(/\u{FFFD}+$/u, '');
  const end = kept.lastIndexOf('\n');
  return { text: end > 0 ? kept.slice(0, end) : kept, cut: true };
}

const mostBytes = 32 * 1024;
