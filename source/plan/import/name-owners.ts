import { decides } from './decides.ts';
import type { Guess } from './document.ts';
import { type Draft, type DraftStep, stepsIn } from './draft.ts';
import { isRoleName } from './find-people.ts';
import { ownerText, type Roles } from './roles.ts';
import { short } from './short.ts';

const EVERYONE = /^(?:everyone|everybody|all(?: of us| hands| roles)?|(?:the )?(?:whole )?team|anyone|any)$/i;
const NOBODY = /^(?:\?+|tb[adc]|n\/?a|none|nobody|unassigned|unknown|xx+|-+)$/i;
const DOER = /technician|implement|engineer|operator|executor|programmer|conductor|admin|performer|release/i;

/** Whose each step is: roles, persons, several of them, everyone; and what is not sure about it. */
export function nameOwners(draft: Draft, roles: Roles): void {
  const steps = stepsIn(draft);
  const guess = (line: number, read: string, sure: Guess['sure']) => draft.guesses.push({ line, read, sure });
  for (const step of steps.filter(({ ownerIsAside }) => !ownerIsAside))
    step.owners = namesIn(step.owner, step, { roles, guess });
  for (const step of steps) {
    if (step.ownerIsAside) step.owners = fromAside(step.owner, step, { roles, guess });
    nameChecks(step, { roles, guess });
  }
  for (const step of steps.filter(({ owner }) => EVERYONE.test(owner.trim()))) {
    step.owners = everyone(roles);
    step.body.unshift({ type: 'text', line: step.line, text: `Owner as written: ${step.owner}` });
    guess(step.line, `\`${short(step.owner)}\` as ${step.owners.join(', ') || 'nobody'}`, 'unsure');
  }
  for (const step of steps.filter(({ owners }) => owners.length === 0)) fromTitle(step, { roles, guess });
  fromDoer(draft, steps, roles);
}

export function everyone(roles: Roles): readonly string[] {
  return roles
    .all()
    .slice(0, 8)
    .map((role) => ownerText(role));
}

type Context = {
  readonly roles: Roles;
  readonly guess: (line: number, read: string, sure: Guess['sure']) => void;
};

/** `A/B`, `A, B`, `A + B`, `A and B`. */
function namesIn(text: string, step: DraftStep, { roles, guess }: Context): readonly string[] {
  if (text === '' || EVERYONE.test(text.trim())) return [];
  const whole = roles.find(text);
  if (whole !== undefined) return [ownerText(whole, cleanName(text))];
  const either = /\bor\b/i.test(text);
  const doubted = /\?/.test(text);
  const names = text
    .split(/\s*(?:[/,;&+|]|\b(?:and|or|with)\b)\s*/i)
    .map(cleanName)
    .filter((name) => name !== '');
  const found = names.flatMap((name) => {
    if (NOBODY.test(name) || !/[\p{L}]/u.test(name)) return [];
    if (name.length > 60 || name.split(' ').length > 6) return [];
    const { role, how } = roles.match(name, step.line);
    if (how === 'near') guess(step.line, `\`${name}\` as ${role.label}`, 'likely');
    if (how === 'new')
      guess(
        step.line,
        `\`${name}\` as a role that is named nowhere else${role.person === undefined ? '' : ', and as its person'}`,
        'likely',
      );
    return [ownerText(role, name)];
  });
  const owners = [...new Set(found)];
  if (either && owners.length > 1) guess(step.line, `\`${short(text)}\` as both of them`, 'unsure');
  if (doubted && owners.length > 0)
    guess(step.line, `${owners.join(' + ')}, although the document has doubts: \`${short(text)}\``, 'unsure');
  const lost = owners.length === 0 || doubted || names.length > owners.length;
  if (lost && (doubted || cleanName(text) !== ''))
    step.body.unshift({ type: 'text', line: step.line, text: `Owner as written: ${text}` });
  return owners;
}

/** A parenthesis without a time holds an owner only where it is somebody's name. */
function fromAside(aside: string, step: DraftStep, context: Context): readonly string[] {
  if (aside === '') return [];
  if (isOwner(aside, context.roles)) return namesIn(aside, step, context);
  step.title = `${step.title} (${aside})`;
  return [];
}

function isOwner(text: string, roles: Roles): boolean {
  const names = text.split(/\s*[/,&+]\s*|\s+and\s+/).map(cleanName);
  return names.every(
    (name) =>
      name !== '' && (roles.find(name) !== undefined || (isRoleName(name) && name.split(' ').length <= 3)),
  );
}

