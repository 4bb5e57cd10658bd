import { expect, test } from 'vitest';
import {
  go,
  noGo,
  type PreflightResult,
  warn,
  worstOf,
} from '../../source/execute/preflight/preflight-report.ts';
import { createPreflightLook, type PreflightLookOptions } from '../../source/session/preflight-look.ts';

/** A look whose answers come when the test says so. */
function startLook(targets: readonly string[]) {
  const rounds: { tell: (...results: PreflightResult[]) => void; end: () => void }[] = [];
  const run: PreflightLookOptions['run'] = (onResults) => {
    const results: PreflightResult[] = [];
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof run>>>();
    rounds.push({
      tell: (...more) => {
        results.push(...more);
        onResults(more);
      },
      end: () => resolve({ verdict: worstOf(results), results }),
    });
    return promise;
  };
  const look = createPreflightLook({ targets, run });
  return { look, rounds };
}

const reached = (target: string) => ({ target, ...go('connection', 'reached') });
const down = (target: string) => ({ target, ...noGo('connection', 'refused') });

test('while it looks it shows who has answered and what is wrong; at the end everything', async () => {
  const { look, rounds } = startLook(['web1', 'web2', 'web3', 'mail']);
  let changes = 0;
  look.subscribe(() => {
    changes += 1;
  });
  const [first] = rounds;
  expect(look.state().words).toBe('0 of 4 have answered; asking web[1-3], mail server');
  first?.tell(reached('web1'), { target: 'web1', ...warn('clock', '3.0 s ahead') });
  first?.tell(down('web3'));
  const { targets, rows, report, words } = look.state();
  expect(targets.map(({ verdict }) => verdict)).toEqual(['warn', undefined, 'no-go', undefined]);
  expect(rows.map(({ where, verdict }) => [where, verdict])).toEqual([
    ['web3', 'no-go'],
    ['web1', 'warn'],
  ]);
  expect([report, words]).toEqual([undefined, '2 of 4 have answered; asking web2, mail server']);
  first?.tell(reached('web2'), reached('mail'));
  first?.end();
  await expect.poll(() => look.state().report?.verdict).toBe('no-go');
  expect(look.state().rows).toHaveLength(4);
  expect(look.state().words).toBe('NO-GO: 1 problem on web3; looked at 3 hosts, the mail server');
  expect(changes).toBe(4);
});

test('it looks again from nothing, but only once the look before is at its end', async () => {
  const { look, rounds } = startLook(['web1']);
  look.again();
  expect(rounds).toHaveLength(1);
  rounds[0]?.tell(down('web1'));
  rounds[0]?.end();
  await expect.poll(() => look.state().report?.verdict).toBe('no-go');
  look.again();
  expect(look.state()).toMatchObject({ rows: [], report: undefined, targets: [{ verdict: undefined }] });
  rounds[1]?.tell(reached('web1'));
  rounds[1]?.end();
  await expect.poll(() => look.state().report?.verdict).toBe('go');
});
