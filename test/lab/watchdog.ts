import { sweepLab } from './sweep.ts';

// Its stdin is a pipe from the lab's owner: it ends when the owner closes it or dies, however that happens.
const root = process.argv[2];
if (root === undefined) process.exit(64);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.resume();
process.stdin.once('close', () => void sweepLab(root));