function nameChecks(step: DraftStep, context: Context): void {
  for (const part of step.body) {
    if (part.type !== 'check') continue;
    const { aside } = part;
    if (aside === undefined) {
      part.owners = leadingRole(part.text, context.roles);
      if (part.owners.length > 0)
        context.guess(part.line, `${part.owners.join(' + ')} for \`${short(part.text)}\``, 'likely');
    } else if (isOwner(aside, context.roles) || (/^\p{Lu}\p{L}+$/u.test(aside) && aside.length < 20)) {
      const { role, how } = context.roles.match(
        cleanName(aside.split(/\s*[/,&+]\s*/)[0] ?? aside),
        step.line,
      );
      part.owners = [ownerText(role, cleanName(aside))];
      if (how !== 'known')
        context.guess(
          part.line,
          `\`${aside}\` as ${how === 'new' ? 'a role that is named nowhere else' : role.label}`,
          'likely',
        );
      if (/[/,&+]/.test(aside)) part.text = `${part.text} (${aside})`;
    } else part.text = `${part.text} (${aside})`;
  }
}

/** `Programmer will check the log` */
function leadingRole(text: string, roles: Roles): readonly string[] {
  const found =
    /^(?:the\s+)?([\p{L}][\p{L} ]{0,30}?)\s+(?:will|to|should|must|checks?|verif(?:y|ies)|logs?|mails?|changes?|confirms?|votes?)\b/iu.exec(
      text,
    );
  const role = found === null ? undefined : roles.find(found[1] ?? '');
  return role === undefined ? [] : [ownerText(role)];
}

function fromTitle(step: DraftStep, { roles, guess }: Context): void {
  const owners = leadingRole(step.title, roles);
  if (owners.length === 0) {
    if (!fromLastWord(step, { roles, guess })) fromFirstWord(step, { roles, guess });
    return;
  }
  step.owners = owners;
  guess(step.line, `${owners.join(' + ')} from the words of \`${short(step.title)}\``, 'likely');
}

/** `Freeze merges (Ann)` */
function fromLastWord(step: DraftStep, { roles, guess }: Context): boolean {
  const found = /^(.*\S)\s*\(([^()]{1,60})\)\.?$/.exec(step.title);
  const names = found === null ? [] : (found[2] ?? '').split(/\s*(?:[/,&+]|\band\b)\s*/);
  const known = names.flatMap((name) => roles.find(name) ?? []);
  if (found === null || known.length === 0 || known.length < names.length) return false;
  step.owners = known.map((role, index) => ownerText(role, names[index]));
  guess(
    step.line,
    `${step.owners.join(' + ')} as the owner, from the end of \`${short(step.title)}\``,
    'likely',
  );
  step.title = found[1] ?? step.title;
  return true;
}

/** `05:30 Pat Back up the database`, where somebody is called Pat. */
function fromFirstWord(step: DraftStep, { roles, guess }: Context): void {
  const found = /^(?:(\p{L}[\p{L}\d]*)(\??)\s+(?=\p{Lu})|(@\p{L}[\p{L}\d_-]*)\s+(?=\p{L}))/u.exec(step.title);
  const name = found?.[1] ?? found?.[3] ?? '';
  const isAddressed = found?.[3] !== undefined;
  const role = step.from === undefined && !isAddressed ? undefined : roles.find(name);
  if (found === null || role === undefined) return;
  guess(step.line, `${role.label} as the owner, from the first word of \`${short(step.title)}\``, 'unsure');
  step.owners = [ownerText(role, name)];
  if (!isAddressed) step.title = step.title.slice(found[0].length);
  if (found[2] === '?')
    step.body.unshift({ type: 'text', line: step.line, text: `Owner as written: ${name}?` });
}

/** A document that gives no step an owner, but names who does the work. */
function fromDoer(draft: Draft, steps: readonly DraftStep[], roles: Roles): void {
  if (steps.length === 0 || steps.some(({ owners }) => owners.length > 0)) return;
  const doer = roles.all().find(({ label }) => DOER.test(label));
  if (doer === undefined) return;
  // Whoever does the work does not decide alone.
  for (const step of steps) if (!decides(step.title)) step.owners = [ownerText(doer)];
  draft.guesses.push({
    line: doer.line,
    read: `${doer.label} for every step, since none names an owner`,
    sure: 'unsure',
  });
}

function cleanName(name: string): string {
  return name
    .replace(/[?()[\]{}"*_`:]/g, ' ')
    .replace(/^[\s.\u2013-]+|[\s.\u2013-]+$/g, '')
    .replace(/\s+/g, ' ');
}
