import { durationAt, formatDuration } from '../duration.ts';
import { decides } from './decides.ts';
import type { Guess } from './document.ts';
import { type Draft, type DraftStep, stepsIn } from './draft.ts';
import { everyone } from './name-owners.ts';
import { ownerText, type Roles } from './roles.ts';
import { short } from './short.ts';

const TAKES =
  /\b(?:takes?|lasts?|needs?|allow|duration|estimated?|about|approx\.?|approximately|~)\s*:?\s*(?:about |up to |around |approx\.? |~ ?)?(?=\d)/gi;
const IN_BRACKETS = /[([]\s*(?:~|about |approx\.? |ca\.? |est\.? |est: )?(?=\d)/gi;
const AT_END = /[,;:\u2013-]\s*(?:~|about |approx\. ?)?(?=\d{1,3}\s*(?:m|min|mins|minutes|h|hours?)\.?$)/gi;
const AFTER =
  /\b(?:once|after|when|as soon as)\s+((?:the\s+)?[^,.;:()]{3,70}?)(?:\s+(?:has|have|is|are|was|were)\b\s*(?:been\s+)?([\p{L}]+)?|\s*(?:,|\.|;|:|$))/giu;
/** No words mean a step that is hundreds of steps away. */
const NEAR = 100;
const IDLE = new Set([
  'the',
  'been',
  'has',
  'have',
  'with',
  'that',
  'this',
  'and',
  'for',
  'all',
  'done',
  'complete',
  'completed',
  'finished',
  'back',
  'step',
  'from',
  'into',
  'sure',
  'production',
  'prod',
]);

/** What the words of the steps say besides: how long, what first, who decides. */
export function readWords(draft: Draft, roles: Roles): void {
  const steps = stepsIn(draft);
  for (const step of steps) {
    readLength(step, draft);
    readDecision(step, draft, roles);
    readQuestions(step, draft);
  }
  const stems = steps.map((step) => ({ other: step, own: stemsOf(step.title) }));
  for (const [index, step] of steps.entries()) {
    readAfter(step, stems.slice(Math.max(0, index - NEAR), index + NEAR), draft);
  }
}

function readLength(step: DraftStep, { guesses }: Draft): void {
  if (step.length !== undefined) return;
  for (const pattern of [TAKES, IN_BRACKETS, AT_END]) {
    for (const found of step.title.slice(0, 1_000).matchAll(pattern)) {
      const rest = step.title
        .slice(found.index + found[0].length)
        .replace(/^\d+\s*(?:-|\u2013|to)\s*(?=\d)/, '');
      const duration = durationAt(rest);
      if (duration === undefined || duration.ms === 0) continue;
      if (pattern === IN_BRACKETS && !/^\s*[)\]]/.test(rest.slice(duration.length))) continue;
      step.length = duration.ms;
      guesses.push({
        line: step.line,
        read: `it takes ${formatDuration(duration.ms)}, from \`${short(step.title)}\``,
        sure: 'likely',
      });
      return;
    }
  }
}

function readDecision(step: DraftStep, { guesses }: Draft, roles: Roles): void {
  if (step.timeline !== 'main' || !decides(step.title)) return;
  step.decision = true;
  const team = /\b(?:team|everyone|everybody|all)\b/i.test(step.title);
  const named = namedVoters(step.title, roles);
  const asked = step.owners.length > 0 && !team ? step.owners : named.length > 0 ? named : everyone(roles);
  const ids = asked.flatMap((name) => roles.find(name)?.id ?? []);
  // Without any role the plan gets one for whoever leads.
  step.poll = asked === step.owners ? [] : ids.length === 0 ? ['lead'] : ids;
  const sure: Guess['sure'] = asked === step.owners || asked === named ? 'likely' : 'unsure';
  const who = asked.length === 0 ? 'nobody is named' : asked.join(', ');
  guesses.push({ line: step.line, read: `a decision of ${who}: \`${short(step.title)}\``, sure });
}

