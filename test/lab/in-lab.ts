/** gonogo, as in the running lab: `npm run lab -- join last`, from a second terminal. */
import { fileURLToPath } from 'node:url';
import { runGonogo } from './gonogo.ts';
import { findLab } from './lab-state.ts';
import { lastStateEnv } from './state-folder.ts';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const env = (await findLab())?.env ?? (await lastStateEnv());
if (env === undefined) {
  process.stderr.write('no lab is running, and none has left a journal: `npm start` starts one\n');
  process.exitCode = 1;
} else process.exitCode = await runGonogo(process.argv.slice(2), { ...process.env, ...env });
