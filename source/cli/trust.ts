import { addKnownHosts } from '../execute/host-keys/own-known-hosts.ts';
import { type SurveyedHost, surveyHostKeys } from '../execute/ssh/host-key-survey.ts';
import { createSshPool, type SshPool } from '../execute/ssh/ssh-pool.ts';
import type { SshSetup } from '../execute/ssh/ssh-setup.ts';
import { sshSetupOf } from '../execute/world.ts';
import { hostsToReach, type Plan } from '../plan/plan.ts';
import { askLine, canAsk } from './ask-line.ts';
import { passphraseAsker } from './ask-passphrase.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { loadPlan } from './load-plan.ts';
import { sshConfigFile } from './settings.ts';
import { stateOf, type TrustState, trustJson, trustText } from './trust-report.ts';

export type TrustOptions = {
  readonly plan: string;
  readonly sshConfig?: string | undefined;
  readonly json: boolean;
};

/** Shows the host keys of a plan's hosts that are not known, and adds them to gonogo's own known_hosts on a typed yes. */
export async function trust(options: TrustOptions, io: Io): Promise<number> {
  const { plan } = await loadPlan(options.plan);
  const asks = canAsk(io) && !options.json;
  const sshConfig = sshConfigFile(options, io);
  const askPassphrase = asks ? passphraseAsker(io) : undefined;
  const setup = sshSetupOf({ plan, sshConfig, askPassphrase, env: io.env });
  const pool = createSshPool({ setup });
  try {
    const survey = await surveyHostKeys(hostsToReach(plan), pool);
    if (options.json) {
      const { file } = plan;
      io.out(`${JSON.stringify({ file, hosts: survey.map(trustJson) }, null, 2)}\n`);
    } else io.out(survey.length === 0 ? 'This plan names no hosts.\n' : trustText(survey));
    const last = asks ? await goOn({ plan, survey, pool, setup, io, asked: new Set() }) : survey;
    return last.every((host) => stateOf(host) === 'known') ? exitCodes.ok : exitCodes.noGo;
  } finally {
    await pool.close();
  }
}

type Round = {
  readonly plan: Plan;
  readonly survey: readonly SurveyedHost[];
  readonly pool: SshPool;
  readonly setup: SshSetup;
  readonly io: Io;
  /** Nobody is asked twice about a host. */
  readonly asked: Set<string>;
};

/** Once a hop is trusted, the hosts behind it can be looked at. */
async function goOn(round: Round): Promise<readonly SurveyedHost[]> {
  const { plan, survey, pool, io } = round;
  const added = await askAbout(round);
  if (added === 0) return survey;
  const next = await surveyHostKeys(hostsToReach(plan), pool);
  const waited = survey.filter((host) => stateOf(host) === 'behind').map(({ name }) => name);
  const seen = next.filter(({ name }) => waited.includes(name));
  if (seen.length > 0) io.out(trustText(seen, next));
  return goOn({ ...round, survey: next });
}

const QUESTIONS: readonly (readonly [TrustState, string])[] = [
  ['unknown', 'unknown'],
  ['other-type-known', 'known by a key of another type only'],
];

/** @returns how many keys were added */
async function askAbout({ survey, setup, io, asked }: Round): Promise<number> {
  const file = setup.ownKnownHosts;
  if (file === undefined) return 0;
  let count = 0;
  for (const [state, words] of QUESTIONS) {
    const keys = survey.flatMap(({ knownAs, found }) =>
      found.type === 'shown' && found.verdict.type === state && !asked.has(knownAs)
        ? [{ knownAs, key: found.key }]
        : [],
    );
    if (keys.length === 0) continue;
    for (const { knownAs } of keys) asked.add(knownAs);
    const hosts = keys.length === 1 ? 'the one host' : `the ${keys.length} hosts`;
    const what = `Compare the fingerprints with the hosts' own. To trust ${hosts} that ${keys.length === 1 ? 'is' : 'are'} ${words}, type yes: `;
    const answer = await askLine(what, { io });
    if (answer?.trim() !== 'yes') {
      io.err('Not trusted.\n');
      continue;
    }
    await add(file, keys);
    io.err(`Added to ${file}.\n`);
    count += keys.length;
  }
  return count;
}

async function add(file: string, keys: Parameters<typeof addKnownHosts>[1]): Promise<void> {
  try {
    await addKnownHosts(file, keys);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new CommandError(exitCodes.storage, `${file} can't be written (${code}): nothing was added`, {
      cause: error,
    });
  }
}
