import { createLimit } from '../concurrency-limit.ts';
import type { HostOpening, Transport } from '../shell/shell-channel.ts';
import { routeKey, routeTo, type SshLeg, type SshRoute } from '../ssh-settings/ssh-route.ts';
import { targetOf } from '../ssh-settings/ssh-target.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { createSpareShells } from './spare-shells.ts';
import type { SshConnection, SshOpening } from './ssh-connection.ts';
import { type HopFull, lookAtLeg, openLeg, type Refusal, type ShownKey } from './ssh-opener.ts';
import type { SshSetup } from './ssh-setup.ts';

export type SshPoolOptions = {
  readonly setup: SshSetup;
  readonly timers?: Timers | undefined;
  /** How many connections may be in the making at once. */
  readonly openers?: number | undefined;
  /** Milliseconds between signs of life, where the settings don't say. */
  readonly keepAlive?: number | undefined;
};

export type SshPool = Transport & {
  readonly route: (host: string) => Promise<SshRoute>;
  /** Looks at the key of the last leg, through logged in connections to those before it. */
  readonly look: (legs: readonly SshLeg[]) => Promise<ShownKey | Refusal>;
};

/** For so long a hop that is not to be tried again is not, milliseconds: many hosts may be behind it. */
const REMEMBERED = 3_000;

/** Keeps the connections to hosts and hops: the steps of a host share them, and the hosts behind a hop share that. */
export function createSshPool(options: SshPoolOptions): SshPool {
  const { setup, timers = systemTimers, openers = 20, keepAlive = 10_000 } = options;
  const limit = createLimit(openers);
  const spares = createSpareShells(timers);
  const kept = new Map<string, Kept>();
  const opening = new Map<string, Promise<SshOpening>>();
  const refusals = new Map<string, { readonly refusal: Refusal; readonly at: number }>();
  const routes = new Map<string, Promise<SshRoute>>();
  let closed = false;

  const routeOf = (host: string): Promise<SshRoute> => {
    const route = routes.get(host) ?? limit(() => routeTo(targetOf(host), setup.settings));
    routes.set(host, route);
    return route;
  };
  const open = async (legs: readonly SshLeg[]): Promise<SshOpening> => {
    const key = routeKey(legs);
    const result = await through(legs, (leg, hop) => openLeg({ leg, hop, setup, timers, keepAlive }));
    opening.delete(key);
    if (result.type === 'refused') {
      if (result.kind === 'final') refusals.set(key, { refusal: result, at: timers.now() });
      return result;
    }
    const connection = spares.on(result.connection);
    if (closed) await connection.close();
    else {
      const standing = (kept.get(key)?.connections ?? []).filter((each) => each.isOpen());
      kept.set(key, { depth: legs.length, connections: [...standing, connection] });
    }
    return { type: 'open', connection };
  };
  const openShared = (legs: readonly SshLeg[]): Promise<SshOpening> => {
    const key = routeKey(legs);
    const pending = opening.get(key) ?? open(legs);
    opening.set(key, pending);
    return pending;
  };
  const find = (legs: readonly SshLeg[], fits: (connection: SshConnection) => boolean) =>
    kept.get(routeKey(legs))?.connections.find((each) => each.isOpen() && fits(each));
  const hopTo = async (legs: readonly SshLeg[]): Promise<SshOpening> => {
    const standing = find(legs, (each) => each.mayForward());
    if (standing !== undefined) return { type: 'open', connection: standing };
    const last = refusals.get(routeKey(legs));
    return last !== undefined && timers.now() - last.at < REMEMBERED ? last.refusal : openShared(legs);
  };
  /** Goes through the hops before the last leg; where one is full, through another connection to it. */
  const through = async <Result extends { readonly type: string }>(
    legs: readonly SshLeg[],
    go: (leg: SshLeg, hop: SshConnection | undefined) => Promise<Result | HopFull>,
  ): Promise<Result | Refusal> => {
    const leg = lastOf(legs);
    const hops = legs.slice(0, -1);
    for (;;) {
      const hop = hops.length === 0 ? undefined : await hopTo(hops);
      if (hop?.type === 'refused') return behind({ leg, hop: lastOf(hops), refusal: hop });
      const result = await limit(() => go(leg, hop?.connection));
      if (!isHopFull(result)) return result;
    }
  };
  return {
    route: routeOf,
    look: (legs) =>
      through<ShownKey | Refusal>(legs, (leg, hop) => lookAtLeg({ leg, hop, setup, timers, keepAlive })),
    connection: async (host, which = 'kept') => {
      const route = await routeOf(host);
      const legs = route.type === 'route' ? route.legs : [];
      const standing = which === 'kept' ? find(legs, (each) => each.hasRoom()) : undefined;
      if (standing !== undefined) return { type: 'open', connection: standing };
      const result: HostOpening =
        route.type === 'route' ? await openShared(legs) : { ...route, hostKey: undefined, kind: 'final' };
      if (result.type === 'refused') {
        routes.delete(host);
        for (const { target } of [...legs, { target: targetOf(host) }]) setup.settings.forget(target);
      }
      return result;
    },
    close: async () => {
      closed = true;
      spares.close();
      const all = [...kept.values()];
      kept.clear();
      // Those behind a hop before the hop itself.
      for (const depth of [...new Set(all.map((each) => each.depth))].toSorted((a, b) => b - a)) {
        const connections = all.filter((each) => each.depth === depth).flatMap((each) => each.connections);
        await Promise.all(connections.map((connection) => connection.close()));
      }
    },
  };
}

type Kept = { readonly depth: number; readonly connections: readonly SshConnection[] };

type Behind = { readonly leg: SshLeg; readonly hop: SshLeg; readonly refusal: Refusal };

function behind({ leg, hop, refusal }: Behind): Refusal {
  const { reason, kind } = refusal;
  return {
    type: 'refused',
    reason: `${leg.name} is behind ${hop.name}: ${reason}`,
    kind,
    hostKey: undefined,
  };
}

function isHopFull(result: { readonly type: string }): result is HopFull {
  return result.type === 'hop-full';
}

function lastOf(legs: readonly SshLeg[]): SshLeg {
  const leg = legs.at(-1);
  if (leg === undefined) throw new Error('a way without an end');
  return leg;
}
