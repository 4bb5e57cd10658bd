import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStepRunner, loadAugustPlan, type StepRunner } from './august.ts';
import { type Lab, labHosts, previousTag, startLab } from './lab.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const plan = loadAugustPlan();
const main = ['preflight', 'marker', 'stop', 'backup', 'scripts', 'deploy-head', 'start-head'];
let lab: Lab;
let steps: StepRunner;

beforeEach(async () => {
  lab = await startLab({ pace: 0.02 });
  steps = createStepRunner(plan, lab.env);
});
afterEach(async () => {
  await steps?.close();
  await lab?.stop();
});

test('all steps of the window, for real: seven hosts, the database, the mail', async () => {
  await runAll([...main, 'deploy-rest', 'start-rest', 'open', 'mail']);
  expect(await everyHost()).toEqual([
    { tag: plan.vars.tag, running: true, maintenance: false, properties: '019' },
  ]);
  expect(await lab.database.changed()).toBe(true);
  expect(lab.mail.mails).toHaveLength(1);
  expect(lab.mail.mails[0]?.raw).toContain('Gradebook 2 is in production');
});

test('all steps of the way back, after a failed deployment', async () => {
  await runAll(main);
  await lab.fault({ host: 'sakaiprod3', kind: 'deploy-fails' });
  expect(await steps.run('deploy-rest')).toBe('sakaiprod3: exited 1');
  expect(steps.output()).toContain('No space left on device');
  await lab.fault({ host: 'sakaiprod3', kind: 'deploy-fails' }, false);

  await runAll(['back-stop', 'back-properties', 'back-properties', 'back-deploy', 'restore']);
  expect(await everyHost()).toEqual([
    { tag: previousTag, running: false, maintenance: true, properties: '018' },
  ]);
  await runAll(['back-start-head', 'back-marker', 'back-start-rest', 'back-open']);
  expect(await everyHost()).toEqual([
    { tag: previousTag, running: true, maintenance: false, properties: '018' },
  ]);
  expect(await lab.database.changed()).toBe(false);
});

async function runAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) expect(`${id}: ${await steps.run(id)}\n${steps.output()}`).toContain(`${id}: done\n`);
}

/** What the hosts are, each kind once: all of them alike make one. */
async function everyHost() {
  const found = await Promise.all(
    labHosts.map(async (name) => {
      const host = lab.host(name);
      return {
        tag: await host.deployedTag(),
        running: await host.running(),
        maintenance: await host.maintenance(),
        properties: await host.properties(),
      };
    }),
  );
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}
