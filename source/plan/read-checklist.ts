import type { List, ListItem } from 'mdast';
import { placeOf, plainText } from './markdown.ts';
import { resolveOwners } from './owners.ts';
import type { ChecklistItem } from './plan.ts';
import { type ActionContext, isActionFence } from './read-action.ts';
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
  const content = withoutParenthesis(textOf(item, context));
  if (content === '') problems.error({ offset: start, message: 'an empty item in the checklist' });
  return { number, text: fillIn(content, settings.vars), line: problems.lineOf(start), owners };
}

function textOf(item: ListItem, context: ActionContext): string {
  const pieces: string[] = [];
  const stack = item.children.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'list') stack.push(...node.children.flatMap((child) => child.children).toReversed());
    else {
      if (node.type === 'code' && isActionFence(node)) reportFence(placeOf(node).start, context);
      pieces.push(plainText(node));
    }
  }
  return pieces.filter((piece) => piece !== '').join('; ');
}

function reportFence(offset: number, { problems }: ActionContext): void {
  problems.error({
    offset,
    length: 3,
    message: 'this action would never run: it stands in a checklist item',
    mend: 'indent it like the other text of its step',
  });
}
