import { durationAt } from '../duration.ts';
import type { Anchor } from '../plan.ts';
import type { Guess } from './document.ts';
import { type Anchors, USUAL_ANCHORS } from './step-head.ts';

export type FoundAnchors = {
  readonly anchors: Anchors;
  /** Milliseconds from the window's opening to S. */
  readonly shift: number;
  readonly guesses: readonly Guess[];
};

const DEFINITION =
  /(?:^|[\s(,.;])(?:time\s+|where\s+)?["'\u201c]?([A-Z])["'\u201d]?\s*(?:=|is\b|:|means\b|stands for\b|denotes\b)\s*(?:the\s+)?([^.;|=]{3,80}(?:=?[^.;|=]{0,40})?)/g;
const DECISION = /\b(?:decision|decid|fall-?\s?back|roll-?\s?back|back-?\s?out)/i;
const START = /\b(?:window|start|begin|go-?live|maintenance|cut-?over|kick-?off|release|deployment)/i;

/** What S and D mean, where the document says so: `S = maintenance window + 30 mins`, `Time D is the decision time`. */
export function findAnchors(
  lines: readonly { readonly line: number; readonly text: string }[],
): FoundAnchors {
  const anchors = new Map<string, Anchor>(USUAL_ANCHORS);
  const guesses: Guess[] = [];
  let shift = 0;
  for (const { line, text } of lines) {
    for (const [, letter = '', meaning = ''] of text.slice(0, 2_000).matchAll(DEFINITION)) {
      const anchor = DECISION.test(meaning) ? 'D' : START.test(meaning) ? 'S' : undefined;
      if (anchor === undefined || letter === 'A' || letter === 'I') continue;
      anchors.set(letter, anchor);
      const after = anchor === 'S' ? shiftIn(meaning) : 0;
      if (after !== 0) shift = after;
      const what =
        anchor === 'D'
          ? 'D, the moment of the decision'
          : `S, the start${after === 0 ? '' : `, ${after / 60_000} minutes from the window's opening`}`;
      guesses.push({ line, read: `\`${letter}\` is ${what}`, sure: 'sure' });
    }
  }
  return { anchors, shift, guesses };
}

function shiftIn(meaning: string): number {
  const found = /\b(?:window|start|opening|maintenance)\b[^+\u2212-]{0,20}([+\u2212-])\s*(?=\d)/i.exec(
    meaning,
  );
  if (found !== null) {
    const amount = durationAt(meaning.slice(found.index + found[0].length));
    return (found[1] === '+' ? 1 : -1) * (amount?.ms ?? 0);
  }
  const words = /^\s*(\d{1,3}\s*m(?:in(?:ute)?s?)?|\d{1,2}\s*h(?:ours?)?)\s+(after|before)\b/i.exec(meaning);
  const amount = words === null ? undefined : durationAt(words[1] ?? '');
  return (words?.[2]?.toLowerCase() === 'before' ? -1 : 1) * (amount?.ms ?? 0);
}
