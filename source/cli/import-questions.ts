import { clockAt } from '../plan/import/clock-time.ts';
import type { Guess } from '../plan/import/document.ts';
import { findDate } from '../plan/import/find-date.ts';
import { findRange } from '../plan/import/find-window.ts';
import type { Answers, Imported } from '../plan/import/import-plan.ts';
import { findZone } from '../plan/zone.ts';
import { plainText } from '../session/terminal-text.ts';
import { askLine } from './ask-line.ts';
import type { Io } from './io.ts';

type Ask = (question: string) => Promise<string | undefined>;

/** Asks for what the document doesn't say, and about what is unsure; Enter leaves a thing as it is. */
export async function askAll(
  imported: Imported,
  {
    given,
    io,
    ask = (question) => askLine(question, { io }),
  }: { readonly given: Answers; readonly io: Io; readonly ask?: Ask },
): Promise<Answers> {
  const { window, unknown, guesses } = imported;
  const until = <Value>(question: string, read: (answer: string) => Value | undefined, wanted: string) =>
    askUntil({ question, read, wanted, ask, io });
  const askWindow = () =>
    until('The window, from and to (05:00 - 07:00): ', findRange, 'no two times of day');
  let answers: Answers = given;
  io.err('Enter alone leaves a thing as it is; `gonogo check` points at what stays open.\n');
  if (window.date === undefined) {
    answers = {
      ...answers,
      date: await until('The date of the release (2026-01-31): ', (text) => findDate(text)?.date, 'no date'),
    };
  }
  if (window.opens === undefined || window.closes === undefined) {
    const range = await askWindow();
    if (range !== undefined) answers = { ...answers, opens: range.from, closes: range.to };
    else if (window.opens === undefined) {
      answers = {
        ...answers,
        opens: await until(
          'When the window opens (05:00): ',
          (text) => clockAt(text)?.minute,
          'no time of day',
        ),
      };
    }
  }
  if (given.zone === undefined && guesses.some(isZoneGuess)) {
    const zone = await until(
      `The time zone (Enter for ${window.zone ?? 'none'}): `,
      zoneOf,
      'no time zone, like America/Los_Angeles',
    );
    answers = { ...answers, zone };
  }
  const persons: Record<string, string> = {};
  for (const { id, label } of unknown) {
    const person = await until(`Who is ${plainText(label)}? `, (text) => text, '');
    if (person !== undefined) persons[id] = person;
  }
  const doubts: Guess[] = [];
  for (const guess of guesses) {
    if (guess.sure !== 'unsure' || isZoneGuess(guess)) continue;
    const answer = await until(
      `Line ${guess.line}, unsure: ${plainText(guess.read)}. Right? [Y/n] `,
      yesOrNo,
      'neither y nor n',
    );
    if (answer !== 'no') continue;
    const range = isWindowGuess(guess) ? await askWindow() : undefined;
    if (range === undefined) doubts.push(guess);
    else answers = { ...answers, opens: range.from, closes: range.to };
  }
  return { ...answers, persons, doubts };
}

async function askUntil<Value>({
  question,
  read,
  wanted,
  ask,
  io,
}: {
  readonly question: string;
  readonly read: (answer: string) => Value | undefined;
  /** What an answer is that can't be read. */
  readonly wanted: string;
  readonly ask: Ask;
  readonly io: Io;
}): Promise<Value | undefined> {
  for (;;) {
    const answer = await ask(question);
    if (answer === undefined || answer.trim() === '') return undefined;
    const value = read(answer.trim());
    if (value !== undefined) return value;
    io.err(`That is ${wanted}. Once more, or Enter to leave it as it is.\n`);
  }
}

function isZoneGuess({ read }: Guess): boolean {
  return read.startsWith('the time zone ');
}

function isWindowGuess({ read }: Guess): boolean {
  return read.startsWith('the window ');
}

function zoneOf(text: string): string | undefined {
  const found = findZone(text);
  return found.type === 'zone' ? found.zone : undefined;
}

function yesOrNo(text: string): 'yes' | 'no' | undefined {
  if (/^y(?:es)?$/i.test(text)) return 'yes';
  return /^no?$/i.test(text) ? 'no' : undefined;
}
