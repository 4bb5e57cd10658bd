import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';

export type ResolvedReference =
  /** `warning`: what a person should mend, and can go on with. */
  | { readonly type: 'resolved'; readonly value: string; readonly warning?: string | undefined }
  /**
   * The reason names the reference, never its value; `bare` is the same without a word of the program that was asked,
   * where it has said some.
   */
  | { readonly type: 'missing'; readonly reason: string; readonly bare?: string };

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Resolves a reference just before use: `env:NAME`, `file:PATH` (without its last line ending), `cmd:COMMAND` (what it
 * prints), `op://VAULT/ITEM/FIELD` (1Password) or `sops:FILE#KEY`; anything else is taken literally.
 */
export async function resolveReference(
  reference: string,
  env: Environment = process.env,
): Promise<ResolvedReference> {
  if (reference.startsWith('env:')) return fromEnvironment(reference, env);
  if (reference.startsWith('file:')) return await fromFile(reference);
  const tool = toolFor(reference);
  if (tool === undefined) return { type: 'resolved', value: reference };
  const { fromCommand } = await import('./reference-command.ts');
  return await fromCommand({ reference, env, ...tool });
}

/** Looks a reference up. */
export type Resolve = (reference: string) => Promise<ResolvedReference>;

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
  const path = inHome(reference.slice('file:'.length));
  try {
    const value = (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
    if (value === '') return missing(`${reference}: the file is empty`);
    const others = ((await stat(path)).mode & 0o077) !== 0;
    const warning = others ? `${reference}: others than you can get at this file (chmod 600)` : undefined;
    return { type: 'resolved', value, ...(warning === undefined ? {} : { warning }) };
  } catch (error) {
    return missing(`${reference}: the file can't be read (${codeOf(error)})`);
  }
}

function inHome(path: string): string {
  return path.replace(/^~(?=\/)/, homedir());
}

type Tool = { readonly command: string; readonly args: readonly string[]; readonly missing: string };

/** Undefined for what is no reference. */
function toolFor(reference: string): Tool | undefined {
  if (reference.startsWith('cmd:')) {
    const words = reference.slice('cmd:'.length).trim();
    return { command: '/bin/sh', args: ['-c', words], missing: 'there is no /bin/sh' };
  }
  if (reference.startsWith('op://')) {
    const missing = '`op`, the command line of 1Password, is not installed here';
    return { command: 'op', args: ['read', '--no-newline', reference], missing };
  }
  if (!reference.startsWith('sops:')) return undefined;
  const [, file = '', key = ''] = /^sops:([^#]*)#?(.*)$/.exec(reference) ?? [];
  const extract =
    key === ''
      ? []
      : [
          '--extract',
          key
            .split('.')
            .map((part) => `["${part}"]`)
            .join(''),
        ];
  return { command: 'sops', args: ['-d', ...extract, inHome(file)], missing: '`sops` is not installed here' };
}

function missing(reason: string): ResolvedReference {
  return { type: 'missing', reason };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
