import type { Anchor, TimelineKind } from '../plan.ts';
import type { Guess, Note } from './document.ts';
import type { SectionKind } from './headings.ts';
import type { Moment } from './step-head.ts';

/** A plan in the making: what was found, where, and what is still to be worked out. */
export type Draft = { readonly sections: DraftSection[]; readonly guesses: Guess[]; readonly notes: Note[] };

export type DraftSection = {
  readonly kind: SectionKind;
  readonly depth: number;
  readonly heading: string | undefined;
  readonly line: number;
  /** Milliseconds for all of its steps. */
  readonly length: number | undefined;
  readonly parts: DraftPart[];
};

export type DraftPart =
  | { readonly type: 'step'; readonly step: DraftStep }
  /** Prose at its place. */
  | { readonly type: 'note'; readonly line: number; readonly text: string; readonly bullet: boolean }
  | { readonly type: 'code'; readonly line: number; readonly text: string };

export type DraftStep = {
  readonly line: number;
  readonly timeline: TimelineKind;
  title: string;
  from: Moment | undefined;
  until: Moment | undefined;
  /** Milliseconds, where the document says how long it takes. */
  length: number | undefined;
  /** `aside`: a parenthesis that may be an owner. */
  readonly owner: string;
  readonly ownerIsAside: boolean;
  readonly id: string | undefined;
  readonly body: BodyPart[];
  /** Worked out later. */
  anchor: Anchor;
  offset: number | undefined;
  owners: readonly string[];
  decision: boolean;
  /** Role ids, where they are not its owners. */
  poll: readonly string[];
  /** Beyond what the offsets say. */
  after: DraftStep[];
  /** Comes after the one before it, since the page says no more. */
  readonly follows: boolean;
};

export type BodyPart =
  | {
      readonly type: 'check';
      readonly line: number;
      text: string;
      readonly aside: string | undefined;
      owners: readonly string[];
    }
  | { readonly type: 'text'; readonly line: number; text: string }
  | {
      readonly type: 'code';
      readonly line: number;
      text: string;
      /** What the fence called itself; `quoted`, `line`, `pre` for what had none. */
      readonly language: string;
      /** Worked out later: the fence's info string. */
      info: string;
    };

export function stepsIn(draft: Draft): readonly DraftStep[] {
  return draft.sections.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.type === 'step' ? [part.step] : [])),
  );
}

export function newStep(
  given: Pick<DraftStep, 'line' | 'timeline' | 'title'> & Partial<DraftStep>,
): DraftStep {
  return {
    from: undefined,
    until: undefined,
    length: undefined,
    owner: '',
    ownerIsAside: false,
    id: undefined,
    body: [],
    anchor: given.timeline === 'fallback' ? 'D' : 'S',
    offset: undefined,
    owners: [],
    decision: false,
    poll: [],
    after: [],
    follows: false,
    ...given,
  };
}
