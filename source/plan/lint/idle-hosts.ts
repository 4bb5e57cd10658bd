import { foldHosts } from '../fold-hosts.ts';
import { allActionsOf } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';

/** Hosts that a group has and no action names. A plan whose steps reach no host at all is done by hand. */
export function findIdleHosts({ plan, steps, places }: Look): readonly Finding[] {
  const touched = new Set(
    steps.flatMap((step) => allActionsOf(step).flatMap(({ on }) => (on.type === 'hosts' ? on.hosts : []))),
  );
  if (touched.size === 0) return [];
  const told = new Set<string>();
  return Object.entries(plan.groups).flatMap(([group, hosts]) => {
    const idle = hosts.filter((host) => !touched.has(host) && !told.has(host));
    for (const host of idle) told.add(host);
    if (idle.length === 0) return [];
    return [
      {
        ...places.frontKey('hosts', group),
        message: `no step touches ${shown(idle)}`,
        mend: `take ${idle.length === 1 ? 'it' : 'them'} out of \`${group}\`, or add the step that was forgotten`,
      },
    ];
  });
}

/** `web[1-6]`, and no longer than a line. */
export function shown(hosts: readonly string[]): string {
  const folded = foldHosts(hosts);
  return `\`${folded.length > 60 ? `${folded.slice(0, 57)}...` : folded}\``;
}
