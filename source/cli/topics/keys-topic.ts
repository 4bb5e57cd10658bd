import { helpRows } from '../../ui/help.ts';

/** `gonogo help keys`: every key of the screens, as `?` shows them. */
export function keysTopic(): string {
  return `While a run is open\n${keysOf('run')}\n\nIn a replay\n${keysOf('replay')}\n`;
}

function keysOf(context: 'run' | 'replay'): string {
  const rows = helpRows(context).map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
  // The heading of the screen's own help says nothing here.
  return rows.slice(2).join('\n').trimEnd();
}
