import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomToken } from '../execute/random.ts';
import { createVault } from '../execute/secrets/vault.ts';
import { createWorld } from '../execute/world.ts';
import { verifyChain } from '../journal/hash-chain.ts';
import { openSqliteJournal } from '../journal/sqlite-journal.ts';
import type { Plan } from '../plan/plan.ts';
import { reportOf } from '../report/model.ts';
import { createOutputDigest } from '../report/output-digest.ts';
import { recordOf } from '../report/record.ts';
import { writeReport } from '../report/write-report.ts';
import { stepState } from '../run/timing.ts';
import { createWallClock } from '../session/clock.ts';
import { createRun, scheduleFor } from '../session/create-run.ts';
import { jobFoldersOf } from '../session/job-folders.ts';
import { openLive } from '../session/live.ts';
import { createLogBook } from '../session/log-book.ts';
import type { Session } from '../session/session.ts';
import { parseOrThrow } from './load-plan.ts';
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
  const { shown, begun } = await printed({ folder, plan, canary, vaultOf });
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => ({ place: name, bytes: await readFile(join(folder, name)) })),
  );
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
  readonly folder: string;
  readonly plan: Plan;
  readonly canary: string;
  readonly vaultOf: VaultOf;
};

async function printed({ folder, plan, canary, vaultOf }: Print) {
  const journal = await openSqliteJournal({ file: join(folder, 'journal.sqlite') });
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
    const world = createWorld({ plan, vault });
    const session = await openLive({
      kind: 'live',
      journal,
      run,
      plan,
      executor: world,
      identity: { person: 'gonogo', roles: ['operator'] },
      clock,
      logs: createLogBook({}),
      host: thisHost(),
      pid: process.pid,
      autopilot: 'plan',
      secretsIn: vault.namesIn,
    });
    await session.send({ type: 'start', step, by: 'gonogo', reason: 'to see that secrets are masked' });
    await untilDone(session);
    const log = session.logs.lines(step).map((line) => line.text);
    await world.sweep(jobFoldersOf(session));
    await session.close();
    const digest = createOutputDigest();
    const chunks = await journal.readOutput(run);
    for (const chunk of chunks) digest.add(chunk);
    const events = await journal.read(run);
    const report = reportOf({
      record: recordOf({ run, plan, events }),
      chain: verifyChain(events),
      output: digest.end(),
      rehearsal: undefined,
      version: toolVersion().version,
    });
    const output = Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
    return {
      begun: events.some(({ event }) => event.type === 'target.launched'),
      shown: [
        { place: 'the output', text: output },
        { place: 'the log', text: log.join('\n') },
        { place: 'the report', text: writeReport(report, 'md') },
      ],
    };
  } finally {
    await journal.close();
  }
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
