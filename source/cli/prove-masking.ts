import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { randomToken } from '../execute/random.ts';
import { createVault } from '../execute/secrets/vault.ts';
import { createWorld } from '../execute/world.ts';
import { openSqliteJournal } from '../journal/sqlite-journal.ts';
import type { Plan } from '../plan/plan.ts';
import { stepState } from '../run/timing.ts';
import { createWallClock } from '../session/clock.ts';
import { createRun, scheduleFor } from '../session/create-run.ts';
import { jobFoldersOf } from '../session/job-folders.ts';
import { openLive } from '../session/live.ts';
import type { Session } from '../session/session.ts';
import type { Io } from './io.ts';
import { parseOrThrow } from './load-plan.ts';
import { log } from './log.ts';
import { report } from './report.ts';
import { thisHost } from './settings.ts';
import { toolVersion } from './version.ts';

/** `detail` is a sentence for people. */
export type MaskingProof = { readonly ok: boolean; readonly detail: string };

type VaultOf = typeof createVault;

export type ProofOptions = {
  /** What keeps and masks secrets; the real one otherwise. */
  readonly vaultOf?: VaultOf | undefined;
};

/**
 * Carries out a plan of one step that prints a secret nobody has seen before, as it is and encoded, on this machine;
 * and looks for it in the journal's files, in the log and in the report.
 */
export async function proveMasking({ vaultOf = createVault }: ProofOptions = {}): Promise<MaskingProof> {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-canary-'));
  try {
    return await prove(folder, vaultOf);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, detail: `it could not be tried: ${reason}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const step = 'canary';
const text = `---
title: A canary
window: 2030-01-01 05:00 - 07:00 UTC
roles: { operator: gonogo }
secrets: { canary: "env:CANARY" }
---
## During the window

- (S + 0 operator) Print the canary {#${step} for=1m}

  \`\`\`sh secrets=canary timeout=30s
  echo "raw: $canary"
  printf %s "$canary" | od -An -tx1
  printf %.9s "$canary"; sleep 0.2; printf '%s\\n' "\${canary#?????????}" >&2
  \`\`\`
`;

async function prove(folder: string, vaultOf: VaultOf): Promise<MaskingProof> {
  const canary = `canary-"${randomToken()}"`;
  const plan = parseOrThrow(text, 'canary.md');
  const file = join(folder, 'journal.sqlite');
  const begun = await print({ file, plan, canary, vaultOf });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => ({ place: name, bytes: await readFile(join(parentPath, name)) })),
  );
  const asked = { run: 'last', journal: file };
  const shown = [
    { place: 'the log', text: await said((io) => log({ ...asked, json: false }, io)) },
    { place: 'the report', text: await said((io) => report({ ...asked, output: '-', format: 'md' }, io)) },
  ];
  const places = [...files, ...shown.map(({ place, text }) => ({ place, bytes: Buffer.from(text) }))];
  const wanted = formsOf(canary);
  const leaks = places.filter(({ bytes }) => wanted.some((form) => bytes.includes(form)));
  if (leaks.length > 0) {
    return {
      ok: false,
      detail: `a secret that a step printed is in: ${leaks.map(({ place }) => place).join(', ')}`,
    };
  }
  const masked = shown.every((each) => each.text.includes('***canary***'));
  if (!begun || !masked)
    return { ok: false, detail: 'the step that prints a secret did not run as it should' };
  return { ok: true, detail: 'a step printed a secret, and journal, log and report have none of it' };
}

type Print = {
  readonly file: string;
  readonly plan: Plan;
  readonly canary: string;
  readonly vaultOf: VaultOf;
};

/** Whether the step that prints it began. */
async function print({ file, plan, canary, vaultOf }: Print): Promise<boolean> {
  const journal = await openSqliteJournal({ file });
  try {
    const clock = createWallClock();
    const { run } = await createRun({
      journal,
      plan,
      planText: text,
      planSha256: createHash('sha256').update(text).digest('hex'),
      mode: 'live',
      schedule: scheduleFor(plan, clock.now()),
      seed: undefined,
      by: 'gonogo',
      host: thisHost(),
      tool: toolVersion(),
      clock,
    });
    const vault = vaultOf({ plan, env: { ...process.env, CANARY: canary } });
    // Its files lie here, too, and are looked through once they are removed.
    const world = createWorld({ plan, vault, shellEnv: { ...process.env, XDG_STATE_HOME: dirname(file) } });
    const session = await openLive({
      kind: 'live',
      journal,
      run,
      plan,
      executor: world,
      identity: { person: 'gonogo', roles: ['operator'] },
      clock,
      host: thisHost(),
      pid: process.pid,
      autopilot: 'plan',
      secretsIn: vault.namesIn,
    });
    await session.send({ type: 'start', step, by: 'gonogo', reason: 'to see that secrets are masked' });
    await untilDone(session);
    await world.sweep(jobFoldersOf(session));
    await session.close();
    return (await journal.read(run)).some(({ event }) => event.type === 'target.launched');
  } finally {
    await journal.close();
  }
}

/** What a command prints. */
async function said(command: (io: Io) => Promise<number>): Promise<string> {
  let out = '';
  await command({
    out: (text) => {
      out += text;
    },
    err: () => undefined,
    drain: async () => undefined,
    env: { ...process.env, NO_COLOR: '1' },
    stdin: process.stdin,
    stdout: new PassThrough(),
  });
  return out;
}

async function untilDone(session: Session): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => {
      if (stepState(session.state(), step).attempts.at(-1)?.outcome !== undefined) resolve();
    };
    session.subscribe(look);
    look();
  });
}

function formsOf(canary: string): readonly Buffer[] {
  const token = canary.slice('canary-"'.length, -1);
  const bytes = Buffer.from(token);
  const spaced = bytes.toString('hex').replace(/..(?=.)/g, '$& ');
  return [
    token.slice(0, 12),
    token.slice(12),
    bytes.toString('base64'),
    bytes.toString('hex'),
    spaced.slice(0, 20),
  ].map((form) => Buffer.from(form));
}
