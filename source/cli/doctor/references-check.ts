import { stat } from 'node:fs/promises';
import { resolveReference } from '../../execute/reference.ts';
import type { Plan } from '../../plan/plan.ts';
import { bad, type DoctorCheck, type Finding, ok, warn } from './doctor-check.ts';

/** What the plan refers to instead of saying it. No value is kept or shown. */
export const referencesCheck: DoctorCheck = {
  name: 'references',
  look: async ({ io: { env }, plan }) => {
    if (plan === undefined) return [];
    const references = referencesOf(plan);
    if (references.length === 0) return [ok('the plan has none')];
    return Promise.all(references.map(({ where, reference }) => look({ where, reference, env })));
  },
};

type Placed = { readonly where: string; readonly reference: string };

/** Every `env:NAME` and `file:PATH` of the front matter, wherever it stands there. */
export function referencesOf({ timelines: _, vars: __, title: ___, ...front }: Plan): readonly Placed[] {
  const found: Placed[] = [];
  const open: (readonly [string, unknown])[] = Object.entries(front);
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const [where, value] = next;
    if (typeof value === 'string') {
      if (/^(?:env:[A-Za-z_]\w*|file:\S.*)$/.test(value)) found.push({ where, reference: value });
    } else if (typeof value === 'object' && value !== null) {
      open.unshift(...Object.entries(value).map(([key, inner]) => [`${where}.${key}`, inner] as const));
    }
  }
  return found;
}

async function look({
  where,
  reference,
  env,
}: Placed & { readonly env: NodeJS.ProcessEnv }): Promise<Finding> {
  const result = await resolveReference(reference, env);
  if (result.type === 'missing') return bad(`${where}: ${result.reason}`, mendOf(reference));
  const says = `${where}: ${reference} is there`;
  if (!reference.startsWith('file:')) return ok(says);
  const path = reference.slice('file:'.length);
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return ok(says);
  return warn(`${where}: ${reference} can be read by others`, `chmod go= ${path}`);
}

function mendOf(reference: string): string {
  return reference.startsWith('env:')
    ? `export ${reference.slice('env:'.length)} in this shell before the window`
    : 'write it, readable by you alone';
}
