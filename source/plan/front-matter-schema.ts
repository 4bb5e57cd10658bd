import * as z from 'zod/mini';
import { suggestion } from './suggest.ts';

const text = z.string().check(z.trim(), z.minLength(1));
const textOrList = z.union([text, z.array(text)]);

/** The front matter, key by key: a fault in one does not hide the others. */
export const SHAPE = {
  title: text,
  window: text,
  start: text,
  roles: z.record(z.string(), z.union([text, z.strictObject({ name: text, label: z.optional(text) })])),
  hosts: z.record(z.string(), textOrList),
  transport: z.union([text, z.record(z.string(), text)]),
  'host-keys': z.record(z.string(), textOrList),
  databases: z.record(z.string(), z.strictObject({ url: text })),
  mail: z.strictObject({ server: text, from: text, to: textOrList }),
  vars: z.record(z.string(), z.string()),
  secrets: z.record(z.string(), text),
} as const;

export type Keys = keyof typeof SHAPE;
export const knownKeys: readonly string[] = Object.keys(SHAPE);

export type SchemaFault = {
  readonly path: readonly (string | number)[];
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly mend: string | undefined;
};

/** What each key should look like, for the mend. */
export const EXAMPLES: Readonly<Record<Keys, string>> = {
  title: 'write `title: Gradebook 2 release`',
  window: 'write `window: 2009-08-18 05:00 - 07:00 America/Los_Angeles`',
  start: 'write `start: window`, `start: window + 30m` or `start: 05:30`',
  roles: 'write `qc: Sandra`, or `qc: { name: Sandra, label: QC }`',
  hosts: 'write `app: "n[1-4]"`',
  transport: 'write `transport: openssh`, or `transport: { app: openssh }`',
  'host-keys': 'write `web1: "SHA256:..."`, or a list of them',
  databases: 'write `sakai: { url: "env:SAKAI_DSN" }`',
  mail: 'write `mail: { server: "env:SMTP_URL", from: a@example.org, to: b@example.org }`',
  vars: 'write `tag: 2-6-x`',
  secrets: 'write `db_password: "env:DB_PASSWORD"`',
};

/** Keys of the maps inside, for "did you mean". */
const INNER: Readonly<Partial<Record<Keys, readonly string[]>>> = {
  roles: ['name', 'label'],
  databases: ['url'],
  mail: ['server', 'from', 'to'],
};

export function validate(
  key: Keys,
  value: unknown,
): { readonly value: unknown; readonly faults: readonly SchemaFault[] } {
  const result = z.safeParse(SHAPE[key], value);
  if (result.success) return { value: result.data, faults: [] };
  return {
    value: undefined,
    faults: result.error.issues.flatMap((issue) => faultsOf(key, value, issue, [])),
  };
}

type Issue = z.core.$ZodIssue;

function faultsOf(key: Keys, value: unknown, issue: Issue, prefix: readonly PropertyKey[]): SchemaFault[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => errors.every((inner) => inner.path.length > 0));
    if (branch !== undefined && branch.length > 0) {
      return branch.flatMap((inner) => faultsOf(key, value, inner, path));
    }
    const record = issue.errors.find((errors) => errors.some((inner) => inner.code === 'unrecognized_keys'));
    if (record !== undefined) return record.flatMap((inner) => faultsOf(key, value, inner, path));
  }
  const place = [key, ...path].map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((unknown) => ({
      path: [...place, unknown],
      part: 'key',
      message: `unknown key \`${unknown}\` in \`${place.join('.')}\``,
      mend: suggestion(unknown, INNER[key] ?? []),
    }));
  }
  const given = valueAt(value, path);
  const state = given === undefined || given === '' ? 'is missing' : 'has the wrong shape';
  return [{ path: place, part: 'value', message: `\`${place.join('.')}\` ${state}`, mend: EXAMPLES[key] }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}
