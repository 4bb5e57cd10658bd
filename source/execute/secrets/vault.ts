import type { Plan } from '../../plan/plan.ts';
import { referencesOf } from '../plan-references.ts';
import {
  type Environment,
  type ResolvedReference,
  resolveReference,
  withoutReferenced,
} from '../reference.ts';
import { passwordsOf } from './address-passwords.ts';
import { createMasker } from './masker.ts';
import { type Secret, shortestSecret } from './secret-pieces.ts';
import { createScanner, type Scanner } from './secret-scanner.ts';

/** Resolves a plan's secrets when they are needed, and hides every value that it has ever seen. Nothing is written. */
export type Vault = {
  /** A secret by its name, which no reason says, anew for each `use`: what is asked for under the same one is resolved once. */
  readonly resolve: (name: string, use: string) => Promise<ResolvedReference>;
  /** The address of a database or a mail server, by its reference; its password is hidden from then on. */
  readonly address: (reference: string) => Promise<ResolvedReference>;
  /** A value of a request's header, by its reference; it is hidden from then on. */
  readonly header: (reference: string) => Promise<ResolvedReference>;
  /** Undefined as long as nothing is known. */
  readonly scanner: () => Scanner | undefined;
  readonly mask: (text: string) => string;
  /** Names of the secrets that a text holds. */
  readonly namesIn: (text: string) => readonly string[];
};

export type VaultOptions = {
  readonly plan: Pick<Plan, 'databases' | 'mail' | 'secrets' | 'timelines'>;
  /** Where `env:` references are looked up; the process's own by default. */
  readonly env?: Environment | undefined;
};

/** Bytes: what one variable may hold on every system. */
const largest = 64 * 1024;

export function createVault({ plan, env = process.env }: VaultOptions): Vault {
  // Value -> name: the same value may be seen again and again.
  const known = new Map<string, string>();
  const uses = new Map<string, { readonly use: string; readonly value: Promise<ResolvedReference> }>();
  const bare = withoutReferenced(env, referencesOf(plan));
  let scanner: Scanner | undefined;

  const learn = ({ name, value }: Secret) => {
    if (known.has(value)) return;
    known.set(value, name);
    scanner = createScanner([...known].map(([value, name]) => ({ name, value })));
  };
  // A program that is asked for a secret needs no other one.
  const lookUp = (reference: string) =>
    resolveReference(reference, reference.startsWith('env:') ? env : bare);
  const fresh = async (name: string): Promise<ResolvedReference> => {
    const reference = plan.secrets[name];
    if (reference === undefined) return { type: 'missing', reason: `the plan has no secret ${name}` };
    const found = await lookUp(reference);
    if (found.type === 'missing') return found;
    const fault = secretFault(found.value);
    if (fault !== undefined) return { type: 'missing', reason: `${reference}: ${fault}` };
    learn({ name, value: found.value });
    return found;
  };
  const hidden = (text: string, onFound?: (name: string) => void): string => {
    const masker = createMasker({ scanner: () => scanner, onFound });
    return Buffer.concat([masker.push(Buffer.from(text)), masker.end()]).toString();
  };
  return {
    resolve: async (name, use) => {
      const before = uses.get(name);
      if (before?.use === use) return await before.value;
      const value = fresh(name);
      uses.set(name, { use, value });
      const found = await value;
      // What was missing may be there the next time.
      if (found.type === 'missing' && uses.get(name)?.value === value) uses.delete(name);
      return found;
    },
    address: async (reference) => {
      const found = await lookUp(reference);
      if (found.type === 'resolved') for (const secret of passwordsOf(found.value)) learn(secret);
      return found;
    },
    header: async (reference) => {
      const found = await lookUp(reference);
      if (found.type === 'missing') return found;
      // `Bearer 0123…`: the second part is the secret.
      for (const value of [found.value, found.value.replace(/^\S+\s+/, '')]) {
        if (secretFault(value) === undefined) learn({ name: reference, value });
      }
      return found;
    },
    scanner: () => scanner,
    mask: (text) => (scanner === undefined ? text : hidden(text)),
    namesIn: (text) => {
      const names = new Set<string>();
      if (scanner !== undefined) hidden(text, (name) => names.add(name));
      return [...names];
    },
  };
}

/** Why it can't be given to a step, and be hidden; nothing of the value. */
export function secretFault(value: string): string | undefined {
  if (value.includes('\0')) return 'it holds a NUL character, which no shell can take';
  if (Buffer.byteLength(value) > largest) return `it is longer than ${largest / 1024} KiB`;
  if ([...value.trim()].length >= shortestSecret) return undefined;
  return `it is shorter than ${shortestSecret} characters: it could not be hidden in what steps print`;
}
