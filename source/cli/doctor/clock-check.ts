import { existsSync } from 'node:fs';
import { bootId, machineClock } from '../../journal/machine-clock.ts';
import { formatMoment } from '../../plan/zone.ts';
import { withJournal } from '../open-journal.ts';
import { journalFile } from '../settings.ts';
import { bad, type DoctorCheck, type DoctorWorld, type Finding, ok, warn } from './doctor-check.ts';
import { runProgram } from './run-program.ts';

/** A run can't have begun later than now, but for a clock that is set right at this moment. */
const SLACK = 60_000;

export const clockCheck: DoctorCheck = {
  name: 'clock',
  look: async (world) => [await wallFinding(world), bootFinding(), ...(await syncFindings(world))],
};

async function wallFinding(world: DoctorWorld): Promise<Finding> {
  const now = world.clock.now();
  const zone = world.plan?.window.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
  const shown = formatMoment(now, zone);
  const newest = await newestRun(world);
  if (newest === undefined || newest <= now + SLACK) return ok(shown);
  return bad(
    `${shown}, but the newest run began later: ${formatMoment(newest, zone)}`,
    'set the clock: deadlines and the window are reckoned with it',
  );
}

async function newestRun({ options, io }: DoctorWorld): Promise<number | undefined> {
  try {
    if (!existsSync(await journalFile(options, io))) return undefined;
    return await withJournal({ options, io }, async (journal) => {
      const times = (await journal.runs()).map(({ createdAt }) => createdAt);
      return times.length === 0 ? undefined : Math.max(...times);
    });
  } catch {
    // Said of the journal itself.
    return undefined;
  }
}

/** By the boot's name and the clock that never jumps a sleep or a new time is told from a pause. */
function bootFinding(): Finding {
  const read = machineClock();
  const [first, second] = [read(), read()];
  if (second.mono < first.mono) return bad('the monotonic clock went back', 'please report this machine');
  const boot = bootId();
  if (!boot.startsWith('up-since-')) return ok(`boot ${boot.slice(0, 8)}, the monotonic clock runs`);
  return warn(
    'the kernel gives this boot no name',
    'after a restart a run may take longer to see that jobs are gone',
  );
}

async function syncFindings({ io: { env } }: DoctorWorld): Promise<readonly Finding[]> {
  const args = ['show', '--property=NTPSynchronized', '--value'];
  const answer = await runProgram('timedatectl', { args, env });
  if (answer.type !== 'answered') return [];
  if (answer.text === 'yes') return [ok('set by the network (NTP)')];
  return [warn('not set by the network (NTP)', 'timedatectl set-ntp true, or compare it with another clock')];
}
