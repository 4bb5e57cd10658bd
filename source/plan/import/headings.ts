import type { TimelineKind } from '../plan.ts';
import { findDate } from './find-date.ts';

export type SectionKind = TimelineKind | 'info';

const KINDS: readonly (readonly [SectionKind, RegExp])[] = [
  [
    'fallback',
    /^(?:the )?(?:fall-?\s?back|back-?\s?out|roll-?\s?back|roll(?:ing)? back|contingency|revert|way back|recovery (?:plan|steps|procedure)|if (?:no[- ]?go|(?:it|this|anything|something|the \w+) (?:fails|goes wrong)|things go wrong))/i,
  ],
  [
    'preparation',
    /^(?:preparations?\b|prepare\b|before\b|pre[- ]|prerequisites?\b|in advance\b|prior to\b)/i,
  ],
  [
    'info',
    /^(?:personnel|people|roles?\b|contacts?\b|staff|team\b|who\b|participants|attendees|communications?\b|monitoring|links?\b|references?\b|background|notes?\b|risks?\b|summary|overview|purpose|scope|approvals?\b|metrics|history|resources|open questions|questions|assumptions|impact|systems?\b|environment|details\b|description|table of contents|contents\b|appendix|see also|attachments)/i,
  ],
  ['main', /^(?:during\b|post[- ]|after\b|afterwards|clean-?up)/i],
  [
    'main',
    /^(?:the )?(?:implementation|change|deployment|deploy|release|upgrade|migration|cut-?over|execution|maintenance|roll-?\s?out|go-?live|steps?\b|procedure|timeline|schedule|runbook|run\b|main\b|main-?tenance|tasks?\b|activities)/i,
  ],
];

/** What a heading's words say of what stands under it. */
export function kindByWords(heading: string): SectionKind | undefined {
  const text = plainHeading(heading);
  return KINDS.find(([, words]) => words.test(text))?.[0];
}

/** Only such a heading says in so many words that its section is one of the three timelines. */
export function namesTimeline(heading: string): boolean {
  const text = plainHeading(heading);
  const kind = kindByWords(text);
  return kind === 'fallback' || kind === 'preparation' || /^(?:during\b|post[- ])/i.test(text);
}

/** Without numbers, marks of emphasis and boxes at its beginning. */
export function plainHeading(text: string): string {
  return text
    .replace(/^(?:\s*(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[IVX]+\.|step \d+:?|phase \d+:?|part \d+:?)\s+)/i, '')
    .replace(/^[\s*_~`:]+|[\s*_~`:]+$/g, '')
    .trim();
}

/** A line that could be a heading: short, one phrase, no sentence. */
export function looksLikeHeading(text: string): boolean {
  if (
    text.length > 120 ||
    (text.length < 40 && findDate(text) !== undefined) ||
    /[.;,!?]$/.test(text) ||
    !/^[\p{Lu}\d*_]/u.test(text)
  )
    return false;
  return !/\.\s+\p{Lu}/u.test(text.slice(0, -1));
}

/** `Content and Function Verification Testing` */
export function isTitleCase(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}'-]*/gu) ?? [];
  if (/[:=\d]/.test(text)) return false;
  const long = words.filter((word) => word.length > 3);
  return words.length >= 3 && long.length >= 2 && long.every((word) => /^\p{Lu}/u.test(word));
}
