import type { Block } from './document.ts';
import { kindByWords, plainHeading } from './headings.ts';

/** A role, a person, or who has which role. */
export type Found = {
  readonly line: number;
  readonly role: string | undefined;
  readonly person: string | undefined;
};

const ROLE =
  /\b(?:programmers?|developers?|devs?|engineers?|managers?|mgrs?|technicians?|reviewers?|dbas?|qc|qa|pm|leads?|owners?|coordinators?|admins?|administrators?|teams?|testers?|analysts?|operators?|operations|ops|release|sponsors?|approvers?|support|sre|noc|commanders?|conductors?|implementers?|sysadmins?|architects?|helpdesk|desk|vendor|mw|cab|it|security|network|project\s?man\w*|proj\w*m\w*t)\b/i;
const PAIR =
  /^([\p{L}][\p{L}\d /&.-]{0,40}?)\s*(?:\bis\b|\bare\b|=|:|\s[-\u2013\u2014]\s|\t)\s*(\S.{0,80})$/u;
/** What stands beside people, and before what is no person. */
const NO_ROLE =
  /^(?:roles?|names?|persons?|who|function|server|channel|host|url|link|phone|e-?mail|date|time|window|status|version|ticket|title|start|end)$/i;
const PEOPLE =
  /^(?:personnel|people|roles?\b|contacts?\b|staff|team\b|who\b|participants|attendees|resources)/i;

/** Does a name mean a job rather than a human being? */
export function isRoleName(name: string): boolean {
  if (ROLE.test(name) || /^\p{Lu}{2,4}$/u.test(name)) return true;
  if (/^(?:everyone|everybody|all|both|team|tbd)$/i.test(name)) return true;
  const plain = name.replace(/^(?:Mc|Mac|De|Di|Le|La|Van)(?=\p{Lu})/u, '');
  return /\p{Ll}\p{Lu}|m(?:an)?(?:a?ge?)?m(?:en)?t$/u.test(plain);
}

/** Who has which role, from the lines that say so: `Programmer is Thomas`, `Roles: QC, DBA`, a list of people. */
export function findPeople(blocks: readonly Block[], isStep: (block: Block) => boolean): readonly Found[] {
  const found: Found[] = [];
  let within = false;
  for (const block of blocks) {
    if (isStep(block)) {
      within = false;
      continue;
    }
    if (block.type === 'code') continue;
    const text = plainHeading(
      (block.type === 'row' ? block.cells.filter((cell) => cell !== '').join(': ') : block.text).slice(
        0,
        400,
      ),
    );
    const list = /^(?:roles|personnel|people|team|staff|participants)\s*[:=]\s*(.+)$/i.exec(text)?.[1];
    if (list !== undefined) found.push(...fromList(list, block.line));
    else if (PEOPLE.test(text) && (block.type === 'heading' || /^[\p{L} ]+:?$/u.test(text))) within = true;
    else if (block.type === 'heading' || /^\p{L}[\p{L} ]{1,40}:$/u.test(text)) within = false;
    else if (block.type === 'line' && kindByWords(text) !== undefined && !PAIR.test(text)) within = false;
    else found.push(...fromLine(text, block.line, within));
  }
  return found;
}

/** `Programmer, MW Developer, QC.   S = ...` ends with its sentence. */
function fromList(text: string, line: number): readonly Found[] {
  const names = (/^[^.;]*/.exec(text)?.[0] ?? '').split(/\s*(?:,|\band\b)\s*/);
  return names.flatMap((name): readonly Found[] => {
    const [, label = name, person] = /^(.+?)\s*[(=]\s*([^()]+)\)?$/.exec(name) ?? [];
    if (!isName(label)) return [];
    if (person !== undefined) return [{ line, role: label, person: cleanPerson(person) }];
    return [
      isRoleName(label) ? { line, role: label, person: undefined } : { line, role: undefined, person: label },
    ];
  });
}

function fromLine(text: string, line: number, within: boolean): readonly Found[] {
  const pair = PAIR.exec(text);
  if (pair !== null) {
    const [, left = '', right = ''] = pair;
    if (NO_ROLE.test(left)) return [];
    const person = cleanPerson(right);
    const known = ROLE.test(left) || /^\p{Lu}{2,4}$/u.test(left);
    if (
      isName(left) &&
      isPerson(person) &&
      (within ? left.split(' ').length <= 5 : known && left.split(' ').length <= 3)
    ) {
      if (within && !known && isRoleName(person)) return [{ line, role: person, person: left }];
      return [{ line, role: left, person }];
    }
    return [];
  }
  if (!within || !isName(text)) return [];
  return [
    isRoleName(text) ? { line, role: text, person: undefined } : { line, role: undefined, person: text },
  ];
}

function isName(text: string): boolean {
  return (
    /^\p{L}[\p{L}\d .'/&-]{0,50}$/u.test(text) &&
    text.split(/\s+/).length <= 5 &&
    !/[.]$/.test(text.slice(0, 2))
  );
}

function isPerson(text: string): boolean {
  return (
    /^@?\p{L}[\p{L}\d .,'&+@/-]{0,60}$/u.test(text) &&
    text.split(/\s+/).length <= 6 &&
    !/[a-z\d]\.[a-z]{2}/.test(text) &&
    !/\b(?:is|the|will|should|must|of)\b/i.test(text)
  );
}

function cleanPerson(text: string): string {
  return text
    .replace(/[\s.;,]+$/, '')
    .replace(/\s*<[^>]*>|\s*\([^()]*\)$/g, '')
    .trim();
}