/** `Go / no-go vote by QC and DBA`; where one of the names is nobody's, it may be everybody's all the same. */
function namedVoters(title: string, roles: Roles): readonly string[] {
  const names =
    /\b(?:by|of)\s+([^.;:()]{2,80})/i
      .exec(title)?.[1]
      ?.trim()
      .split(/\s*(?:[,&+/]|\band\b)\s*/i) ?? [];
  const known = names.flatMap((name) => roles.find(name.replace(/^the\s+/i, '')) ?? []);
  return known.length < names.length ? [] : known.map((role) => ownerText(role));
}

/** Whoever wrote the document did not know it yet. */
function readQuestions(step: DraftStep, { notes }: Draft): void {
  const texts = [step.title, ...step.body.flatMap((part) => (part.type === 'code' ? [] : [part.text]))];
  for (const text of texts) {
    if (text.startsWith('Owner as written')) continue;
    for (const [question] of text.slice(0, 1_000).matchAll(/\p{L}[^.;!?]{8,200}\?(?=\s|$)/gu)) {
      if (decides(question)) continue;
      notes.push({ line: step.line, text: `a question is still open: ${question}` });
    }
  }
}

/** "After the DB has been restored": the step of the same timeline whose words are nearest. */
function readAfter(step: DraftStep, stems: Stems, { guesses }: Draft): void {
  const texts = [step.title, ...step.body.flatMap((part) => (part.type === 'text' ? [part.text] : []))];
  for (const text of texts) {
    for (const [, what = '', verb = ''] of text.slice(0, 1_000).matchAll(AFTER)) {
      const wanted = stemsOf(`${what} ${verb}`);
      const meant = wanted.size === 0 ? undefined : nearest(wanted, step, stems);
      if (meant === undefined) continue;
      const waits = (meant.offset ?? 0) < (step.offset ?? 0);
      if (!waits && !step.after.includes(meant) && !waitsFor(meant, step)) step.after.push(meant);
      const how = waits ? ', which it waits for anyway' : '';
      guesses.push({
        line: step.line,
        read: `\`${short(what + (verb === '' ? '' : ` ... ${verb}`))}\` as after \`${short(meant.title)}\`${how}`,
        sure: 'likely',
      });
    }
  }
}

type Stems = readonly { readonly other: DraftStep; readonly own: ReadonlySet<string> }[];

function nearest(wanted: ReadonlySet<string>, step: DraftStep, stems: Stems): DraftStep | undefined {
  const rated: { readonly other: DraftStep; readonly shared: number }[] = [];
  for (const { other, own } of stems) {
    if (other === step || other.timeline !== step.timeline || (other.offset ?? 0) > (step.offset ?? 0))
      continue;
    const shared = [...wanted].filter((stem) => own.has(stem)).length;
    if (shared / wanted.size >= 0.6) rated.push({ other, shared });
  }
  const [best, second] = rated.toSorted((a, b) => b.shared - a.shared);
  return best !== undefined && best.shared > (second?.shared ?? 0) ? best.other : undefined;
}

function waitsFor(step: DraftStep, other: DraftStep): boolean {
  const open = [...step.after];
  const seen = new Set<DraftStep>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === other) return true;
    if (!seen.has(next)) open.push(...next.after);
    seen.add(next);
  }
  return false;
}

/** `restored` and `Restore` are one word here. */
function stemsOf(text: string): ReadonlySet<string> {
  const words =
    text
      .toLowerCase()
      .replaceAll('database', 'db')
      .match(/\p{L}{2,}\d*/gu) ?? [];
  return new Set(
    words
      .filter(
        (word) =>
          word.length > 1 && !IDLE.has(word) && !/^(?:is|to|in|on|of|it|an|as|by|be|we|at)$/.test(word),
      )
      .map((word) => word.replace(/(?:ing|ed|es|e|s)$/, '')),
  );
}
