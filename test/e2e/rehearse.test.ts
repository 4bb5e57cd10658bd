import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gonogo, openGonogo } from './gonogo.ts';

const august = resolve(import.meta.dirname, '../../plans/2009-08-18-gradebook2.md');

let gonogo: Gonogo;
beforeAll(async () => {
  gonogo = await openGonogo();
});
afterAll(() => gonogo.end());

type Rehearsed = { readonly code: number | null; readonly err: string; readonly report: Report };

type Report = {
  readonly outcome: string;
  readonly reason: string | null;
  readonly ended: Moment;
  readonly windowCloses: Moment;
  readonly steps: readonly {
    readonly id: string;
    readonly status: string;
    readonly attempts: number;
    readonly began: Moment | null;
    readonly driftSeconds: number | null;
  }[];
  readonly decisions: readonly {
    readonly verdict: string;
    readonly fell: Moment;
    readonly lateSeconds: number | null;
  }[];
};
type Moment = { readonly offsetSeconds: number };

async function rehearse(...faults: readonly string[]): Promise<Rehearsed> {
  const args = ['rehearse', august, '--auto', '--json', '--seed', '7', '--speed', '3600', ...faults];
  const { code, out, err } = await gonogo.plain(args, []);
  expect(out, err).not.toBe('');
  return { code, err, report: JSON.parse(out) };
}

/** The night takes two hours and a quarter of its own time. */
test.concurrent('the August night at 600 times its speed, as a person sees it', async () => {
  const began = performance.now();
  const { code, out, err } = await gonogo.plain(
    ['rehearse', august, '--auto', '--plain', '--seed', '7', '--speed', '600'],
    [],
  );
  expect([code, err], out).toEqual([0, '']);
  const [story = '', report = ''] = out.split('\nRehearsal of ');
  expect(story).toMatch(/the run has ended: go\n$/);
  expect(report).toMatch(/^Gradebook 2 release: GO\nSeed 7; nothing made to go wrong\n/);
  // The clock was right all night: what was due began in its very second.
  expect(report).toMatch(/^ 2 +S-10m +S-10m /m);
  expect(report).toMatch(/^ 8 +S\+45m +S\+45m /m);
  expect(report).toMatch(/^12 +S\+70m +S\+70m /m);
  expect(report).toMatch(/^Decision +8 Verification says go at S\+5\dm/m);
  expect(report).toMatch(/^End +S\+1h14m\d+s, 45m\d+s before the window closes \(S\+120m\)$/m);
  expect(performance.now() - began).toBeGreaterThan((85 * 60_000) / 600);
}, 120_000);

test.concurrent('with faults: late, lost and failed, each as it should end', async () => {
  const [sound, late, lost, failed, undecided, back] = await Promise.all([
    rehearse(),
    rehearse('--late', 'backup=+25m'),
    rehearse('--late', 'backup=+25m', '--fail', 'deploy-head', '--lose-host', 'sakaiprod4'),
    rehearse('--fail', 'deploy-head=always'),
    rehearse('--fail', 'verify=always'),
    rehearse('--fail', 'scripts=always', '--fail', 'restore=always', '--lose-host', 'sakaiprod2'),
  ]);
  const stepOf = ({ report }: Rehearsed, id: string) => report.steps.find((step) => step.id === id);

  expect([sound.code, sound.report.outcome]).toEqual([0, 'go']);
  expect(stepOf(sound, 'open')?.began?.offsetSeconds).toBe(65 * 60);

  expect(late.code).toBe(0);
  const [sooner, later] = [stepOf(sound, 'backup'), stepOf(late, 'backup')];
  expect((later?.driftSeconds ?? 0) - (sooner?.driftSeconds ?? 0)).toBe(25 * 60);
  expect(late.report.decisions).toMatchObject([{ verdict: 'go' }]);
  expect(late.report.decisions[0]?.lateSeconds).toBeGreaterThan(15 * 60);

  expect([lost.code, lost.report.outcome]).toEqual([0, 'go']);
  expect(stepOf(lost, 'deploy-head')).toMatchObject({ status: 'done', attempts: 2 });
  expect(stepOf(lost, 'preflight')).toMatchObject({ status: 'done', attempts: 2 });

  for (const home of [failed, undecided]) {
    expect([home.code, home.report.outcome]).toEqual([6, 'fell-back']);
    expect(home.report.decisions).toMatchObject([{ verdict: 'back' }]);
    expect(home.report.decisions[0]?.lateSeconds).toBeLessThan(0);
    expect(home.report.ended.offsetSeconds).toBeLessThan(home.report.windowCloses.offsetSeconds);
  }
  expect(stepOf(undecided, 'verify')).toMatchObject({ status: 'failed', attempts: 1 });

  expect([back.code, back.report.outcome]).toEqual([5, 'fell-back-with-failures']);
  expect(stepOf(back, 'restore')).toMatchObject({ status: 'skipped', attempts: 2 });
}, 120_000);

test('what can not go wrong is said before anything begins', async () => {
  const { code, out, err } = await gonogo.plain(['rehearse', august, '--auto', '--late', 'bakup=+25m'], []);
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe('--late bakup=+25m: no step bakup in this plan; did you mean `backup`?\n');
});
