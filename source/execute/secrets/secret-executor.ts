import type { Executor, Job, JobResult, Performed } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import type { Timers } from '../timers.ts';
import { maskedJob } from './masked-job.ts';
import type { Vault } from './vault.ts';

export type SecretExecutorOptions = {
  readonly vault: Vault;
  readonly timers: Timers;
  readonly perform: (job: Job) => Promise<Performed>;
};

/** Gives each job the secrets that it names, and nobody what of them comes back. */
export function withSecrets({ vault, timers, perform }: SecretExecutorOptions): Executor['perform'] {
  return async (job) => {
    const given = await secretsFor(job, vault);
    if (given.type === 'withheld') return given.end;
    const { job: masked, finish } = maskedJob(job, { vault, timers });
    return finish(await perform({ ...masked, env: { ...masked.env, ...given.env } }));
  };
}

type Given =
  | { readonly type: 'given'; readonly env: Readonly<Record<string, string>> }
  | { readonly type: 'withheld'; readonly end: JobResult };

/** Resolved once for all targets of an action. Also what is only followed needs them: its output can tell them. */
async function secretsFor(job: Job, vault: Vault): Promise<Given> {
  const { secrets } = job.action;
  if (secrets.length === 0) return { type: 'given', env: {} };
  const use = [job.run, job.step, job.attempt, job.action.index].join('/');
  const stopped = Promise.withResolvers<undefined>();
  const stop = () => stopped.resolve(undefined);
  if (job.mode === 'start') {
    job.stop.addEventListener('abort', stop, { once: true });
    if (job.stop.aborted) stop();
  }
  const asked = Promise.all(secrets.map(async (name) => ({ name, found: await vault.resolve(name, use) })));
  const answers = await Promise.race([asked, stopped.promise]);
  job.stop.removeEventListener('abort', stop);
  if (answers === undefined) return { type: 'withheld', end: { result: { type: 'stopped' } } };
  const env: Record<string, string> = {};
  for (const { name, found } of answers) {
    if (found.type === 'missing') return withheld(job, vault.mask(`secret ${name}: ${found.reason}`));
    env[name] = found.value;
  }
  return { type: 'given', env };
}

function withheld(job: Job, why: string): Given {
  if (job.mode === 'attach') {
    // No line of ours in its output: it may be followed later, from where its own ends.
    const reason = `it is not followed, since what it prints could not be masked: ${why}`;
    return { type: 'withheld', end: { result: { type: 'lost', reason } } };
  }
  outputLines(job).err(why);
  return { type: 'withheld', end: { result: { type: 'refused', reason: why } } };
}
