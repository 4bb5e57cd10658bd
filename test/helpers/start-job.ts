import { readFileSync } from 'node:fs';
import { createLocalExecutor } from '../../source/execute/supervisor/local-executor.ts';
import { shJob } from './sh-job.ts';

// A program of its own: starts a job by name from a file on this machine, prints `begun`, and its result at the end.
const [name = '', file = ''] = process.argv.slice(2);
const { job, stdout, stderr } = shJob(readFileSync(file, 'utf8'), {
  name,
  onLaunched: () => void process.stdout.write('begun\n'),
});
const executor = createLocalExecutor();
const performed = await executor.perform(job);
await executor.close();
process.stdout.write(
  `${JSON.stringify({ performed, length: stdout().length, stderr: stderr().slice(-200), errors: stderr().length })}\n`,
);
