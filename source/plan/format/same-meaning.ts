import type { Plan } from '../plan.ts';

/** Do two plans say the same, wherever in their files they say it? */
export function sameMeaning(a: Plan, b: Plan): boolean {
  return meaningOf(a) === meaningOf(b);
}

function meaningOf(plan: Plan): string {
  const { file: _, ...rest } = plan;
  return JSON.stringify(rest, (key, value: unknown) => {
    if (key === 'line') return undefined;
    return value;
  });
}
