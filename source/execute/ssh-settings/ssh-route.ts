import type { SshSettings, SshSettingsSource } from './ssh-settings.ts';
import { type SshTarget, targetName } from './ssh-target.ts';

/** One machine on the way to a host: a hop, or, at the end, the host itself. */
export type SshLeg = {
  /** As the plan or the ssh configuration calls it: `sakaiprod1`, `admin@bastion:2222`. */
  readonly name: string;
  readonly target: SshTarget;
  readonly settings: SshSettings;
};

export type SshRoute =
  | { readonly type: 'route'; readonly legs: readonly SshLeg[] }
  | { readonly type: 'refused'; readonly reason: string };

/** More hops than this are a circle. */
const MOST_LEGS = 10;

/** The way to a host as OpenSSH goes it: of the hops in a ProxyJump, the first one's own ProxyJump holds, too. */
export async function routeTo(target: SshTarget, source: SshSettingsSource): Promise<SshRoute> {
  let legs: readonly SshLeg[] = [];
  let next: readonly SshTarget[] = [target];
  for (;;) {
    const found: SshLeg[] = [];
    for (const each of next) {
      const result = await source.of(each);
      if (result.type === 'refused') return behind(target, each, result.reason);
      found.push({ name: targetName(each), target: each, settings: result.settings });
    }
    legs = [...found, ...legs];
    next = found[0]?.settings.proxyJump ?? [];
    if (next.length === 0) return { type: 'route', legs };
    if (legs.length + next.length > MOST_LEGS) return circle(target, legs);
  }
}

/** The same text for the same way, whoever asked for it. */
export function routeKey(legs: readonly SshLeg[]): string {
  return legs.map(({ name }) => name).join(' > ');
}

function behind(target: SshTarget, failed: SshTarget, reason: string): SshRoute {
  const name = targetName(target);
  return { type: 'refused', reason: failed === target ? reason : `${name} is behind a hop: ${reason}` };
}

function circle(target: SshTarget, legs: readonly SshLeg[]): SshRoute {
  const names = [...new Set(legs.slice(0, -1).map(({ name }) => name))].join(', ');
  const reason = `${targetName(target)} is behind more than ${MOST_LEGS - 1} hops: its ProxyJump goes in a circle of ${names}`;
  return { type: 'refused', reason };
}
