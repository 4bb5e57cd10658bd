import { makeBareHome } from './gonogo-home.ts';
import { openScreens } from './logs-gonogo.ts';
import { residentOf } from './measure-keys.ts';
import { printLines } from './output.ts';
import { hostSet, type Range } from './ssh-range.ts';

const million = 1_000_000;
const hosts = 20;
/** Lines that have passed, all hosts together, once each step is done. */
const marks = [1, 2, 5, 10].map((each) => each * million);
/** How much more than after the first million it may be: rounding and the collector's mood. */
const tolerance = 1.15;
/** A step. */
const patience = 300_000;

/** Memory of the program with its screens while ten million lines pass; one step follows the other in one run. */
export async function logsMemory(range: Range, scale = 1): Promise<string> {
  const home = makeBareHome(range.folder);
  const counts = marks.map((mark, index) => ((mark - (marks[index - 1] ?? 0)) * scale) / hosts);
  const plan = { steps: 60, hosts: hostSet(hosts), commands: counts.map(printLines) };
  const program = openScreens({ range, home, plan });
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, residentOf(program.pid));
  }, 50);
  const stages: Stage[] = [];
  try {
    for (const [index, mark] of marks.entries()) {
      const began = performance.now();
      const done = new RegExp(`^(▶| ) ✔ S\\+0 +Copy ${index + 1} `);
      const at = await program.shows((rows) => rows.some((row) => done.test(row)), patience);
      if (at === undefined) throw new Error(`gonogo's step is not done:\n${program.describe()}`);
      stages.push({ lines: mark * scale, most, now: residentOf(program.pid), seconds: (at - began) / 1_000 });
      most = 0;
    }
  } finally {
    clearInterval(timer);
    await program.close();
    home.remove();
  }
  return memoryTable(stages);
}

type Stage = {
  readonly lines: number;
  /** Megabytes. */
  readonly most: number;
  readonly now: number;
  readonly seconds: number;
};

function memoryTable(stages: readonly Stage[]): string {
  const first = stages[0]?.most ?? Number.NaN;
  const highest = Math.max(...stages.map(({ most }) => most));
  const verdict = highest <= first * tolerance ? 'flat' : 'grows: missed';
  return [
    `### Memory`,
    '',
    `Resident MB of the program with its screens, ${hosts} hosts printing as fast as they can. Flat: at most ${tolerance} times the first row. It is ${(highest / first).toFixed(2)}: ${verdict}.`,
    '',
    '| million lines so far | most until then | at that moment | took s |',
    '|---|---|---|---|',
    ...stages.map(
      ({ lines, most, now, seconds }) =>
        `| ${lines / million} | ${most.toFixed(0)} | ${now.toFixed(0)} | ${seconds.toFixed(1)} |`,
    ),
  ].join('\n');
}
