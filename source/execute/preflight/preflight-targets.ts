import { fillValues, usedNames } from '../../plan/fill-values.ts';
import { type Action, allActionsOf, type Plan, stepsOf, targetsOf } from '../../plan/plan.ts';
import { secretsOf, serversOf } from './preflight-http.ts';

/** What is looked at before a plan runs. */
export type PreflightTarget =
  | { readonly type: 'local' | 'host'; readonly name: string; readonly sudo: boolean; readonly js?: true }
  | { readonly type: 'database'; readonly name: string; readonly database: string }
  | { readonly type: 'mail'; readonly name: string }
  | { readonly type: 'secret'; readonly name: string; readonly secret: string }
  /** `https://www:443`, and what of the requests made there is a secret. */
  | { readonly type: 'http'; readonly name: string; readonly references: readonly string[] }
  /** `file:PATH`, which a step copies from here. */
  | { readonly type: 'source'; readonly name: string; readonly path: string };

/** Everything that a step of the plan acts on, the way back included, each once and in the order of the plan. */
export function preflightOf(plan: Plan): readonly PreflightTarget[] {
  const found = new Map<string, PreflightTarget>();
  for (const action of stepsOf(plan).flatMap(allActionsOf)) {
    for (const secret of action.secrets) {
      found.set(`secret:${secret}`, { type: 'secret', name: `secret:${secret}`, secret });
    }
    if (action.wait?.until.type === 'port' || action.wait?.until.type === 'offset') continue;
    if (action.kind === 'http') {
      for (const name of serversOf(action, plan)) {
        const before = found.get(name);
        const known = before?.type === 'http' ? before.references : [];
        const references = [...new Set([...known, ...secretsOf(action)])];
        found.set(name, { type: 'http', name, references });
      }
      continue;
    }
    for (const path of sourcesOf(action, plan)) {
      found.set(`file:${path}`, { type: 'source', name: `file:${path}`, path });
    }
    for (const name of targetsOf(action.on)) {
      const before = found.get(name);
      found.set(name, before === undefined ? targetOf(name, action) : merged(before, action));
    }
  }
  return [...found.values()];
}

function targetOf(name: string, action: Action): PreflightTarget {
  const { on } = action;
  switch (on.type) {
    case 'local':
      return { type: 'local', name, sudo: usesSudo(action), ...(action.kind === 'js' ? { js: true } : {}) };
    case 'hosts':
      return { type: 'host', name, sudo: usesSudo(action) };
    case 'database':
      return { type: 'database', name, database: on.name };
    case 'mail':
      return { type: 'mail', name };
  }
}

function merged(target: PreflightTarget, action: Action): PreflightTarget {
  if (target.type !== 'host' && target.type !== 'local') return target;
  const js = action.kind === 'js' ? ({ js: true } as const) : {};
  return { ...target, ...js, sudo: target.sudo || usesSudo(action) };
}

/** Files that a copy takes from here; those with a name of their own for each host are left out. */
function sourcesOf({ copy }: Action, { vars }: Pick<Plan, 'vars'>): readonly string[] {
  const names =
    copy?.files.flatMap(({ verb, from }) => (verb === 'put' ? [fillValues(from, vars)] : [])) ?? [];
  return names.filter((name) => usedNames(name).length === 0);
}

/** As a word where a command may stand; comments don't count. */
function usesSudo({ kind, text }: Action): boolean {
  if (kind !== 'sh') return false;
  return text.split('\n').some((line) => /(?:^|[\s;&|({`!])sudo\s/.test(line.replace(/(?:^|\s)#.*$/, '')));
}
