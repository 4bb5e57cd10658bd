import type { Code, List, ListItem } from 'mdast';
import { parseAttributes } from './attributes.ts';
import { placeOf, plainText } from './markdown.ts';
import { resolveOwners } from './owners.ts';
import type { ChecklistItem } from './plan.ts';
import { type ActionContext, isActionFence, readAction } from './read-action.ts';
import { leadingParenthesis, looksTimed, splitOwners, withoutParenthesis } from './step-line.ts';
import { checkVariables, fillIn } from './variables.ts';

/** Reads nested bullets; what is nested deeper becomes part of the item's text. */
export function readChecklist(list: List, before: number, context: ActionContext): readonly ChecklistItem[] {
  return list.children.map((item, index) => readItem(item, before + index + 1, context));
}

function readItem(item: ListItem, number: number, context: ActionContext): ChecklistItem {
  const { text, settings, problems } = context;
  const { start, end } = placeOf(item);
  const raw = text.slice(start, end);
  const marker = /^(?:[-*+]|\d{1,9}[.)])[ \t]*/.exec(raw)?.[0].length ?? 0;
  const opening = leadingParenthesis(raw.slice(marker));
  const offset = start + marker + (opening?.start ?? 0);
  checkVariables({ raw, offset: start, vars: settings.vars, problems });

  const timed = opening !== undefined && looksTimed(opening.inner);
  if (timed) {
    const mend = 'make it a step of its own, or leave the time out';
    const message = 'an item of a checklist has no time';
    problems.error({ offset, length: opening.inner.length, message, mend });
  }
  const owners =
    opening === undefined || timed
      ? []
      : resolveOwners({ texts: splitOwners(opening.inner, offset), roles: settings.roles, problems });
  const check = readCheck(item, context);
  const content = withoutParenthesis(textOf(item));
  if (content === '') problems.error({ offset: start, message: 'an empty item in the checklist' });
  const read = { number, text: fillIn(content, settings.vars), line: problems.lineOf(start), owners };
  return check === undefined ? read : { ...read, check };
}

/** The one fence of an item that is run when somebody asks for it. */
function readCheck(item: ListItem, context: ActionContext): ChecklistItem['check'] {
  const fences = fencesOf(item);
  const [first, second] = fences;
  if (first === undefined) return undefined;
  if (second !== undefined) {
    const mend = 'put both into one fence, or make two items of it';
    const message = 'an item of a checklist has one check';
    context.problems.error({ offset: placeOf(second).start, length: 3, message, mend });
  }
  const action = readAction(first, 0, { ...context, within: 'item' });
  if (action === undefined) return undefined;
  return { action, auto: isAuto(first) };
}

function fencesOf(item: ListItem): readonly Code[] {
  const found: Code[] = [];
  const stack = item.children.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'list') stack.push(...node.children.flatMap((child) => child.children).toReversed());
    else if (node.type === 'code' && isActionFence(node)) found.push(node);
  }
  return found;
}

function isAuto({ meta }: Code): boolean {
  return parseAttributes(meta ?? '', 0).entries.has('auto');
}

function textOf(item: ListItem): string {
  const pieces: string[] = [];
  const stack = item.children.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'list') stack.push(...node.children.flatMap((child) => child.children).toReversed());
    else if (node.type !== 'code' || !isActionFence(node)) pieces.push(plainText(node));
  }
  return pieces.filter((piece) => piece !== '').join('; ');
}
