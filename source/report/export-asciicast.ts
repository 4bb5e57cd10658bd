import { plainText } from '../session/terminal-text.ts';

export type Cast = {
  /** 2 for asciinema 2 and most players, 3 for asciinema 3. */
  readonly version: 2 | 3;
  readonly title: string;
  /** Epoch milliseconds of its beginning. */
  readonly from: number;
  /** What a terminal of 120 columns and 40 rows is given, in order. */
  readonly output: AsyncIterable<CastOutput>;
  /** In the order of time. */
  readonly marks: readonly CastMark[];
  /** Players wait no longer than so many seconds. */
  readonly longestIdle?: number | undefined;
};

/** `at`: epoch milliseconds. */
export type CastOutput = { readonly at: number; readonly text: string };
export type CastMark = { readonly at: number; readonly label: string };

export const castSize = { columns: 120, rows: 40 } as const;

/** The lines of a recording in asciinema's format, https://docs.asciinema.org/manual/asciicast/, each with its end. */
export async function* asciicast(cast: Cast): AsyncGenerator<string> {
  const { output, marks } = cast;
  const event = createTimeline(cast);
  let marked = 0;
  yield line(headerOf(cast));
  for await (const { at, text } of output) {
    for (let mark = marks[marked]; mark !== undefined && mark.at <= at; mark = marks[marked]) {
      yield event(mark.at, 'm', plainText(mark.label));
      marked += 1;
    }
    yield event(at, 'o', text);
  }
  for (const mark of marks.slice(marked)) yield event(mark.at, 'm', plainText(mark.label));
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function headerOf({ version, title, from, longestIdle }: Cast): unknown {
  const { columns, rows } = castSize;
  const common = {
    timestamp: Math.floor(from / 1000),
    title: plainText(title),
    idle_time_limit: longestIdle,
  };
  return version === 2
    ? { version, width: columns, height: rows, ...common, env: { TERM: terminal } }
    : { version, term: { cols: columns, rows, type: terminal }, ...common };
}

const terminal = 'xterm-256color';

/** Version 2 counts from the beginning, version 3 from the event before. Time never goes back, whatever the clock did. */
function createTimeline({ version, from }: Cast) {
  let last = 0;
  return (at: number, code: 'o' | 'm', data: string): string => {
    const since = Math.max(last, Math.round(at - from));
    const time = version === 2 ? since : since - last;
    last = since;
    return line([time / 1000, code, data]);
  };
}
