import { go, noGo, type PreflightReport, worstOf } from '../../source/execute/preflight/preflight-report.ts';
import type { PreflightLook } from '../../source/session/preflight-look.ts';
import { createPreflightLook } from '../../source/session/preflight-look.ts';

/** What these targets say where the named ones are down. */
export function reportOf(targets: readonly string[], down: readonly string[] = []): PreflightReport {
  const results = targets.flatMap((target) =>
    down.includes(target)
      ? [{ target, ...noGo('connection', `no connection to ${target}: refused`, 'is it switched on?') }]
      : [
          { target, ...go('connection', 'reached, key verified, logged in') },
          { target, ...go('shell', 'sh is dash') },
        ],
  );
  return { verdict: worstOf(results), results };
}

/** A look whose targets answer only when the test says so; every round anew. */
export function startLook(targets: readonly string[]) {
  let tell: (down?: readonly string[]) => Promise<void> = async () => undefined;
  let rounds = 0;
  const look: PreflightLook = createPreflightLook({
    targets,
    run: (onResults) => {
      const { promise, resolve } = Promise.withResolvers<PreflightReport>();
      rounds += 1;
      tell = async (down) => {
        const report = reportOf(targets, down);
        onResults(report.results.slice(0, 1));
        resolve(report);
        await promise;
      };
      return promise;
    },
  });
  return { look, tell: (down?: readonly string[]) => tell(down), rounds: () => rounds };
}
