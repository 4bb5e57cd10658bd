import { exitCodes, exitCodeWords } from './exit-codes.ts';

/** Help begins with what one wants to do. */
export const examples = `Examples:
  gonogo check plans/release.md                read the plan, print its timeline or its problems
  gonogo check plans/release.md --preflight    reach every host, database and mail server first
  gonogo trust plans/release.md                show the host keys that are not known yet
  gonogo rehearse plans/release.md --auto      see the whole window, fast, touching nothing
  gonogo run plans/release.md                  carry it out; the same command goes on after a break
  gonogo run plans/release.md --plain < lines  drive it by lines on standard input; looks at nothing first
  gonogo replay last --speed 60                see the last run again
  gonogo new --from plans/release.md           next month's plan, made from this one
  gonogo verify last                           whether its record is as it was written, and who signed it
  gonogo hosts 'web[01-12]!web03'              what a host set means
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
