import { foldHosts } from './fold-hosts.ts';
import type { Plan, Step } from './plan.ts';
import type { ProblemList } from './problem-list.ts';

/** Copies go over the built-in SSH: what this machine's own ssh reaches is beyond them. */
export function checkCopies(
  steps: readonly Step[],
  transports: Plan['transports'],
  { problems, offsetOf }: { readonly problems: ProblemList; readonly offsetOf: (line: number) => number },
): void {
  for (const { kind, on, line } of steps.flatMap(({ actions }) => actions)) {
    if (kind !== 'copy' || on.type !== 'hosts') continue;
    const beyond = on.hosts.filter((host) => transports[host] === 'openssh');
    if (beyond.length === 0) continue;
    problems.error({
      offset: offsetOf(line),
      length: 3,
      message: `\`copy\` can't reach ${foldHosts(beyond)} with \`transport: openssh\``,
      mend: 'copy with `scp` in a `sh` fence that runs on this machine',
    });
  }
}
