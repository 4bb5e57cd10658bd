import { type Attributes, NO_ATTRIBUTES, parseAttributes, trailingBlock } from '../attributes.ts';
import type { Action, Step } from '../plan.ts';
import { dueText, leadingParenthesis } from '../step-line.ts';

/** Part of the plan's text, counted from 0. */
export type Place = { readonly offset: number; readonly length: number };

/** Where the parts of a plan stand in its text; whatever can't be found there is shown by its whole line. */
export type Places = {
  readonly line: (line: number) => Place;
  /** `S + 35m` */
  readonly due: (step: Step) => Place;
  readonly title: (step: Step) => Place;
  /** `for=10m`; undefined where the step has no such attribute. */
  readonly attribute: (step: Step, key: string) => Place | undefined;
  /** `on=@app`, or what it is without it: `sh`. */
  readonly action: (action: Action) => Place;
  /** A key of the front matter, below another: `hosts`, `rest`. */
  readonly frontKey: (above: string, key: string) => Place;
};

export function createPlaces(text: string): Places {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  const startOf = (line: number) => starts[line - 1] ?? 0;
  const lineAt = (line: number): Place => {
    const offset = startOf(line);
    const [, blank = '', content = ''] = /^([ \t]*)([^\r\n]*)/.exec(text.slice(offset, starts[line])) ?? [];
    return { offset: offset + blank.length, length: Math.max(1, content.trimEnd().length) };
  };
  const pieces = (step: Step) => piecesOf(text, startOf(step.line));
  return {
    line: lineAt,
    due: (step) => pieces(step).due ?? lineAt(step.line),
    title: (step) => pieces(step).title,
    attribute: (step, key) => {
      const found = pieces(step).attributes.entries.get(key);
      if (found === undefined) return undefined;
      return { offset: found.keyOffset, length: found.offset + found.length - found.keyOffset };
    },
    action: ({ line }) => {
      const { offset, length } = lineAt(line);
      const found = /\bon=(?:"[^"]*"|\S+)/.exec(text.slice(offset, offset + length));
      return found === null ? { offset, length } : { offset: offset + found.index, length: found[0].length };
    },
    frontKey: (above, key) => frontKeyOf(text, above, key),
  };
}

type Pieces = { readonly due: Place | undefined; readonly title: Place; readonly attributes: Attributes };

/** A step's line with the lines it runs on to, up to whatever stands under it. */
function piecesOf(text: string, start: number): Pieces {
  const mark = /[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?/y;
  mark.lastIndex = start;
  const offset = start + (mark.exec(text)?.[0].length ?? 0);
  const rest = text.slice(offset);
  const under = /(?:\r\n|\n|\r)[ \t]*(?:[\r\n]|(?:[-*+]|\d{1,9}[.)])[ \t]|```|~~~|#|$)/.exec(rest);
  const raw = rest.slice(0, under?.index ?? rest.length).trimEnd();
  const opening = leadingParenthesis(raw);
  const block = trailingBlock(raw);
  const due = opening === undefined ? undefined : dueText(opening.inner);
  const attributes =
    block === undefined ? NO_ATTRIBUTES : parseAttributes(raw.slice(block + 1, -1), offset + block + 1);
  const before = raw.slice(0, opening?.end ?? 0);
  const [, blank = '', title = ''] = /^(\s*)([^\r\n]*)/.exec(raw.slice(before.length, block)) ?? [];
  return {
    due:
      opening === undefined || due === undefined
        ? undefined
        : { offset: offset + opening.start + due.start, length: due.end - due.start },
    title: { offset: offset + before.length + blank.length, length: Math.max(1, title.trimEnd().length) },
    attributes,
  };
}

function frontKeyOf(text: string, above: string, key: string): Place {
  const start = Math.max(0, text.search(new RegExp(`^${above}[ \\t]*:`, 'm')));
  const body = text.slice(start + above.length + 1);
  const end = body.search(/^[^\s#]/m);
  const name = key.replace(/[^\w-]/g, (character) => `\\${character}`);
  const found = new RegExp(`(?<=^|[\\s{,])["']?${name}["']?(?=[ \\t]*:)`, 'm').exec(
    body.slice(0, end < 0 ? body.length : end),
  );
  if (found === null) return { offset: start, length: above.length };
  return { offset: start + above.length + 1 + found.index, length: found[0].length };
}
