import { verifyChain } from '../journal/hash-chain.ts';
import type { Journal, RunSummary, StoredEvent } from '../journal/journal.ts';
import { JournalError } from '../journal/journal-error.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { type Plan, stepsOf } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import { learn, nameWithoutDates, type Sample } from '../run/lengths.ts';
import { stateAfter } from '../run/reduce.ts';
import { samplesOf } from '../run/samples.ts';

export type LearnOptions = {
  readonly journal: Pick<Journal, 'runs' | 'read'>;
  readonly plan: Plan;
  /** As runs of it were created with: absolute. */
  readonly planFile: string;
  /** A run that is not looked at: the one at hand. */
  readonly except?: string | undefined;
  /** How many runs are looked at, the newest; as many rehearsals besides where a step has no real length. */
  readonly most?: number;
};

/**
 * How long the steps of a plan usually take, from the runs of its family: those of the same file, and those of the same
 * title but for digits and dates. Passed over are runs whose record is damaged, or whose plan can't be read any more,
 * and rehearsals in which something was made to go wrong.
 * Reads the records of up to `most` runs: some milliseconds each.
 */
export async function learnLengths(options: LearnOptions): Promise<Usuals> {
  const { journal, plan, most = 20 } = options;
  const family = (await readable(() => journal.runs(), [])).filter(isFamily(options));
  const read = planReader();
  const samplesOfMode = async (mode: RunSummary['mode']): Promise<readonly (readonly Sample[])[]> => {
    const runs: (readonly Sample[])[] = [];
    for (const { run } of family.filter((summary) => summary.mode === mode).slice(0, most)) {
      runs.push(samplesIn(await readable(() => journal.read(run), []), read));
    }
    return runs;
  };
  const real = await samplesOfMode('live');
  const usuals = learn(plan, real);
  const isKnown = stepsOf(plan).every(({ id, actions }) => actions.length === 0 || usuals.has(id));
  return isKnown ? usuals : learn(plan, [...real, ...(await samplesOfMode('rehearsal'))]);
}

/** Whether a run is of the plan's family: the same file, or the same title but for digits and dates. */
export function isFamily({
  plan,
  planFile,
  except,
}: Omit<LearnOptions, 'journal'>): (summary: RunSummary) => boolean {
  // A title in the list still has its `{{tag}}`.
  const bare = Object.values(plan.vars).reduce(
    (title, value) => (value === '' ? title : title.replaceAll(value, ' ')),
    plan.title,
  );
  const names = new Set([nameWithoutDates(plan.title), nameWithoutDates(bare)]);
  names.delete('');
  return (summary) =>
    summary.run !== except &&
    (summary.planFile === planFile ||
      names.has(nameWithoutDates(summary.title.replace(/\{\{[^}]*\}\}/g, ' '))));
}

/** What a damaged record is answered with; any other trouble of the journal is not hidden. */
async function readable<Answer>(ask: () => Promise<Answer>, otherwise: Answer): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof JournalError && error.code === 'corrupt') return otherwise;
    throw error;
  }
}

/** Reads each text once. */
function planReader(): (created: {
  readonly planText: string;
  readonly planFile: string;
}) => Plan | undefined {
  const known = new Map<string, Plan | undefined>();
  return ({ planText, planFile }) => {
    if (!known.has(planText)) {
      const result = parsePlan({ text: planText, file: planFile });
      known.set(planText, result.type === 'parsed' ? result.plan : undefined);
    }
    return known.get(planText);
  };
}

function samplesIn(events: readonly StoredEvent[], read: ReturnType<typeof planReader>): readonly Sample[] {
  const created = events[0]?.event;
  if (created?.type !== 'run.created' || verifyChain(events).type === 'broken') return [];
  const plan = read(created);
  if (plan === undefined || (created.faults ?? []).length > 0) return [];
  try {
    return samplesOf(stateAfter(plan, events));
  } catch {
    // The record names what its plan, as it is read today, doesn't have.
    return [];
  }
}
