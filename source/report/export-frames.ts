/** Turns whole frames into what a terminal needs to show the next one: the rows that changed. */
export function createFrameWriter(): (rows: readonly string[]) => string {
  let shown: readonly string[] | undefined;
  return (rows) => {
    const before = shown;
    shown = rows;
    const changed = rows.map((row, index) =>
      row === before?.[index] ? '' : `\x1b[${index + 1};1H\x1b[0m${row}\x1b[0m\x1b[K`,
    );
    const gone = (before ?? [])
      .slice(rows.length)
      .map((_, index) => `\x1b[${rows.length + index + 1};1H\x1b[2K`);
    return `${before === undefined ? '\x1b[?25l\x1b[2J' : ''}${[...changed, ...gone].join('')}`;
  };
}
