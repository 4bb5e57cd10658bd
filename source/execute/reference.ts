import { readFile } from 'node:fs/promises';

export type ResolvedReference =
  | { readonly type: 'resolved'; readonly value: string }
  /** The reason names the reference, never its value. */
  | { readonly type: 'missing'; readonly reason: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Resolves `env:NAME` or `file:PATH` (without its last line ending) just before use; anything else is taken literally. */
export async function resolveReference(
  reference: string,
  env: Environment = process.env,
): Promise<ResolvedReference> {
  if (reference.startsWith('env:')) return fromEnvironment(reference, env);
  if (reference.startsWith('file:')) return await fromFile(reference);
  return { type: 'resolved', value: reference };
}

/** An environment without the variables that references point at: what is a secret of the plan is nobody else's. */
export function withoutReferenced(env: Environment, references: readonly string[]): Environment {
  const secret = new Set(references.filter((text) => text.startsWith('env:')).map(nameOf));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secret.has(name)));
}

function nameOf(reference: string): string {
  return reference.slice('env:'.length);
}

function fromEnvironment(reference: string, env: Environment): ResolvedReference {
  const name = nameOf(reference);
  const value = env[name];
  if (value === undefined) return missing(`${reference}: the environment has no variable ${name}`);
  if (value === '') return missing(`${reference}: the variable ${name} is empty`);
  return { type: 'resolved', value };
}

async function fromFile(reference: string): Promise<ResolvedReference> {
  const path = reference.slice('file:'.length);
  try {
    const value = (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
    return value === '' ? missing(`${reference}: the file is empty`) : { type: 'resolved', value };
  } catch (error) {
    return missing(`${reference}: the file can't be read (${codeOf(error)})`);
  }
}

function missing(reason: string): ResolvedReference {
  return { type: 'missing', reason };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
