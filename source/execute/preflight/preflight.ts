import type { Plan } from '../../plan/plan.ts';
import { referencesOf } from '../plan-references.ts';
import { messageOf, oneLine } from '../reason.ts';
import { type Environment, withoutReferenced } from '../reference.ts';
import { createVault, type Vault } from '../secrets/vault.ts';
import type { Transport } from '../shell/shell-channel.ts';
import { systemTimers, type Timers } from '../timers.ts';
import {
  type Finding,
  go,
  noGo,
  type PreflightReport,
  type PreflightResult,
  warn,
  worstOf,
} from './preflight-report.ts';
import { type PreflightTarget, preflightOf } from './preflight-targets.ts';

export type PreflightOptions = {
  readonly plan: Plan;
  /** The one that the run will use: its connections are kept. */
  readonly transport: Transport;
  /** What local steps see, and where references (`env:NAME`) are looked up; the process's own by default. */
  readonly env?: Environment | undefined;
  readonly timers?: Timers | undefined;
  /** The plan's secrets, where the run has them from, too. */
  readonly vault?: Vault | undefined;
  /** Ends attempts to connect to databases. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the results of one target as soon as they are all there. */
  readonly onResults?: (results: readonly PreflightResult[]) => void;
};

/**
 * Looks at everything that the plan acts on, by the same ways as the run: hosts, this machine, databases, the mail
 * server. Changes nothing but to make the job folders. All at once; results in the order of the plan. Never rejects.
 */
export async function runPreflight(options: PreflightOptions): Promise<PreflightReport> {
  const vault = options.vault ?? createVault(options);
  const results = await Promise.all(
    preflightOf(options.plan).map(async (target) => {
      const found = await look(target, { ...options, vault });
      const named = found.map((finding): PreflightResult => ({ target: target.name, ...finding }));
      options.onResults?.(named);
      return named;
    }),
  );
  return { verdict: worstOf(results.flat()), results: results.flat() };
}

type Look = PreflightOptions & { readonly vault: Vault };

async function look(target: PreflightTarget, options: Look): Promise<readonly Finding[]> {
  try {
    return await askTarget(target, options);
  } catch (error) {
    return [noGo('connection', `unexpected: ${oneLine(messageOf(error))}`)];
  }
}

async function askTarget(target: PreflightTarget, options: Look): Promise<readonly Finding[]> {
  const { plan, transport, env = process.env, timers = systemTimers } = options;
  const { vault } = options;
  const means = { resolve: vault.address, timers, signal: options.signal ?? new AbortController().signal };
  switch (target.type) {
    case 'host': {
      const { askHost } = await import('./preflight-host.ts');
      return await askHost({ host: target.name, sudo: target.sudo, transport, timers });
    }
    case 'local': {
      const { askThisMachine } = await import('./preflight-local.ts');
      const found = await askThisMachine({
        sudo: target.sudo,
        env: withoutReferenced(env, referencesOf(plan)),
        timers,
      });
      if (target.js !== true) return found;
      const { lookForJs } = await import('./preflight-js.ts');
      return [...found, await lookForJs()];
    }
    case 'database': {
      const { askDatabase } = await import('./preflight-services.ts');
      return await askDatabase({ name: target.database, ref: plan.databases[target.database], plan }, means);
    }
    case 'source': {
      const { lookAtSource } = await import('./preflight-source.ts');
      return [await lookAtSource(target.path)];
    }
    case 'http': {
      const { askServer } = await import('./preflight-http.ts');
      return await askServer(target, { header: vault.header, timers });
    }
    case 'mail': {
      const { askMailServer } = await import('./preflight-services.ts');
      return await askMailServer(plan.mail, means);
    }
    case 'secret':
      return [await askSecret(target.secret, vault)];
  }
}

/** Says that it is there and can be hidden, and nothing of it. */
async function askSecret(name: string, vault: Vault): Promise<Finding> {
  const found = await vault.resolve(name, 'preflight');
  if (found.type === 'missing')
    return noGo('reference', vault.mask(found.reason), 'mend it before the window');
  if (found.warning !== undefined) return warn('reference', vault.mask(found.warning));
  return go('reference', 'it is there, and can be masked');
}
