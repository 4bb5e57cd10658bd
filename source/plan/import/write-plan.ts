import { formatDuration } from '../duration.ts';
import { offsetText } from '../format/duration-text.ts';
import { kindByWords } from '../outline.ts';
import type { TimelineKind } from '../plan.ts';
import {
  type BodyPart,
  type Draft,
  type DraftPart,
  type DraftSection,
  type DraftStep,
  stepsIn,
} from './draft.ts';
import { escapeLine, escapeTitle, fence } from './escape.ts';
import { frontMatter, type Line } from './front-matter.ts';
import type { Hosts } from './name-hosts.ts';
import type { DraftRole } from './roles.ts';
import { giveIds } from './step-names.ts';
import type { Window } from './window.ts';

export type Written = {
  readonly text: string;
  /** The same, line by line, with something plausible wherever a person has to fill in: for checking the rest. */
  readonly standIn: string;
  /** What is to be filled in, by line of the plan. */
  readonly open: readonly { readonly line: number; readonly text: string }[];
};

/** Writes the draft as a plan, in the style of the plans that people write. */
export function writePlan({
  draft,
  title,
  window,
  roles,
  hosts,
}: {
  readonly draft: Draft;
  readonly title: string;
  readonly window: Window;
  readonly roles: readonly DraftRole[];
  readonly hosts: Hosts;
}): Written {
  const lines: Line[] = [
    ...frontMatter({ title, window, roles, hosts }),
    { text: '' },
    { text: `# ${escapeTitle(title)}` },
  ];
  const ids = giveIds(stepsIn(draft));
  const above: Above = [];
  let blank = 0;
  for (const [index, section] of draft.sections.entries()) {
    const leads = (draft.sections[index + 1]?.depth ?? 2) > section.depth;
    if (section.heading === undefined && section.parts.length === 0 && !leads) continue;
    lines.push(...writeHeading(section, above));
    for (const [at, part] of section.parts.entries()) {
      if (part.type === 'step' && part.step.offset === undefined && section.kind !== 'preparation')
        blank += 1;
      const before = section.parts[at - 1];
      const listed = section.kind === 'info' && part.type === 'note' && part.bullet;
      if (!listed) lines.push(...writePart(part, { ids, blank, draft }));
      else {
        if (before?.type !== 'note' || !before.bullet) lines.push({ text: '' });
        lines.push({ text: `- ${escapeLine(part.text)}` });
      }
    }
  }
  const flat = lines.flatMap((line) => splitLine(line));
  return {
    text: `${flat.map(({ text }) => text).join('\n')}\n`,
    standIn: `${flat.map(({ text, standIn }) => standIn ?? text).join('\n')}\n`,
    open: flat.flatMap(({ open }, index) => (open === undefined ? [] : [{ line: index + 1, text: open }])),
  };
}

function splitLine(line: Line): readonly Line[] {
  return line.text.includes('\n') ? line.text.split('\n').map((text) => ({ text })) : [line];
}

/** The headings above, as the plan's reader sees them: one without an attribute has the timeline of the one above. */
type Above = { readonly depth: number; readonly kind: TimelineKind }[];

const HEADINGS = {
  preparation: 'Preparation',
  main: 'During the maintenance window',
  fallback: 'Fall-back procedure',
  info: '',
};

function writeHeading({ kind, depth, heading }: DraftSection, above: Above): readonly Line[] {
  if (heading === undefined && kind === 'info') return [];
  const text = escapeTitle((heading ?? HEADINGS[kind]).replace(/:$/, '').trim()) || 'Section';
  const wanted = kind === 'info' ? 'main' : kind;
  while ((above.at(-1)?.depth ?? 0) >= depth) above.pop();
  const read = above.at(-1)?.kind ?? kindByWords(text);
  above.push({ depth, kind: wanted });
  const attribute = read === wanted ? '' : ` {timeline=${wanted}}`;
  return [{ text: '' }, { text: `${'#'.repeat(depth)} ${text}${attribute}` }];
}

type Context = {
  readonly ids: ReadonlyMap<DraftStep, string>;
  readonly blank: number;
  readonly draft: Draft;
};

