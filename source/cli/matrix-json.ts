import type { Plan } from '../plan/plan.ts';
import { formatIso } from '../plan/zone.ts';
import type { MatrixRow } from '../session/matrix.ts';

/** What `gonogo rehearse --matrix --json` prints. Offsets from S and lengths are seconds, times ISO 8601 in the plan's zone. */
export function matrixJson({ plan, rows }: { readonly plan: Plan; readonly rows: readonly MatrixRow[] }) {
  const { opens, closes, start, zone } = plan.window;
  const offset = (at: number | undefined) => (at === undefined ? null : (at - start) / 1000);
  const time = (at: number | undefined) => (at === undefined ? null : formatIso(at, zone));
  return {
    title: plan.title,
    window: { opens: time(opens), closes: time(closes), start: time(start), zone },
    rows: rows.map(({ after, called, outcome, home, notNeeded, noReturn }) => ({
      /** Null: at S, before anything begins that is due from then on. */
      after: after === undefined ? null : { id: after.id, number: after.number, title: after.title },
      calledOffsetSeconds: offset(called),
      calledAt: time(called),
      outcome: outcome ?? null,
      lengthSeconds: home === undefined || called === undefined ? null : (home - called) / 1000,
      homeOffsetSeconds: offset(home),
      homeAt: time(home),
      spareSeconds: home === undefined ? null : (closes - home) / 1000,
      inTime: home !== undefined && home <= closes,
      notNeeded: notNeeded.map(({ id }) => id),
      /** Has begun by then and can't be undone. */
      noReturn: noReturn?.id ?? null,
    })),
  };
}
