import { existsSync } from 'node:fs';
import { stepsOf } from '../../plan/plan.ts';
import { safeLine } from '../../plan/safe-text.ts';
import { formatDate } from '../../plan/zone.ts';
import { themeNames } from '../../ui/theme-name.ts';
import type { Io } from '../io.ts';
import { withJournal } from '../open-journal.ts';
import { planSource } from '../plan-source.ts';
import { preferenceKeys } from '../preference-values.ts';
import { journalFile } from '../settings.ts';
import { topics } from '../topics/help-topic.ts';
import type { Completion } from './complete.ts';
import { shells } from './script.ts';

export type Candidate = { readonly value: string; readonly about: string };

export type ValueKind =
  | 'nothing'
  | 'file'
  | 'plan'
  | 'run'
  | 'open-run'
  | 'plan-or-run'
  | 'step'
  | 'host'
  | 'variable'
  | 'topic'
  | 'shell'
  | 'preference'
  | 'preference-value';

/** What a value is, by what it is called in the help. */
export function valueKind({
  command,
  name,
  option,
}: {
  readonly command: string;
  readonly name: string;
  readonly option?: string | undefined;
}): ValueKind {
  if (name === 'run') return command === 'join' ? 'open-run' : 'run';
  if (name === 'plan') return command === 'diff' ? 'plan-or-run' : 'plan';
  if (name === 'value' && option === undefined) return 'preference-value';
  if (name === 'name' && option === '--host') return 'host';
  // What a command works on is a file, unless it is said to be something else.
  return KINDS[name] ?? (option === undefined ? 'file' : 'nothing');
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  'plan or run': 'plan-or-run',
  names: 'nothing',
  step: 'step',
  'step=+time': 'step',
  host: 'host',
  'name=value': 'variable',
  file: 'file',
  path: 'file',
  key: 'preference',
  topic: 'topic',
  shell: 'shell',
};

export type Around = {
  readonly operands: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly io: Io;
};

export async function candidatesFor(kind: ValueKind, around: Around): Promise<Completion> {
  const files = kind === 'file' ? 'files' : kind === 'plan' || kind === 'plan-or-run' ? 'plans' : 'none';
  try {
    return { files, candidates: await known(kind, around) };
  } catch {
    // A journal or a plan that can't be read offers nothing.
    return { files, candidates: [] };
  }
}

async function known(kind: ValueKind, around: Around): Promise<readonly Candidate[]> {
  switch (kind) {
    case 'nothing':
    case 'file':
    case 'plan':
      return [];
    case 'run':
    case 'plan-or-run':
      return runs(around, false);
    case 'open-run':
      return runs(around, true);
    case 'step':
      return steps(around);
    case 'host':
      return (await planOf(around)).hosts.map((value) => ({ value, about: '' }));
    case 'variable':
      return Object.entries((await planOf(around)).vars).map(([name, value]) => ({
        value: `${name}=`,
        about: `was ${safeLine(value)}`,
      }));
    case 'topic':
      return bare(topics);
    case 'shell':
      return bare(shells);
    case 'preference':
      return bare(preferenceKeys);
    case 'preference-value':
      return bare(VALUES[around.operands[0] ?? ''] ?? []);
  }
}

const VALUES: Readonly<Record<string, readonly string[]>> = { theme: themeNames, ascii: ['yes', 'no'] };

function bare(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, about: '' }));
}

const MOST_RUNS = 30;

async function runs({ values, io }: Around, open: boolean): Promise<readonly Candidate[]> {
  const options = { journal: values.get('--journal') };
  // Looking makes no journal.
  if (!existsSync(await journalFile(options, io))) return [];
  return withJournal({ options, io }, async (journal) => {
    const all = (await journal.runs()).filter(({ endedAt }) => !open || endedAt === undefined);
    const listed = all.slice(0, MOST_RUNS).map(({ run, title, mode, createdAt }) => ({
      value: run,
      about: `${formatDate(createdAt, 'UTC')} ${mode} ${safeLine(title)}`,
    }));
    return listed.length === 0 ? [] : [{ value: 'last', about: 'the newest run' }, ...listed];
  });
}

async function steps(around: Around): Promise<readonly Candidate[]> {
  return stepsOf(await planOf(around)).map(({ id, title }) => ({ value: id, about: safeLine(title) }));
}

async function planOf({ operands, values, io }: Around) {
  const name = values.get('--from') ?? operands[0] ?? '';
  return (await planSource(name, { options: { journal: values.get('--journal') }, io })).plan;
}
