const LINE =
  /^\W{0,4}(?:estimated|planned|expected|approx(?:imate)?\.?)?\W{0,3}(?:time|duration|length|minutes|effort)\b([^\d]{0,60}?)(\d{1,4})\s*(h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?)?\W{0,4}$/i;

/** How long a section says it takes, as in `Estimated time (mins) - 30`; milliseconds. */
export function minutesOf(text: string): number | undefined {
  const found = LINE.exec(text.slice(0, 200));
  if (found === null) return undefined;
  const unit = found[3] ?? (/\bh(?:ou)?rs?\b/i.test(found[1] ?? '') ? 'h' : 'm');
  const ms = Number(found[2]) * (unit.toLowerCase().startsWith('h') ? 60 : 1) * 60_000;
  return ms > 0 ? ms : undefined;
}
