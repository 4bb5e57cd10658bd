import type { ProblemList } from './problem-list.ts';
import { isReserved } from './reserved.ts';
import type { StepDraft } from './step-draft.ts';

/** The longest id made from a title; a longer one may be written. */
const LONGEST_SLUG = 40;
const ID = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** An id for each step, unique in the plan: the written one, else made from the title. */
export function assignIds(
  drafts: readonly StepDraft[],
  problems: ProblemList,
): ReadonlyMap<StepDraft, string> {
  const ids = new Map<StepDraft, string>();
  const taken = new Map<string, StepDraft>();
  const give = (draft: StepDraft, id: string) => {
    ids.set(draft, id);
    taken.set(id, draft);
  };
  for (const draft of drafts) {
    const { givenId } = draft;
    if (givenId === undefined) continue;
    const id = givenId.value ?? '';
    const other = taken.get(id);
    if (!ID.test(id) || isReserved(id)) {
      const mend = 'begin with a letter; then letters, digits, `-` and `_`';
      problems.error({ ...givenId, message: `\`${id}\` can't be an id`, mend });
    } else if (other !== undefined) {
      const message = `the id \`${id}\` is taken by the step on line ${other.line}`;
      problems.error({ ...givenId, message, mend: 'choose another' });
    } else give(draft, id);
  }
  for (const draft of drafts) {
    if (!ids.has(draft)) give(draft, freeId(slug(draft.title), taken));
  }
  return ids;
}

function slug(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const short =
    words.length <= LONGEST_SLUG ? words : words.slice(0, LONGEST_SLUG + 1).replace(/-[^-]*$/, '');
  const cut = short.slice(0, LONGEST_SLUG);
  return /^[a-z]/.test(cut) ? cut : `step-${cut}`.replace(/-$/, '');
}

function freeId(wanted: string, taken: ReadonlyMap<string, StepDraft>): string {
  if (!taken.has(wanted) && !isReserved(wanted)) return wanted;
  for (let n = 2; ; n += 1) {
    const id = `${wanted}-${n}`;
    if (!taken.has(id)) return id;
  }
}
