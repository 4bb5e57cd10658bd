import type { Code, ListItem, Paragraph } from 'mdast';
import { type Attributes, NO_ATTRIBUTES, parseAttributes, trailingBlock } from './attributes.ts';
import { placeOf, plainText } from './markdown.ts';
import type { Section } from './outline.ts';
import { findOwner, resolveOwners } from './owners.ts';
import type { Action, ChecklistItem, Role } from './plan.ts';
import { type ActionContext, isActionFence, readAction } from './read-action.ts';
import { readChecklist } from './read-checklist.ts';
import { withExpectation } from './read-expectation.ts';
import { readStepAttributes } from './read-step-attributes.ts';
import type { StepDraft } from './step-draft.ts';
import {
  bareAnchor,
  emptyOffset,
  leadingParenthesis,
  looksTimed,
  parseStepHead,
  type StepHead,
  type StepHeadResult,
  splitOwners,
  withoutParenthesis,
} from './step-line.ts';
import { checkVariables, fillIn } from './variables.ts';

/** A longer title fits no screen. */
const LONGEST_TITLE = 200;

/** Reads one list item as a step of its section; undefined when it has no line of text. */
export function readStep(item: ListItem, section: Section, context: ActionContext): StepDraft | undefined {
  const { problems, settings } = context;
  const first = item.children[0];
  if (first?.type !== 'paragraph') {
    const { start } = placeOf(item);
    problems.error({ offset: start, message: 'a step begins with its line, `(S + 35m Programmer) Title`' });
    return undefined;
  }
  const line = readLine(first, context);
  checkAnchor(line, section, context);
  const owners = resolveOwners({ texts: line.head.owners, roles: settings.roles, problems });
  const body = readBody(item, context);
  const attributes = readStepAttributes({
    attributes: line.attributes,
    owners,
    ownerless: !line.headFaulty && line.head.owners.length === 0,
    hasActions: body.actions.length > 0,
    place: line.place,
    settings,
    problems,
  });
  return {
    timeline: section.kind,
    title: fillIn(line.title, settings.vars),
    line: problems.lineOf(line.place.offset),
    anchor: line.head.anchor,
    offset: line.head.offset,
    owners,
    ...body,
    ...attributes,
    givenId: line.attributes.id,
    place: line.place,
  };
}

/** Does a list item mean to be a step, whatever else is wrong with it? */
export function looksLikeStep(item: ListItem, section: Section, { text, settings }: ActionContext): boolean {
  const first = item.children[0];
  if (item.children.some((child) => child.type === 'code' && isActionFence(child))) return true;
  if (first?.type !== 'paragraph') return false;
  const raw = rawOf(first, text).raw;
  if (trailingBlock(raw) !== undefined) return true;
  const inner = leadingParenthesis(raw)?.inner;
  if (inner === undefined) return false;
  if (looksTimed(inner) || bareAnchor(inner) !== undefined) return true;
  // A way back whose times are all left empty must not be taken for prose.
  return section.kind === 'fallback' && namesOwner(inner, settings.roles ?? []);
}

function namesOwner(inner: string, roles: readonly Role[]): boolean {
  return splitOwners(inner, 0).some(({ name }) => findOwner(name, roles) !== undefined);
}

type Line = {
  readonly head: StepHead;
  readonly headFaulty: boolean;
  /** The parenthesis, where there is one. */
  readonly time: { readonly offset: number; readonly length: number } | undefined;
  readonly title: string;
  readonly attributes: Attributes;
  readonly place: { readonly offset: number; readonly length: number };
};

