import { exitCodes, exitCodeWords } from './exit-codes.ts';

/** Help begins with what one wants to do. */
export const examples = `Examples:
  gonogo check plans/release.md                read the plan, print its timeline or its problems
  gonogo check plans/release.md --preflight    reach every host, database and mail server first
  gonogo import page.html -o release.md        make a plan of the document that people have
  gonogo trust plans/release.md                show the host keys that are not known yet
  gonogo rehearse plans/release.md --auto      see the whole window, fast, touching nothing
  gonogo run plans/release.md                  carry it out; the same command goes on after a break
  gonogo run plans/release.md --plain < lines  drive it by lines on standard input; looks at nothing first
  gonogo replay last --speed 60                see the last run again
  gonogo new --from plans/release.md           next month's plan, made from this one
  gonogo verify last                           whether its record is as it was written, and who signed it
  gonogo hosts 'web[01-12]!web03'              what a host set means
`;

export const importExamples = `Examples:
  gonogo import plan.docx -o release.md           a plan of a document; what was guessed goes to standard error
  gonogo import steps.xlsx -o release.md --interactive   asks for what the document doesn't say
  gonogo import page.html --json | jq .guesses    a page saved from a wiki; every guess as data
  gonogo import notes.txt --zone Europe/Vienna | less

Reads plain text, Markdown, HTML, .docx, .csv and .xlsx. Nothing of the document is dropped, and nothing runs that
nobody wrote as a command. Exit code 0: the plan checks; 3: it is written, and a person has to fill something in;
2: the document can't be read.
`;

/** Every exit code there is, in two columns. */
export const exitCodeHelp = `Exit codes:\n${exitCodeLines().join('\n')}\n`;

function exitCodeLines(): readonly string[] {
  const all = Object.entries(exitCodeWords).map(([name, words]) => {
    const code = Object.entries(exitCodes).find(([other]) => other === name)?.[1];
    return `${String(code).padStart(3)} ${words}`;
  });
  const half = Math.ceil(all.length / 2);
  return all.slice(0, half).map((left, row) => `${left.padEnd(32)}${all[row + half] ?? ''}`.trimEnd());
}
