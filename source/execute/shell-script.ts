export type ShellScript =
  | { readonly type: 'script'; readonly text: string }
  | { readonly type: 'refused'; readonly reason: string };

export type ShellScriptParts = {
  readonly env: Readonly<Record<string, string>>;
  /** Where the step's commands run; `~` is the home folder. */
  readonly cwd: string | undefined;
  /** The step's own commands. */
  readonly commands: string;
  /** Marks the one line that is for us and not for the operator; see shell-frame.ts. */
  readonly nonce: string;
};

/**
 * The text for the stdin of `sh -s`: tells whom to kill, enters the folder, exports the variables, runs the
 * commands. POSIX only: dash, bash and busybox take it. Nothing of it is ever an argument of a process.
 */
export function shellScript({ env, cwd, commands, nonce }: ShellScriptParts): ShellScript {
  const wrong = whatIsWrong({ env, cwd, commands });
  if (wrong !== undefined) return { type: 'refused', reason: wrong };
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${shellQuote(value)}`);
  const lines = [
    ...killTarget,
    ...enter(cwd, nonce),
    `printf '%s %s\\n' '${nonce}' "$1"`,
    'set --',
    ...exports,
  ];
  return { type: 'script', text: [...lines, ...run(commands)].join('\n') };
}

/** Quotes for every POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

function whatIsWrong({ env, cwd, commands }: Omit<ShellScriptParts, 'nonce'>): string | undefined {
  const badName = Object.keys(env).find((name) => !variableName.test(name));
  if (badName !== undefined) return `${JSON.stringify(badName)} cannot be the name of a shell variable`;
  const badValue = Object.keys(env).find((name) => env[name]?.includes('\0'));
  if (badValue !== undefined)
    return `the variable ${badValue} holds a NUL character, which no shell can take`;
  if (commands.includes('\0') || cwd?.includes('\0'))
    return 'the step holds a NUL character, which no shell can take';
  return undefined;
}

// Leaves in $1 what `kill` is given: the group where the session is our own, else this one process.
const killTarget = [
  '{ IFS= read -r gonogo_stat </proc/$$/stat; } 2>/dev/null ||',
  '  { gonogo_stat=$(ps -o pgid= -p $$ 2>/dev/null); gonogo_stat=") - - $gonogo_stat $gonogo_stat"; }',
  'set -- ${gonogo_stat##*) }',
  'unset gonogo_stat',
  'if [ -n "$3" ] && [ "$3" = "$4" ]; then set -- "-$3"; else set -- "$$"; fi',
];

function enter(cwd: string | undefined, nonce: string): readonly string[] {
  if (cwd === undefined) return [];
  const home = /^~(?=\/|$)/.test(cwd);
  const folder = home ? `"$HOME"${shellQuote(cwd.slice(1))}` : shellQuote(cwd);
  return [`CDPATH= cd -- ${folder} || { printf '%s cd\\n' '${nonce}'; exit 1; }`];
}

// One compound command: the shell has read it to its end before stdin becomes /dev/null.
function run(commands: string): readonly string[] {
  return ['{', 'exec </dev/null', `eval ${shellQuote(commands)}`, 'exit', '}', ''];
}