function readLine(paragraph: Paragraph, context: ActionContext): Line {
  const { problems, settings } = context;
  const { raw, start } = rawOf(paragraph, context.text);
  const place = { offset: start, length: Math.max(1, firstLine(raw).length) };
  const opening = leadingParenthesis(raw);
  const head = opening === undefined ? undefined : readHead(opening.inner, start + opening.start, context);
  if (head?.type === 'invalid') problems.error(head.finding);

  const block = trailingBlock(raw);
  const attributes =
    block === undefined ? NO_ATTRIBUTES : parseAttributes(raw.slice(block + 1, -1), start + block + 1);
  const plain = plainText(paragraph);
  const title = withoutParenthesis(plain.slice(0, trailingBlock(plain) ?? plain.length));
  const titleEnd = block ?? raw.length;
  checkVariables({ raw: raw.slice(0, titleEnd), offset: start, vars: settings.vars, problems });
  if (title === '') problems.error({ ...place, message: 'this step has no title' });
  if (title.length > LONGEST_TITLE) {
    const mend = 'keep the line short, and put the rest in a paragraph under it';
    problems.error({ ...place, message: `the title is longer than ${LONGEST_TITLE} characters`, mend });
  }
  const stray = /(?:^|\s)\{(?!\{)/.exec(
    raw.slice(0, titleEnd).replace(/`[^`\n]*`/g, (code) => '.'.repeat(code.length)),
  );
  if (stray !== null) {
    const offset = start + stray.index + stray[0].length - 1;
    problems.error({ offset, message: 'attributes stand in one pair of braces at the end of the line' });
  }
  return {
    head: head?.type === 'head' ? head.head : { anchor: undefined, offset: undefined, owners: [] },
    headFaulty: head?.type === 'invalid',
    time:
      opening === undefined
        ? undefined
        : { offset: start + opening.start - 1, length: opening.inner.length + 2 },
    title,
    attributes,
    place,
  };
}

/** `S Programmer` is an empty offset, unless somebody is called so. */
function readHead(inner: string, offset: number, { settings: { roles } }: ActionContext): StepHeadResult {
  const head = parseStepHead(inner, offset);
  if (head.type === 'invalid' || bareAnchor(inner) === undefined || roles === undefined) return head;
  const isName = head.head.owners.some(({ name }) => findOwner(name, roles) !== undefined);
  return isName ? head : { type: 'invalid', finding: emptyOffset(inner, offset) };
}

function checkAnchor(
  { head, headFaulty, time, place }: Line,
  section: Section,
  { problems }: ActionContext,
): void {
  if (headFaulty) return;
  const wanted = section.kind === 'fallback' ? 'D' : 'S';
  if (head.anchor === undefined) {
    if (section.kind === 'preparation') return;
    const names = head.owners.map(({ name }) => name).join(' + ');
    const mend = `begin with \`(${wanted} + 35m ${names === '' ? 'Programmer' : names})\`, and its own offset`;
    problems.error({ ...(time ?? place), message: 'this step says not when it is due', mend });
  } else if (head.anchor !== wanted) {
    const message = `\`${head.anchor}\` in the ${section.kind} timeline, which counts from ${wanted}`;
    const other = wanted === 'S' ? 'a fall-back' : 'another';
    const mend = `write \`${wanted}\`, or put the step under ${other} heading (\`{timeline=...}\` says which it is)`;
    problems.error({ ...place, message, mend });
  }
}

type Body = {
  readonly actions: readonly Action[];
  readonly checklist: readonly ChecklistItem[];
  readonly instructions: readonly string[];
};

function readBody(item: ListItem, context: ActionContext): Body {
  const { problems, settings } = context;
  const actions: Action[] = [];
  const checklist: ChecklistItem[] = [];
  const instructions: string[] = [];
  for (const node of item.children.slice(1)) {
    if (node.type === 'list') checklist.push(...readChecklist(node, checklist.length, context));
    else if (node.type === 'code' && node.lang === 'expect') {
      const action = withExpectation(node, actions.at(-1), context);
      if (action !== undefined) actions.splice(-1, 1, action);
    } else if (node.type === 'code') {
      const action = readAction(node, actions.length, context);
      if (action !== undefined) actions.push(action);
      else if (!isActionFence(node)) instructions.push(...shown(node, context));
    } else if (node.type === 'paragraph' || node.type === 'heading') {
      const { raw, start } = rawOf(node, context.text);
      checkVariables({ raw, offset: start, vars: settings.vars, problems });
      instructions.push(fillIn(plainText(node), settings.vars));
    }
  }
  return { actions, checklist, instructions };
}

function shown(fence: Code, { text, settings, problems }: ActionContext): readonly string[] {
  const { raw, start } = rawOf(fence, text);
  checkVariables({ raw, offset: start, vars: settings.vars, problems });
  return fence.value.trim() === '' ? [] : [fillIn(fence.value, settings.vars)];
}

function rawOf(
  node: Parameters<typeof placeOf>[0],
  text: string,
): { readonly raw: string; readonly start: number } {
  const { start, end } = placeOf(node);
  return { raw: text.slice(start, end).trimEnd(), start };
}

function firstLine(raw: string): string {
  return /^[^\r\n]*/.exec(raw)?.[0] ?? '';
}
