import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { needs } from '../helpers/needs.ts';
import { readOutput } from '../helpers/read-output.ts';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey } from '../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';
import type { MortalRun } from './mortal-run.ts';

/** Three steps: here, on two hosts and then here, and on one host after another. */
const planText = (effects: string) => `---
title: A release
window: 2026-01-01 05:00 - 07:00 UTC
roles: { ops: Olga }
hosts: { app: "web[1-2]" }
vars: { effects: "${effects}" }
---
## Main

- (S + 0 Ops) Here {#here}

  \`\`\`sh
  echo "$GONOGO_STEP $GONOGO_TARGET" >>"$effects"
  echo begun; sleep 0.1; echo ended >&2
  \`\`\`

- (S + 1m Ops) On two hosts, then here {#there}

  \`\`\`sh on=@app
  echo "$GONOGO_STEP $GONOGO_TARGET" >>"$effects"
  echo "this is $GONOGO_TARGET"; sleep 0.1; echo "that was $GONOGO_TARGET"
  \`\`\`

  \`\`\`sh
  echo "$GONOGO_STEP again" >>"$effects"
  \`\`\`

- (S + 2m Ops) One after the other {#rolling}

  \`\`\`sh on=@app batch=1
  echo "$GONOGO_STEP $GONOGO_TARGET" >>"$effects"
  seq 3000
  \`\`\`
`;

type Outcome = {
  readonly effects: readonly string[];
  readonly output: Readonly<Record<string, string>>;
  readonly outcome: string | undefined;
  readonly appends: number;
  readonly intact: boolean;
};

describe.skipIf(needs('sshd'))('kill -9 of gonogo at every journal append', () => {
  let folder: string;
  let sshd: Sshd;
  let sshConfig: string;
  let serial = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-appends-'));
    const hostKey = makeKey({ folder, name: 'host' });
    const userKey = makeKey({ folder, name: 'user' });
    sshd = await startSshd({
      folder,
      hostKeys: [hostKey.path],
      authorizedKeys: [userKey.publicLine],
      config: [`SetEnv XDG_STATE_HOME=${join(folder, 'state')}`],
    });
    const { address, port } = sshd;
    const hosts = ['web1', 'web2'].map((name) => ({ name, address, port, hostKeys: [hostKey.publicLine] }));
    sshConfig = writeClientFiles({ folder, hosts, identity: userKey.path }).configFile;
  });
  afterAll(async () => {
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Dies as told, and is then carried on to its end. */
  async function carryOut(dieAt: number, when: MortalRun['when']): Promise<Outcome> {
    serial += 1;
    const own = mkdtempSync(join(folder, `run${serial}-`));
    const plan = join(own, 'plan.md');
    const effects = join(own, 'effects');
    writeFileSync(plan, planText(effects));
    const journal = join(own, 'journal.sqlite');
    const order = { journal, plan, sshConfig, when };
    if (dieAt > 0) expect(await live({ ...order, dieAt })).toBe('SIGKILL');
    expect(await live({ ...order, dieAt: 0 })).toBe(0);
    return { effects: readFileSync(effects, 'utf8').trim().split('\n').sort(), ...(await read(journal)) };
  }

  function live(order: MortalRun): Promise<number | string> {
    const script = join(import.meta.dirname, 'mortal-run.ts');
    const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    const child = spawn(process.execPath, [script, JSON.stringify(order)], { env, stdio: [...stdio] });
    return once(child, 'exit').then(([code, signal]) => code ?? signal);
  }

  async function read(file: string): Promise<Omit<Outcome, 'effects'>> {
    const journal = await openSqliteJournal({ file });
    const [run] = await journal.runs();
    const events = await journal.read(run?.run ?? '');
    const output: Record<string, string> = {};
    for (const { step, action, target, stream, bytes } of await readOutput(journal, run?.run ?? '')) {
      const key = [step, action, target, stream].join('/');
      output[key] = (output[key] ?? '') + Buffer.from(bytes).toString();
    }
    await journal.close();
    const intact = verifyChain(events).type === 'intact';
    // The first is the run's own beginning, before there is anything to be carried on.
    return { output, outcome: run?.outcome, appends: new Set(events.map(({ mono }) => mono)).size, intact };
  }

  test('every effect happens once, and the record is that of an undisturbed run', {
    timeout: 420_000,
  }, async () => {
    const undisturbed = await carryOut(0, 'after');
    expect(undisturbed.outcome).toBe('go');
    expect(undisturbed.effects).toEqual([
      'here local',
      'rolling web1',
      'rolling web2',
      'there again',
      'there web1',
      'there web2',
    ]);
    expect(undisturbed.appends).toBeGreaterThan(15);
    const { appends, ...expected } = undisturbed;
    const deaths = Array.from({ length: appends }, (_, index) => index + 1).flatMap((dieAt) =>
      (['before', 'after'] as const).map((when) => ({ dieAt, when })),
    );
    // A death before the very first append, or after the last, leaves nothing to be carried on.
    const queue = deaths.filter(({ dieAt }) => dieAt > 1 && dieAt < appends - 1);
    const worker = async () => {
      for (let death = queue.shift(); death !== undefined; death = queue.shift()) {
        const { appends: _, ...outcome } = await carryOut(death.dieAt, death.when);
        expect({ ...death, ...outcome }).toEqual({ ...death, ...expected });
      }
    };
    await Promise.all([worker(), worker(), worker()]);
  });
});
