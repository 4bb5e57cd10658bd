import type { Root } from 'mdast';
import { checkCopies } from './check-copies.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { frontMatterSource } from './front-matter-source.ts';
import { parseMarkdown, placeOf, refuseOversize } from './markdown.ts';
import { orderSteps } from './order.ts';
import { type Outline, outline, type Section } from './outline.ts';
import {
  allActionsOf,
  type Plan,
  type Step,
  type Timeline,
  type TimelineKind,
  timelineKinds,
} from './plan.ts';
import type { ParseResult } from './problem.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import { isActionFence } from './read-action.ts';
import { readReach } from './read-reach.ts';
import { readStep } from './read-step.ts';
import { findHidden } from './safe-text.ts';
import { readSettings, type Settings } from './settings.ts';
import type { StepDraft } from './step-draft.ts';
import { stepItems } from './step-items.ts';
import { checkVariables, fillIn } from './variables.ts';

/**
 * Reads a plan from its text. Never throws: everything that is wrong is told at once, and a plan with an error
 * is not returned.
 * @param options.file only for messages and the plan's own `file`
 */
export function parsePlan(options: { readonly text: string; readonly file: string }): ParseResult {
  const text = options.text.replace(/^\uFEFF/, '');
  const problems = createProblemList(text);
  const plan = read(text, options.file, problems);
  if (plan === undefined || problems.hasErrors()) return { type: 'invalid', problems: problems.all() };
  return { type: 'parsed', plan, problems: problems.all() };
}

function read(text: string, file: string, problems: ProblemList): Plan | undefined {
  const oversize = refuseOversize(text);
  if (oversize !== undefined) {
    problems.error(oversize);
    return undefined;
  }
  if (text.trim() === '') {
    problems.error({ offset: 0, message: 'the plan is empty' });
    return undefined;
  }
  reportHidden(text, problems);
  const root = parseMarkdown(text);
  const front = findFrontMatter(root, text, problems);
  if (front === undefined) return undefined;
  const settings = readSettings(front, problems);
  const page = outline(root, text, problems);
  const title = front.values.title ?? page.title;
  checkTitles({ page, text, settings, front, problems });
  if (title === undefined && front.lacks('title')) {
    const mend = 'write `title:` in the front matter, or a heading `# ...`';
    problems.error({ ...front.placeOf([]), message: 'the plan has no title', mend });
  }
  reportLooseFences(page, problems);
  const steps = orderSteps(readDrafts({ page, text, settings, problems }), problems);
  reportMissing(steps, page, problems);
  reportIdleRoles(steps, settings, front, problems);
  const hosts = hostsOf(settings.groups ?? {}, steps);
  const reach = readReach({ front, groups: settings.groups, hosts, problems });
  checkCopies(steps, reach.transports, { problems, offsetOf: (line) => offsetOfLine(text, line) });
  const { window, roles = [], groups = {}, databases = {}, vars = {}, secrets = {}, mail } = settings;
  if (title === undefined || window === undefined) return undefined;
  const timelines = toTimelines(steps, page, problems).map((timeline) => ({
    ...timeline,
    title: fillIn(timeline.title, vars),
  }));
  return {
    title: fillIn(title, vars),
    file,
    window,
    roles,
    groups,
    hosts,
    ...reach,
    databases,
    mail,
    vars,
    secrets,
    timelines,
  };
}

function offsetOfLine(text: string, line: number): number {
  return text
    .split(/(?<=\r\n|\n|\r(?!\n))/)
    .slice(0, line - 1)
    .join('').length;
}

function reportHidden(text: string, problems: ProblemList): void {
  for (const { offset, name } of findHidden(text, 20)) {
    const message = `a character that can't be seen (${name})`;
    problems.error({ offset, message, mend: 'delete it: what is reviewed must be what runs' });
  }
}

function findFrontMatter(root: Root, text: string, problems: ProblemList): FrontMatter | undefined {
  const yaml = frontMatterSource(root, text);
  if (yaml === undefined) {
    const opened = /^---[ \t]*\r?\n/.test(text);
    problems.error({
      offset: 0,
      length: opened ? 3 : 1,
      message: opened ? 'the front matter is never closed' : 'the plan has no front matter',
      mend: opened
        ? 'end it with a line `---`'
        : 'begin the file with `---`, lines for `title`, `window` and `roles`, and `---`',
    });
    return undefined;
  }
  return readFrontMatter(yaml.source, yaml.offset, problems);
}

