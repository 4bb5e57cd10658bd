/** Quotes for every POSIX shell. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A folder as one word of a shell; `~` is the home folder. */
export function shellFolder(path: string): string {
  const home = /^~(?=\/|$)/.test(path);
  return home ? `"$HOME"${shellQuote(path.slice(1))}` : shellQuote(path);
}

export type ShellNeeds = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly commands: string;
};

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Why no shell can be given this; undefined where one can. */
export function unfitForShell({ env, cwd, commands }: ShellNeeds): string | undefined {
  const badName = Object.keys(env).find((name) => !variableName.test(name));
  if (badName !== undefined) return `${JSON.stringify(badName)} cannot be the name of a shell variable`;
  const badValue = Object.keys(env).find((name) => env[name]?.includes('\0'));
  if (badValue !== undefined)
    return `the variable ${badValue} holds a NUL character, which no shell can take`;
  if (commands.includes('\0') || cwd?.includes('\0'))
    return 'the step holds a NUL character, which no shell can take';
  return undefined;
}
