import type { HostKeyVerdict } from '../host-keys/known-hosts.ts';
import { ownName } from '../host-keys/known-hosts.ts';
import { routeKey, type SshLeg } from '../ssh-settings/ssh-route.ts';
import type { SshPool } from './ssh-pool.ts';

/** What one machine showed: a host of the plan, or a hop on the way to one. */
export type SurveyedHost = {
  /** As the plan or the ssh configuration calls it. */
  readonly name: string;
  /** As a line of known_hosts names it: `[10.0.0.1]:2222`. */
  readonly knownAs: string;
  readonly found:
    | { readonly type: 'shown'; readonly key: Buffer; readonly verdict: HostKeyVerdict }
    /** It can't be looked at before this hop is trusted. */
    | { readonly type: 'behind'; readonly hop: string }
    | { readonly type: 'unreached'; readonly reason: string };
};

/** Looks at the host keys of all these hosts and of the hops before them. Logs in to hops only, and to known ones only. */
export async function surveyHostKeys(
  hosts: readonly string[],
  pool: SshPool,
): Promise<readonly SurveyedHost[]> {
  const routes = await Promise.all(hosts.map((host) => pool.route(host)));
  const unreached = routes.flatMap((route, index): SurveyedHost[] => {
    const name = hosts[index] ?? '';
    if (route.type === 'route') return [];
    return [{ name, knownAs: name, found: { type: 'unreached', reason: route.reason } }];
  });
  const surveyed = new Map<string, Promise<SurveyedHost>>();
  const survey = (legs: readonly SshLeg[]): Promise<SurveyedHost> => {
    const key = routeKey(legs);
    const known = surveyed.get(key) ?? lookAt(legs);
    surveyed.set(key, known);
    return known;
  };
  const lookAt = async (legs: readonly SshLeg[]): Promise<SurveyedHost> => {
    const hops = legs.slice(0, -1);
    const hop = hops.length === 0 ? undefined : await survey(hops);
    return { ...naming(legs), found: await foundAt({ legs, hop, pool }) };
  };
  await Promise.all(routes.map((route) => (route.type === 'route' ? survey(route.legs) : undefined)));
  return [...(await Promise.all(surveyed.values())), ...unreached];
}

function naming(legs: readonly SshLeg[]): Pick<SurveyedHost, 'name' | 'knownAs'> {
  const leg = legs.at(-1);
  return leg === undefined ? { name: '', knownAs: '' } : { name: leg.name, knownAs: ownName(leg.settings) };
}

type Looked = {
  readonly legs: readonly SshLeg[];
  readonly hop: SurveyedHost | undefined;
  readonly pool: SshPool;
};

async function foundAt({ legs, hop, pool }: Looked): Promise<SurveyedHost['found']> {
  if (hop !== undefined && !(hop.found.type === 'shown' && hop.found.verdict.type === 'known')) {
    return { type: 'behind', hop: hop.found.type === 'behind' ? hop.found.hop : hop.name };
  }
  const look = await pool.look(legs);
  return look.type === 'shown' ? look : { type: 'unreached', reason: look.reason };
}
