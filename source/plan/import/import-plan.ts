import { keepWords } from './conserve.ts';
import type { Block, Guess, Note, SourceDocument } from './document.ts';
import { type Draft, stepsIn } from './draft.ts';
import { draftSteps } from './draft-steps.ts';
import { type Facts, findFacts } from './facts.ts';
import { findCommands } from './find-commands.ts';
import { mendCharacters } from './mend-characters.ts';
import { nameHosts } from './name-hosts.ts';
import { nameOwners } from './name-owners.ts';
import { placeSteps } from './place-steps.ts';
import { readWords } from './read-words.ts';
import { createRoles, type Roles } from './roles.ts';
import { findSections } from './sections.ts';
import type { Window } from './window.ts';
import { type Written, writePlan } from './write-plan.ts';

/** What a person says where the document says nothing, or something else. */
export type Answers = {
  /** `2009-08-18` */
  readonly date?: string | undefined;
  /** Minutes since midnight. */
  readonly opens?: number | undefined;
  readonly closes?: number | undefined;
  /** IANA name. */
  readonly zone?: string | undefined;
  /** Role id -> person. */
  readonly persons?: Readonly<Record<string, string>> | undefined;
  /** Guesses that a person does not agree with: they are marked in the plan, for somebody to settle. */
  readonly doubts?: readonly Guess[] | undefined;
};

export type Imported = Written & {
  readonly guesses: readonly Guess[];
  readonly notes: readonly Note[];
  readonly steps: number;
  readonly window: Window;
  /** Roles of which nobody knows whose they are. */
  readonly unknown: readonly { readonly id: string; readonly label: string }[];
};

/**
 * Makes a plan of a document that people wrote for people. Nothing of it is dropped: what is no step stays as text at
 * its place, what was changed on the way is in the notes, and what was read into it is in the guesses.
 * @param options.zone used, and told as a guess, where the document names no time zone
 */
export function importPlan(
  document: SourceDocument,
  options: { readonly answers?: Answers; readonly zone?: string | undefined } = {},
): Imported {
  const source = { ...document, blocks: document.blocks.map(mendBlock) };
  const facts = findFacts(source);
  const draft = draftSteps(findSections(source.blocks, facts), facts);
  draft.notes.push(...document.notes);
  const window = withAnswers(placeSteps(draft, facts), { draft, facts, options });
  const roles = createRoles(facts.people);
  nameOwners(draft, roles);
  const hosts = nameHosts(draft);
  readWords(draft, roles);
  findCommands(draft, hosts);
  markDoubts(draft, options.answers?.doubts ?? []);
  const all = withPersons(roles, { draft, persons: options.answers?.persons ?? {} });
  const title = facts.title ?? 'Imported plan';
  const written = writePlan({ draft, title, window, roles: all, hosts });
  const notes = [
    ...draft.notes,
    ...keepWords(source.blocks, [written.text, ...draft.notes.map(({ text }) => text)]),
  ];
  return {
    ...written,
    guesses: draft.guesses.toSorted((a, b) => a.line - b.line),
    notes: notes.toSorted((a, b) => a.line - b.line),
    steps: stepsIn(draft).length,
    window,
    unknown: all.filter(({ person }) => person === undefined),
  };
}

/** Readers of all formats mend what they read; whatever they leave would make the plan unreadable. */
function mendBlock(block: Block): Block {
  if (block.type === 'row')
    return {
      ...block,
      cells: block.cells.map((cell) => mendCharacters(cell).text.replace(/\s+/g, ' ').trim()),
    };
  return { ...block, text: mendCharacters(block.text).text };
}

function withAnswers(
  window: Window,
  {
    draft,
    facts,
    options: { answers = {}, zone },
  }: {
    readonly draft: Draft;
    readonly facts: Facts;
    readonly options: { readonly answers?: Answers; readonly zone?: string | undefined };
  },
): Window {
  const given = answers.zone ?? window.zone;
  if (given === undefined && zone !== undefined) {
    draft.guesses.push({
      line: 1,
      read: `the time zone ${zone}, this machine's: the document names none`,
      sure: 'unsure',
    });
  }
  if (facts.date === undefined && answers.date === undefined) {
    draft.notes.push({ line: 1, text: 'the document has no date' });
  }
  const opens = answers.opens ?? window.opens;
  // Times of day stay where they were when the window opens at another time.
  const moved = window.opens === undefined || opens === undefined ? 0 : window.opens - opens;
  return {
    ...window,
    date: answers.date ?? window.date,
    shift: window.shift + moved * 60_000,
    opens,
    closes: answers.closes ?? window.closes,
    zone: given ?? zone,
  };
}

/** As placeholders, which `gonogo check` finds. */
function markDoubts(draft: Draft, doubts: readonly Guess[]): void {
  for (const { line, read } of doubts) {
    const text = `TBD: the import read ${read}`;
    const step = stepsIn(draft).find((candidate) => candidate.line === line);
    if (step === undefined) draft.sections[0]?.parts.push({ type: 'note', line, text, bullet: false });
    else step.body.push({ type: 'text', line, text });
  }
}

/** Only roles that have something to do, or of which the document says who has them. */
function withPersons(
  roles: Roles,
  { draft, persons }: { readonly draft: Draft; readonly persons: Readonly<Record<string, string>> },
) {
  for (const role of roles.all()) {
    const person = Object.hasOwn(persons, role.id) ? persons[role.id] : undefined;
    if (person !== undefined) role.person = person;
    else if (role.person === undefined)
      draft.guesses.push({
        line: role.line,
        read: `${role.label} is a role, and nobody is named for it`,
        sure: 'sure',
      });
  }
  return roles.all();
}
