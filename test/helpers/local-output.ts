import { createLocalExecutor } from '../../source/execute/local-executor.ts';
import { shJob } from './sh-job.ts';

// A program of its own: prints how its memory grew over 200 MB of a step's output.
const executor = createLocalExecutor();
await executor.perform(shJob('true').job);
const before = process.memoryUsage().rss;
let bytes = 0;
let peak = before;
const { result } = await executor.perform({
  ...shJob('head -c 200000000 /dev/zero').job,
  onOutput: (chunk) => {
    bytes += chunk.bytes.length;
    peak = Math.max(peak, process.memoryUsage().rss);
  },
});
await executor.close();
process.stdout.write(JSON.stringify({ result, bytes, growth: peak - before }));
