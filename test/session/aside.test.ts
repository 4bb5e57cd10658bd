import { expect, test } from 'vitest';
import { verifyOutput } from '../../source/journal/verify-output.ts';
import { findStep } from '../../source/run/select.ts';
import { hostStates } from '../../source/session/host-states.ts';
import { noSilences } from '../../source/session/silences.ts';
import { collect } from '../helpers/collect.ts';
import { makePlan, sh } from '../helpers/plan.ts';
import { logLines } from '../helpers/read-output.ts';
import { type Bench, by, ok, open, settled } from './live-bench.ts';

const plan = makePlan({ main: [{ id: 'restore', actions: [sh(['web1'], { watch: 'sakai' })] }] });

function tabs({ session, clock }: Bench): readonly string[] {
  const step = findStep(session.state(), 'restore');
  if (step === undefined) throw new Error('no step');
  const written = session.logs.targets('restore');
  return hostStates({ state: session.state(), step, silences: noSilences, now: clock.now(), written }).map(
    ({ target, phase, words }) => `${target} ${phase}: ${words}`,
  );
}

test('what is said beside a job is in the log of its step, and none of the bytes it is followed by', async () => {
  const first = await open({ plan });
  await first.session.send({ type: 'start', step: 'restore', by });
  await settled(() => first.executor.jobs().length === 1);
  first.executor.launch('web1');
  first.executor.write('web1', 'its own\n');
  first.executor.aside('web1', { target: 'db:sakai', line: 'gonogo: 12 rows' });
  first.clock.advance(1_000);
  await settled(() => first.session.state().steps.restore?.attempts[0]?.launched.includes('web1') === true);
  expect(tabs(first)).toEqual(['web1 running: running', 'db:sakai running: watched']);

  const { journal, run, clock } = first;
  const later = await open({ plan, journal, run, now: clock.now() + 1_000 });
  await settled(() => later.executor.jobs().length === 1);
  expect(later.executor.jobs()[0]).toMatchObject({ mode: 'attach', recorded: { stdout: 8, stderr: 0 } });
  later.executor.aside('web1', { target: 'db:sakai', line: 'gonogo: 24 rows' });
  later.executor.end('web1', ok);
  await settled(() => later.session.state().steps.restore?.status === 'done');
  expect(logLines(later.session.logs, 'restore').map(({ target, text }) => `${target} ${text}`)).toEqual([
    'web1 its own',
    'db:sakai gonogo: 12 rows',
    'db:sakai gonogo: 24 rows',
  ]);
  expect(tabs(later)).toEqual(['web1 ok: ok', 'db:sakai ok: watched']);

  const verdict = await verifyOutput(await journal.read(run), journal.walkOutput(run));
  expect(verdict).toEqual({ faults: [], streams: 2, bytes: 8 + 32, later: 0, uncovered: 0 });
  const changed = (await collect(journal.walkOutput(run))).map((piece) =>
    piece.target === 'db:sakai' ? { ...piece, bytes: Buffer.from(piece.bytes).fill('x') } : piece,
  );
  const { faults } = await verifyOutput(await journal.read(run), pieces(changed));
  expect(faults).toMatchObject([{ target: 'db:sakai', what: 'changed' }]);
});

async function* pieces<Piece>(all: readonly Piece[]) {
  yield* all;
}