function writePart(part: DraftPart, context: Context): readonly Line[] {
  switch (part.type) {
    case 'note':
      return [{ text: '' }, { text: escapeLine(part.text) }];
    case 'code':
      return [{ text: '' }, ...fence(part.text, 'text').map((text) => ({ text }))];
    case 'step':
      return writeStep(part.step, context);
  }
}

function writeStep(step: DraftStep, context: Context): readonly Line[] {
  const { title, rest } = cutTitle(step.title);
  const attributes = `{#${context.ids.get(step) ?? 'step'}${attributesOf(step, context)}}`;
  const opening = openingOf(step, context.blank);
  const write = (head: string) => `- ${head}${escapeTitle(title, head === '')} ${attributes}`;
  const first: Line =
    opening.standIn === undefined
      ? { text: write(opening.text) }
      : { text: write(opening.text), standIn: write(opening.standIn), open: `when \`${title}\` is due` };
  const body: readonly BodyPart[] =
    rest === '' ? step.body : [{ type: 'text', line: step.line, text: rest }, ...step.body];
  return [{ text: '' }, first, ...writeBody(body).map((text) => ({ text }))];
}

function openingOf(step: DraftStep, blank: number): { readonly text: string; readonly standIn?: string } {
  const owners = step.owners.join(' + ');
  const space = owners === '' ? '' : ` ${owners}`;
  if (step.offset !== undefined)
    return { text: `(${step.anchor} ${offsetText(step.offset, owners)}${space}) ` };
  if (step.timeline === 'preparation') return { text: owners === '' ? '' : `(${owners}) ` };
  return {
    text: `(${step.anchor} +${space}) `,
    standIn: `(${step.anchor} ${offsetText(blank * 60_000, owners)}${space}) `,
  };
}

function attributesOf(step: DraftStep, { ids, draft }: Context): string {
  const after = awaited(step, draft).map((other) => ids.get(other) ?? '');
  return [
    ...(step.decision ? [' decision'] : []),
    ...(step.poll.length > 0 && step.decision ? [` poll=${step.poll.join(',')}`] : []),
    ...(after.length === 0 ? [] : [` after=${after.join(',')}`]),
    ...(step.length === undefined ? [] : [` for=${step.length === 0 ? '0' : formatDuration(step.length)}`]),
  ].join('');
}

/** `after=` replaces what the offsets say, so it has to name the step before, too: nothing waits for less. */
function awaited(step: DraftStep, draft: Draft): readonly DraftStep[] {
  if (step.after.length === 0) return [];
  const earlier = stepsIn(draft).filter(
    (other) =>
      other.timeline === step.timeline &&
      (other.offset ?? Number.NEGATIVE_INFINITY) < (step.offset ?? 0) &&
      other !== step,
  );
  const last = earlier.reduce((most, { offset }) => Math.max(most, offset ?? most), Number.NEGATIVE_INFINITY);
  return [...new Set([...earlier.filter(({ offset }) => offset === last), ...step.after])];
}

function cutTitle(title: string): { readonly title: string; readonly rest: string } {
  const clean = title.replace(/\s+/g, ' ').trim();
  if (clean === '') return { title: 'Untitled', rest: '' };
  if (clean.length <= 110) return { title: clean.replace(/(?<=[^.])[.:]$/, ''), rest: '' };
  const sentence = /^.{20,109}?[.;:!?](?=\s)/.exec(clean)?.[0];
  const end = sentence?.length ?? Math.max(40, clean.lastIndexOf(' ', 100));
  return { title: clean.slice(0, end).replace(/[.;:]$/, ''), rest: clean.slice(end).trim() };
}

function writeBody(body: readonly BodyPart[]): readonly string[] {
  const lines: string[] = [];
  let before: BodyPart['type'] | undefined;
  for (const part of body) {
    if (part.type !== 'check' || before !== 'check') lines.push('');
    before = part.type;
    if (part.type === 'check') {
      const owners = part.owners.length === 0 ? '' : `(${part.owners.join(' + ')}) `;
      lines.push(`  - ${owners}${escapeTitle(part.text, owners === '') || 'Empty item'}`);
    } else if (part.type === 'text') lines.push(`  ${escapeLine(part.text)}`);
    else lines.push(...fence(part.text, part.info).map((line) => (line === '' ? '' : `  ${line}`)));
  }
  return lines;
}
