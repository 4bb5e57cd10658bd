import type { Terminal } from '../helpers/terminal.ts';

/** A person at the keyboard: looks, presses one key at a time, and goes on when the screen shows what came of it. */
export type Operator = {
  /** Waits for the preflight to say go, and goes on from there to the run's screens. */
  readonly passPreflight: () => Promise<void>;
  /** Waits for a result of the preflight that takes keys. */
  readonly preflightSays: (pattern: RegExp) => Promise<void>;
  /** Enter on the chosen step, and yes once the question may be answered. */
  readonly start: (title: string) => Promise<void>;
  /** The same where nobody could go back in time after it: with the step's own word. */
  readonly startLate: (title: string, word: string) => Promise<void>;
  /** The same over steps that are not settled: with a reason and the step's own word. */
  readonly startOver: (title: string, reason: string, word: string) => Promise<void>;
  /** Waits until this step is the one that needs somebody. */
  readonly at: (title: string) => Promise<void>;
  readonly press: (key: string) => void;
  /** Answers the question on the screen: each key once the one before it is there, then Enter. */
  readonly type: (words: string) => Promise<void>;
  /** Waits for a question. */
  readonly asked: (pattern: RegExp) => Promise<void>;
};

export const enter = '\r';

export function operatorAt(terminal: Terminal): Operator {
  async function at(title: string): Promise<void> {
    await terminal.waitFor(new RegExp(`│ \\d+ ${title}`), {
      timeout: 60_000,
      what: `the step "${title}" in the right pane`,
    });
  }

  /** A question takes no keys before its cursor shows. */
  async function asked(pattern: RegExp): Promise<void> {
    const rows = (text: readonly string[]): boolean =>
      pattern.test(text.join('\n')) && text.some((row) => row.includes('▏'));
    await terminal.waitFor(rows, { what: `a question like ${pattern} that takes keys` });
  }

  async function type(words: string): Promise<void> {
    for (let end = 1; end <= words.length; end += 1) {
      terminal.write(words.slice(end - 1, end));
      // With its cursor: a blank at the end is there too before the next key goes.
      const typed = `> ${words.slice(0, end)}▏`;
      await terminal.waitFor(typed, { what: `"${typed}" typed` });
    }
    terminal.write(enter);
    await terminal.waitFor((rows) => !rows.some((row) => row.includes(`> ${words}▏`)), {
      what: `"${words}" taken`,
    });
  }

  async function open(title: string): Promise<void> {
    await at(title);
    terminal.write(enter);
    await asked(new RegExp(`Start: \\d+ ${title}`));
  }

  async function passPreflight(): Promise<void> {
    await preflightSays(/^ GO\b/);
    terminal.write(enter);
    await terminal.waitFor((rows) => !rows.some((row) => row.startsWith(' PREFLIGHT')), {
      what: 'the screens of the run after the preflight',
    });
  }

  /** Its result takes no keys before a cursor shows behind it. */
  async function preflightSays(pattern: RegExp): Promise<void> {
    await terminal.waitFor((rows) => rows.some((row) => pattern.test(row) && row.endsWith('▏')), {
      timeout: 60_000,
      what: `a preflight that says ${pattern}`,
    });
  }

  return {
    passPreflight,
    preflightSays,
    at,
    asked,
    type,
    press: (key) => terminal.write(key),
    start: async (title) => {
      await open(title);
      terminal.write('y');
    },
    startLate: async (title, word) => {
      await open(title);
      await asked(/no safe way back/);
      await type(word);
    },
    startOver: async (title, reason, word) => {
      await open(title);
      await type(reason);
      await asked(/not its turn/);
      await type(word);
    },
  };
}
