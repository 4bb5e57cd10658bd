import { createLocalExecutor } from '../../source/execute/supervisor/local-executor.ts';
import { perform, shJob } from './sh-job.ts';

// A program of its own: prints how its memory grew over so many bytes of a step's output, taken slowly or at once.
const wanted = Number(process.argv[2]);
const slow = process.argv[3] === 'slow';
const executor = createLocalExecutor();
await perform(executor, shJob('true').job);
const before = process.memoryUsage().rss;
let bytes = 0;
let peak = before;
const { result } = await perform(executor, {
  ...shJob(`head -c ${wanted} /dev/zero`).job,
  onOutput: (chunk) => {
    bytes += chunk.bytes.length;
    peak = Math.max(peak, process.memoryUsage().rss);
    if (slow) return new Promise<void>((resolve) => setTimeout(resolve, 1));
  },
});
await executor.close();
process.stdout.write(JSON.stringify({ result, bytes, growth: peak - before }));
