import type { Plan } from '../../plan/plan.ts';
import { referencesOf } from '../plan-references.ts';
import { messageOf, oneLine } from '../reason.ts';
import { type Environment, withoutReferenced } from '../reference.ts';
import type { Transport } from '../shell/shell-channel.ts';
import { systemTimers, type Timers } from '../timers.ts';
import {
  type Finding,
  noGo,
  type PreflightReport,
  type PreflightResult,
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
  const results = await Promise.all(
    preflightOf(options.plan).map(async (target) => {
      const found = await look(target, options);
      const named = found.map((finding): PreflightResult => ({ target: target.name, ...finding }));
      options.onResults?.(named);
      return named;
    }),
  );
  return { verdict: worstOf(results.flat()), results: results.flat() };
}

async function look(target: PreflightTarget, options: PreflightOptions): Promise<readonly Finding[]> {
  try {
    return await askTarget(target, options);
  } catch (error) {
    return [noGo('connection', `unexpected: ${oneLine(messageOf(error))}`)];
  }
}

async function askTarget(target: PreflightTarget, options: PreflightOptions): Promise<readonly Finding[]> {
  const { plan, transport, env = process.env, timers = systemTimers } = options;
  const means = { env, timers, signal: options.signal ?? new AbortController().signal };
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
      return await askServer(target, means);
    }
    case 'mail': {
      const { askMailServer } = await import('./preflight-services.ts');
      return await askMailServer(plan.mail, means);
    }
  }
}
