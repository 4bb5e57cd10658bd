/** Help begins with what one wants to do. */
export const examples = `Examples:
  gonogo check plans/release.md                read the plan, print its timeline or its problems
  gonogo check plans/release.md --preflight    reach every host, database and mail server first
  gonogo trust plans/release.md                show the host keys that are not known yet
  gonogo rehearse plans/release.md --auto      see the whole window, fast, touching nothing
  gonogo run plans/release.md                  carry it out; the same command goes on after a break
  gonogo run plans/release.md --plain < lines  drive it by lines on standard input; looks at nothing first
  gonogo replay last --speed 60                see the last run again
  gonogo verify last                           whether its record is as it was written, and who signed it
  gonogo hosts 'web[01-12]!web03'              what a host set means
`;

export const exitCodeHelp = `Exit codes:
  0 done, go            1 internal error      2 usage             3 plan invalid
  4 preflight no-go     5 ended with failures 6 fell back         7 aborted
  8 left open, join it again                  10 record not intact
  12 storage failed
`;
