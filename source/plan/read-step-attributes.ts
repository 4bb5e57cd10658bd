import { type Attribute, type Attributes, type Misplaced, reportUnknown } from './attributes.ts';
import { parseDuration } from './duration.ts';
import { findRole } from './owners.ts';
import type { Owner, Role, Step } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { Settings } from './settings.ts';
import type { StepDraft } from './step-draft.ts';
import { suggestion } from './suggest.ts';

const FLAGS = ['required', 'auto', 'decision', 'no-return', 'hold'];
const VALUES = ['for', 'after', 'confirm', 'risk', 'poll', 'undoes'];
const FENCE_EXAMPLES = ['on=@app', 'timeout=5m', 'silence=2m', 'batch=1,50%', 'max-fail=1', 'cwd=/tmp'];
const MISPLACED: Misplaced = {
  ...Object.fromEntries(
    FENCE_EXAMPLES.map((example) => [
      example.replace(/=.*/, ''),
      {
        severity: 'error' as const,
        message: 'belongs to an action, not to its step',
        mend: `write it after the fence: \`\`\`sh ${example}`,
      },
    ]),
  ),
};

type Result = Pick<
  Step,
  'confirm' | 'critical' | 'required' | 'auto' | 'decision' | 'noReturn' | 'hold' | 'poll'
> &
  Pick<StepDraft, 'givenDuration' | 'givenAfter' | 'givenUndoes'>;

/** What the braces of a step say, with the defaults that follow from its owners and actions. */
export function readStepAttributes({
  attributes,
  owners,
  ownerless,
  hasActions,
  place,
  settings,
  problems,
}: {
  readonly attributes: Attributes;
  readonly owners: readonly Owner[];
  /** The plan names nobody, known or not. */
  readonly ownerless: boolean;
  readonly hasActions: boolean;
  readonly place: { readonly offset: number; readonly length: number };
  readonly settings: Settings;
  readonly problems: ProblemList;
}): Result {
  reportUnknown({
    attributes,
    known: [...FLAGS, ...VALUES],
    misplaced: MISPLACED,
    problems,
    where: 'a step',
  });
  const get = (key: string) => attributes.entries.get(key);
  for (const key of FLAGS) checkFlag(get(key), problems);
  for (const key of VALUES) checkValue(get(key), problems);

  const decision = get('decision') !== undefined;
  const first = owners[0]?.roles.slice(0, 1) ?? [];
  const confirm = readRoleList(get('confirm'), settings.roles, problems);
  const poll = readRoleList(get('poll'), settings.roles, problems);
  const pollAttribute = get('poll');
  if (pollAttribute !== undefined && !decision) {
    const mend = 'add `decision`, or leave `poll=` out';
    problems.error({ ...pollAttribute, message: '`poll` on a step that is no decision', mend });
  }
  checkSomebody({ decision, ownerless, pollAttribute, place, problems });
  const auto = get('auto');
  const noReturn = get('no-return') !== undefined;
  if (auto !== undefined && noReturn) {
    const message = '`auto` has no effect on a step without return: a person starts it';
    problems.warning({ ...auto, message, mend: 'leave `auto` out' });
  }
  return {
    confirm: confirm ?? (hasActions || decision ? [] : first),
    critical: readRisk(get('risk'), problems),
    required: get('required') !== undefined,
    auto: auto !== undefined && !noReturn,
    decision,
    noReturn,
    hold: get('hold') !== undefined,
    poll: decision ? (poll ?? first) : [],
    givenDuration: readDuration(get('for'), problems),
    givenAfter: get('after'),
    givenUndoes: get('undoes'),
  };
}

/** Names of a list like `a,b`, each with its place. */
export function listed(attribute: Attribute): readonly { readonly name: string; readonly offset: number }[] {
  const names: { name: string; offset: number }[] = [];
  let offset = attribute.offset;
  for (const piece of (attribute.value ?? '').split(',')) {
    const name = piece.trim();
    if (name !== '') names.push({ name, offset: offset + piece.indexOf(name) });
    offset += piece.length + 1;
  }
  return names;
}

function checkFlag(attribute: Attribute | undefined, problems: ProblemList): void {
  if (attribute?.value === undefined) return;
  const { key } = attribute;
  problems.error({
    ...attribute,
    message: `\`${key}\` takes no value`,
    mend: `write \`${key}\`, or leave it out`,
  });
}

function checkValue(attribute: Attribute | undefined, problems: ProblemList): void {
  if (attribute === undefined || (attribute.value !== undefined && attribute.value !== '')) return;
  const { key } = attribute;
  problems.error({ ...attribute, message: `\`${key}\` needs a value`, mend: `write \`${key}=...\`` });
}

function readRoleList(
  attribute: Attribute | undefined,
  roles: readonly Role[] | undefined,
  problems: ProblemList,
): readonly string[] | undefined {
  if (attribute === undefined || roles === undefined) return undefined;
  const ids = listed(attribute).flatMap(({ name, offset }) => {
    const role = findRole(name, roles);
    if (role !== undefined) return [role.id];
    const mend = suggestion(
      name,
      roles.map((known) => known.id),
    );
    problems.error({ offset, length: name.length, message: `unknown role \`${name}\``, mend });
    return [];
  });
  return [...new Set(ids)];
}

function readRisk(attribute: Attribute | undefined, problems: ProblemList): boolean {
  if (attribute?.value === undefined || attribute.value === '') return false;
  if (attribute.value === 'critical') return true;
  const message = `unknown risk \`${attribute.value}\``;
  problems.error({ ...attribute, message, mend: 'write `risk=critical`, or leave it out' });
  return false;
}

function readDuration(attribute: Attribute | undefined, problems: ProblemList): number | undefined {
  if (attribute?.value === undefined || attribute.value === '') return undefined;
  const ms = parseDuration(attribute.value);
  if (ms === undefined) {
    const message = `\`${attribute.value}\` is no duration`;
    problems.error({ ...attribute, message, mend: 'write `for=10m` or `for=1h30m`' });
  }
  return ms;
}

function checkSomebody({
  decision,
  ownerless,
  pollAttribute,
  place,
  problems,
}: {
  readonly decision: boolean;
  readonly ownerless: boolean;
  readonly pollAttribute: Attribute | undefined;
  readonly place: { readonly offset: number; readonly length: number };
  readonly problems: ProblemList;
}): void {
  const nobody = pollAttribute?.value === undefined ? ownerless : /^[\s,]+$/.test(pollAttribute.value);
  if (decision && nobody) {
    const mend = 'name an owner, or the roles to ask: `poll=qc,pm`';
    problems.error({ ...(pollAttribute ?? place), message: 'nobody is asked for this decision', mend });
  } else if (!decision && ownerless) {
    problems.warning({ ...place, message: 'this step has no owner', mend: 'name a role in its parenthesis' });
  }
}