function checkTitles({
  page,
  text,
  settings: { vars },
  front,
  problems,
}: {
  readonly page: Outline;
  readonly text: string;
  readonly settings: Settings;
  readonly front: FrontMatter;
  readonly problems: ProblemList;
}): void {
  const title = front.values.title ?? '';
  checkVariables({ raw: title, offset: front.placeOf(['title']).offset, vars, problems });
  for (const section of page.sections.filter((candidate) => candidate.title !== '')) {
    const raw = text.slice(section.offset).match(/^[^\r\n]*/)?.[0] ?? '';
    checkVariables({ raw, offset: section.offset, vars, problems });
  }
}

function readDrafts({
  page,
  text,
  settings,
  problems,
}: {
  readonly page: Outline;
  readonly text: string;
  readonly settings: Settings;
  readonly problems: ProblemList;
}): readonly StepDraft[] {
  const context = { text, settings, problems };
  return page.sections.flatMap((section) => {
    const items = stepItems(section, context);
    return items.flatMap((item) => readStep(item, section, context) ?? []);
  });
}

function reportLooseFences(page: Outline, problems: ProblemList): void {
  for (const fence of page.looseFences.filter(isActionFence)) {
    const message = `this \`${fence.lang ?? ''}\` would never run: it belongs to no step`;
    problems.error({ offset: placeOf(fence).start, length: 3, message, mend: 'indent it under its step' });
  }
}

function reportMissing(steps: readonly Step[], page: Outline, problems: ProblemList): void {
  const last = page.sections.at(-1)?.offset ?? 0;
  if (!steps.some((step) => step.timeline === 'main')) {
    const mend = 'write `- (S + 0 Programmer) Title` under a heading';
    problems.error({ offset: last, message: 'the plan has no step for its window', mend });
  } else if (!steps.some((step) => step.timeline === 'fallback')) {
    const mend = 'write one under a heading `## Fall-back procedure`';
    problems.warning({ offset: last, message: 'the plan has no way back: no fall-back steps', mend });
  }
}

function reportIdleRoles(
  steps: readonly Step[],
  settings: Settings,
  front: FrontMatter,
  problems: ProblemList,
): void {
  const owners = steps.flatMap((step) => [...step.owners, ...step.checklist.flatMap((item) => item.owners)]);
  const busy = new Set([
    ...owners.flatMap((owner) => owner.roles),
    ...steps.flatMap((step) => [...step.confirm, ...step.poll]),
  ]);
  for (const { id, label } of settings.roles ?? []) {
    if (busy.has(id)) continue;
    const key = Object.keys(front.values.roles ?? {}).find((name) => name.toLowerCase() === id) ?? id;
    problems.warning({ ...front.keyPlaceOf(['roles', key]), message: `no step names the role \`${label}\`` });
  }
}

function toTimelines(steps: readonly Step[], page: Outline, problems: ProblemList): readonly Timeline[] {
  return timelineKinds.flatMap((kind) => {
    const own = steps.filter((step) => step.timeline === kind);
    const first = own.toSorted((a, b) => a.line - b.line)[0];
    if (first === undefined) return [];
    const section = headingOf(page.sections, kind, first.line, problems);
    const title = section === undefined || section.title === '' ? kind : section.title;
    const line = section === undefined ? first.line : problems.lineOf(section.offset);
    return [{ kind, title, line, steps: own }];
  });
}

function headingOf(
  sections: readonly Section[],
  kind: TimelineKind,
  line: number,
  problems: ProblemList,
): Section | undefined {
  return sections.findLast((section) => section.kind === kind && problems.lineOf(section.offset) <= line);
}

function hostsOf(groups: Plan['groups'], steps: readonly Step[]): readonly string[] {
  const named = steps.flatMap((step) =>
    allActionsOf(step).flatMap(({ on }) => (on.type === 'hosts' ? on.hosts : [])),
  );
  return [...new Set([...Object.values(groups).flat(), ...named])];
}
