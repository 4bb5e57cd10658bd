const DECIDES = /\b(?:go ?(?:\/|or|-|\u2013) ?no[- ]?go|votes?|decides?|decision(?: point)?)\b/i;
const IS_PAST = /\b(?:after|once|since|no)\s+(?:the\s+)?(?:vote|decision)/i;

/** Do a step's words say that somebody decides here? */
export function decides(title: string): boolean {
  return DECIDES.test(title) && !IS_PAST.test(title);
}
