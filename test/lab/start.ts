/** What `npm start` runs: the lab, and gonogo on the August plan in it. More arguments go to gonogo. */
import { fileURLToPath } from 'node:url';
import { runGonogo } from './gonogo.ts';
import { startLab } from './lab.ts';
import { openStateFolder } from './state-folder.ts';

const plan = 'plans/2009-08-18-gradebook2.md';
const preflightNoGo = 4;
const leftRunning = 8;
const endedBySignal = 128;

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
process.exitCode = await start(process.argv.slice(2));

async function start(args: readonly string[]): Promise<number> {
  const keep = args.includes('--keep');
  const extra = args.filter((each) => each !== '--keep');
  say('Starting the lab: seven ssh hosts, PostgreSQL, a mail sink, all on loopback.');
  const state = await openStateFolder(keep);
  const lab = await startLab({ pace: Number(process.env.LAB_PACE ?? 1), env: state.env });
  try {
    const env = { ...process.env, ...lab.env };
    say(`  log in   ssh -F ${lab.sshConfig} ${lab.hosts[0]}   (${lab.transport})`);
    say(`  mails    ${lab.mail.folder}`);
    say('  faults   npm run fault -- --help');
    say('  gonogo   npm run lab -- join last   (in a second terminal; any command of gonogo)');
    const given = extra.some((each) => each === '--start' || each.startsWith('--start='));
    let code = await runGonogo(['run', plan, ...(given ? [] : ['--start', 'now']), ...extra], env);
    while (isOpen(code) && (await wantsToComeBack(code))) code = await runGonogo(['run', plan], env);
    say(
      `The journal stays until the start after the next:\n  XDG_STATE_HOME=${state.env.XDG_STATE_HOME} npx gonogo runs`,
    );
    return code;
  } finally {
    await lab.stop();
  }
}

/** Left, or killed: either way the run can be taken up again. */
function isOpen(code: number): boolean {
  return code === leftRunning || code === preflightNoGo || code > endedBySignal;
}

/** The lab goes on while the run is left alone. */
async function wantsToComeBack(code: number): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  if (code > endedBySignal) say(`\ngonogo was ended by signal ${code - endedBySignal}.`);
  say('The run is open and the lab goes on: Enter comes back to it, Ctrl-C ends the lab.');
  say('From a second terminal of this checkout: npm run lab -- join last');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const enter = () => resolve(true);
  const leave = () => resolve(false);
  process.stdin.once('data', enter).once('end', leave).resume();
  process.once('SIGINT', leave);
  const answer = await promise;
  process.stdin.off('data', enter).off('end', leave).pause();
  process.off('SIGINT', leave);
  return answer;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
