import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const project = resolve(import.meta.dirname, '../..');

export type HomeOptions = {
  /** Of the benchmark. */
  readonly folder: string;
  /** Where the steps run, as a plan says it. */
  readonly on: string;
  /** What each step runs, in order. The first is `step1`; each waits for the one before. */
  readonly steps: readonly string[];
  readonly sshConfig: string;
};

/** A home folder for one run of the built program, with a plan and a journal of its own. */
export type GonogoHome = {
  /** A command line that runs the plan by lines. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly journal: string;
  /** Seconds from a step's start to the end of its attempt, by the journal's events. */
  readonly seconds: (step: string) => number;
  /** How many bytes of output the journal holds. */
  readonly bytes: () => number;
  readonly remove: () => void;
};

/** A home folder with a journal that nobody else writes, and how to start the built program in it. */
export type BareHome = Pick<GonogoHome, 'env' | 'cwd' | 'journal' | 'remove'> & {
  readonly folder: string;
  /** A command line of the built program with these arguments. */
  readonly gonogo: (...args: readonly string[]) => readonly string[];
};

export function makeBareHome(folder: string): BareHome {
  const home = mkdtempSync(join(folder, 'gonogo-'));
  const journal = join(home, 'journal.sqlite');
  return {
    folder: home,
    gonogo: (...args) => [process.execPath, join(project, 'bin/gonogo.js'), ...args],
    env: {
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_STATE_HOME: home,
      GONOGO_JOURNAL: journal,
      GONOGO_AS: 'Bench',
    },
    cwd: project,
    journal,
    remove: () => rmSync(home, { recursive: true }),
  };
}

export function makeHome({ folder, on, steps, sshConfig }: HomeOptions): GonogoHome {
  const home = makeBareHome(folder);
  const { journal } = home;
  const plan = join(home.folder, 'plan.md');
  writeFileSync(plan, planText(on, steps));
  return {
    ...home,
    command: home.gonogo('run', plan, '--plain', '--start', 'now', '--ssh-config', sshConfig),
    seconds: (step) => {
      const at = (type: string) =>
        ask(journal, `SELECT wall AS n FROM events WHERE type = '${type}' AND event ->> 'step' = '${step}'`);
      return (at('attempt.finished') - at('step.started')) / 1_000;
    },
    bytes: () => ask(journal, 'SELECT coalesce(sum(length), 0) AS n FROM output'),
  };
}

function ask(journal: string, question: string): number {
  const database = new DatabaseSync(journal, { readOnly: true, timeout: 5_000 });
  try {
    return Number(database.prepare(question).get()?.n);
  } finally {
    database.close();
  }
}

function planText(on: string, steps: readonly string[]): string {
  // The day is tomorrow's in any zone: a plan whose window has passed is not begun.
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  const blocks = steps.map((command, index) => {
    const after = index === 0 ? '' : ` after=step${index}`;
    const where = on === 'local' ? '' : ' on=@all';
    return `- (S + 0m Ops) Step ${index + 1} {#step${index + 1}${after}}\n\n  \`\`\`sh${where}\n  ${command}\n  \`\`\`\n`;
  });
  const hosts = on === 'local' ? '' : `hosts:\n  all: "${on}"\n`;
  const header = `title: Benchmark\nwindow: ${day} 05:00 - 07:00 UTC\nstart: window\nroles:\n  ops: Bench\n${hosts}`;
  return `---\n${header}---\n\n# Benchmark\n\n## During the window\n\n${blocks.join('\n')}`;
}
