/** Starts a lab, prints its folder and lives on: for the test that kills it. */
import { startLab } from './lab.ts';

const lab = await startLab({ pace: 0.02 });
process.stdout.write(`${lab.root} ${lab.database.url('postgres')}\n`);
