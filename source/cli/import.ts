import { access, writeFile } from 'node:fs/promises';
import type { SourceDocument } from '../plan/import/document.ts';
import { type Answers, type Imported, importPlan } from '../plan/import/import-plan.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { findZone } from '../plan/zone.ts';
import { plainText } from '../session/terminal-text.ts';
import { canAsk } from './ask-line.ts';
import { CommandError } from './command-error.ts';
import { type ReadDocument, readDocument } from './documents/read-document.ts';
import { exitCodes } from './exit-codes.ts';
import { checkImport } from './import-check.ts';
import { askAll } from './import-questions.ts';
import { importJson, importText } from './import-report.ts';
import type { Io } from './io.ts';

export type ImportOptions = {
  readonly document: string;
  /** Where the plan goes; standard output otherwise, or with `-`. */
  readonly output?: string | undefined;
  readonly force?: boolean | undefined;
  /** IANA name, for a document that names none. */
  readonly zone?: string | undefined;
  readonly interactive?: boolean | undefined;
  readonly json?: boolean | undefined;
};

/** Makes a plan of a document, and says of everything that it read into it. */
export async function importDocument(options: ImportOptions, io: Io): Promise<number> {
  const { document: file } = options;
  const output = options.output === '-' ? undefined : options.output;
  const zone = options.zone === undefined ? undefined : zoneOf(options.zone);
  if (output !== undefined && options.force !== true) await refuseExisting(output);
  const { document, markdown } = await read(file);
  if (options.interactive === true && !canAsk(io)) {
    throw new CommandError(exitCodes.usage, '--interactive asks at a terminal, and there is none');
  }
  const isPlan = markdown !== undefined && parsePlan({ text: markdown, file }).type === 'parsed';
  const imported = isPlan ? unchanged(markdown) : await convert(document, { ...options, zone }, io);
  const checked = checkImport(imported, output ?? 'plan.md');
  if (output !== undefined) await write(output, imported.text);
  if (options.json === true)
    io.out(`${JSON.stringify(importJson({ imported, checked, file: output ?? 'plan.md' }), null, 2)}\n`);
  else {
    if (output === undefined) io.out(imported.text);
    io.err(importText({ imported, checked, file, output, isPlan }));
  }
  return checked.done ? exitCodes.ok : exitCodes.planInvalid;
}

function zoneOf(name: string): string {
  const found = findZone(name);
  if (found.type === 'zone') return found.zone;
  const near = found.suggestion === undefined ? '' : `; did you mean ${found.suggestion}?`;
  const message = `--zone ${name}: no time zone; write an IANA name, like America/Los_Angeles${near}`;
  throw new CommandError(exitCodes.usage, plainText(message));
}

async function read(file: string): Promise<ReadDocument> {
  try {
    return await readDocument(file);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(error.code, plainText(`${file}: ${error.message}`), { cause: error });
  }
}

async function convert(document: SourceDocument, options: ImportOptions, io: Io): Promise<Imported> {
  const zone = options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const given: Answers = options.zone === undefined ? {} : { zone: options.zone };
  const first = importPlan(document, { answers: given, zone });
  if (options.interactive !== true) return first;
  const answers = await askAll(first, { given, io });
  return importPlan(document, { answers, zone });
}

/** A document that is a plan already has nothing to be guessed. */
function unchanged(text: string): Imported {
  return {
    text,
    standIn: text,
    open: [],
    guesses: [],
    notes: [],
    steps: 0,
    window: { date: undefined, zone: undefined, shift: 0, opens: undefined, closes: undefined },
    unknown: [],
  };
}

/** Somebody may have worked on it since. */
async function refuseExisting(output: string): Promise<void> {
  const exists = await access(output).then(
    () => true,
    () => false,
  );
  if (!exists) return;
  throw new CommandError(
    exitCodes.usage,
    plainText(`${output}: is there already; name another file, or say --force`),
  );
}

async function write(output: string, text: string): Promise<void> {
  try {
    await writeFile(output, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(exitCodes.storage, plainText(`the plan could not be written: ${reason}`), {
      cause,
    });
  }
}
