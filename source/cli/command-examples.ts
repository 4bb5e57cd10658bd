import { importExamples } from './help.ts';

/** What the help of a command begins with; undefined: there is no such command, or it is not for people. */
export function commandExamples(command: string): string | undefined {
  if (command === 'import') return importExamples;
  const lines = Object.hasOwn(EXAMPLES, command) ? EXAMPLES[command] : undefined;
  if (lines === undefined) return undefined;
  const width = Math.max(...lines.map(([line]) => line.length));
  return `Examples:\n${lines.map(([line, does]) => `  ${line.padEnd(width)}   ${does}\n`).join('')}`;
}

const EXAMPLES: Readonly<Record<string, readonly (readonly [line: string, does: string])[]>> = {
  check: [
    ['gonogo check release.md', 'its timeline, or every problem with line and mend'],
    ['gonogo check release.md --preflight', 'reach every host, database and mail server: GO or NO-GO'],
  ],
  trust: [['gonogo trust release.md', 'shows the keys of unknown hosts; compare them, then type yes']],
  hosts: [
    ["gonogo hosts 'web[01-12]!web03'", 'all of them but web03, one a line'],
    ['gonogo hosts --fold web1 web2 web3', 'web[1-3]'],
  ],
  run: [
    ['gonogo run release.md', 'carry it out; the same command goes on after a break'],
    ['gonogo run release.md --start +10m', 'S is in ten minutes, whatever the plan says'],
    ['gonogo run release.md --plain < lines', 'drive it by lines on standard input'],
  ],
  rehearse: [
    ['gonogo rehearse release.md', 'you act yourself, sixty times as fast; nothing is touched'],
    ['gonogo rehearse release.md --auto', 'somebody sensible plays everybody'],
    ['gonogo rehearse release.md --auto --late backup=+25m --fail deploy', 'with trouble'],
    ['gonogo rehearse release.md --matrix', 'going back from every step in turn'],
  ],
  join: [
    ['gonogo join last', 'the run that was open last'],
    ['gonogo join C5RN --as sandra --roles qc', 'that one, by its name in gonogo runs'],
  ],
  runs: [['gonogo runs', 'the newest first; at a terminal, Enter goes on with the open one']],
  status: [['gonogo status last', 'where each step stands']],
  log: [
    ['gonogo log last', 'what all steps wrote'],
    ['gonogo log last deploy-head --host web3', 'one step, on one host'],
  ],
  replay: [['gonogo replay last --speed 60', 'the window again, a minute a second']],
  report: [
    ['gonogo report last', 'gonogo-RUN.html, one page'],
    ['gonogo report last --format md -o -', 'Markdown, on standard output'],
  ],
  compare: [['gonogo compare C5RN last', 'what the last run did otherwise']],
  export: [
    ['gonogo export last --format asciicast --screen -o run.cast', 'the screens, for asciinema'],
    ['gonogo export last --format logs -o logs', 'a folder with a file a step and host'],
  ],
  verify: [['gonogo verify last', 'exit code 10 where the record was changed']],
  config: [
    ['gonogo config', 'all that is set'],
    ['gonogo config roles qc,dba', 'the roles at this keyboard'],
    ['gonogo config theme light', 'or dark, high-contrast, mono'],
  ],
  format: [
    ['gonogo format --write release.md', 'its one form'],
    ['gonogo format --check release.md', 'for CI: exit code 13 where it is not in it'],
  ],
  new: [
    ['gonogo new -o first.md', 'a small plan to begin with'],
    ['gonogo new --from august.md -o september.md --date 2026-09-15 --var tag=v9', 'the next one'],
  ],
  diff: [
    ['gonogo diff august.md september.md', 'what the second says otherwise, step by step'],
    ['gonogo diff last september.md', 'against the plan that the last run had'],
  ],
  doctor: [['gonogo doctor --plan release.md', 'run it at the terminal of the night']],
  completion: [
    ['source <(gonogo completion bash)', 'or zsh, in ~/.bashrc or ~/.zshrc'],
    ['gonogo completion fish | source', 'in config.fish'],
  ],
  help: [
    ['gonogo help plan', 'the plan language'],
    ['gonogo help run', 'the same as gonogo run --help'],
  ],
};
