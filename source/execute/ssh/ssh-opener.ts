import { type HostKeyJudge, hostKeyJudge } from '../host-keys/host-key-judge.ts';
import type { HostKeyVerdict } from '../host-keys/known-hosts.ts';
import { gatherIdentities, type Identities } from '../login-keys/ssh-identities.ts';
import { messageOf, oneLine } from '../reason.ts';
import { loadSshLibrary } from '../ssh-library.ts';
import type { SshLeg } from '../ssh-settings/ssh-route.ts';
import type { Timers } from '../timers.ts';
import {
  defaultConnectTimeout,
  openSshConnection,
  type SshConnection,
  type SshOpening,
} from './ssh-connection.ts';
import type { SshSetup } from './ssh-setup.ts';
import { directWay, type SshWay } from './ssh-way.ts';

export type OpenLegOptions = {
  readonly leg: SshLeg;
  /** The connection to go through; undefined: directly. */
  readonly hop: SshConnection | undefined;
  readonly setup: SshSetup;
  readonly timers: Timers;
  /** Milliseconds between signs of life, where the settings don't say. */
  readonly keepAlive: number;
};

/** Through another connection to the hop it may go. */
export type HopFull = { readonly type: 'hop-full'; readonly reason: string };
export type LegOpening = SshOpening | HopFull;
export type Refusal = Extract<SshOpening, { readonly type: 'refused' }>;

/** Connects to one machine, directly or through a hop. Never rejects. */
export async function openLeg(options: OpenLegOptions): Promise<LegOpening> {
  try {
    const judge = await judgeOf(options);
    if (typeof judge === 'string') return refused(judge);
    const { leg, setup, timers } = options;
    const library = await loadSshLibrary();
    const { keyRing } = setup;
    const identities = await gatherIdentities({ settings: leg.settings, library, keyRing, timers });
    return await openPinned({ ...options, judge, identities });
  } catch (error) {
    return refused(`no connection to ${options.leg.name}: ${oneLine(messageOf(error))}`);
  }
}

/** The key that a machine showed, and what is known of it. */
export type ShownKey = { readonly type: 'shown'; readonly key: Buffer; readonly verdict: HostKeyVerdict };
export type LegLook = ShownKey | Refusal | HopFull;

/** Goes as far as the key exchange, and no further: nobody logs in. Never rejects. */
export async function lookAtLeg(options: OpenLegOptions): Promise<LegLook> {
  try {
    const judge = await judgeOf(options);
    if (typeof judge === 'string') return refused(judge);
    let shown: ShownKey | undefined;
    const verify = (key: Buffer): HostKeyVerdict => {
      const verdict = judge.verify(key);
      shown ??= { type: 'shown', key, verdict };
      return { ...verdict, type: 'unknown' };
    };
    const opening = await openOnce({
      ...options,
      judge: { ...judge, verify },
      identities: nobody,
      without: [],
    });
    if (opening.type === 'open') await opening.connection.close();
    return shown ?? (opening.type === 'open' ? refused(`${options.leg.name} showed no key`) : opening);
  } catch (error) {
    return refused(`no connection to ${options.leg.name}: ${oneLine(messageOf(error))}`);
  }
}

const nobody: Identities = { methods: () => [], tried: [], notes: [] };

async function judgeOf({ leg, setup }: OpenLegOptions): Promise<HostKeyJudge | string> {
  const { name, target, settings } = leg;
  const { pins, ownKnownHosts, readKnownHosts } = setup;
  const result = await hostKeyJudge({
    settings,
    pins: pins[name] ?? pins[target.host] ?? [],
    ownFile: ownKnownHosts,
    read: readKnownHosts,
  });
  return result.type === 'judge' ? result.judge : `${name} is not spoken to: ${result.reason}`;
}

type Prepared = OpenLegOptions & { readonly judge: HostKeyJudge; readonly identities: Identities };

/** A fingerprint in the plan doesn't say of which type its key is: a host has several. */
async function openPinned(options: Prepared): Promise<LegOpening> {
  const first = await openOnce({ ...options, without: [] });
  const without: string[] = [];
  for (let last = first; ; ) {
    const verdict = last.type === 'refused' ? last.verdict : undefined;
    if (verdict?.type !== 'not-pinned' || without.includes(verdict.keyType)) return first;
    without.push(verdict.keyType);
    last = await openOnce({ ...options, without });
    if (last.type === 'open' || last.type === 'hop-full') return last;
  }
}

async function openOnce(options: Prepared & { readonly without: readonly string[] }): Promise<LegOpening> {
  const { leg, hop } = options;
  const way = await wayTo(leg, hop);
  if (way.type === 'full') return { type: 'hop-full', reason: way.reason };
  if (way.type === 'failed') return refused(`${leg.name} is not reached: ${way.reason}`, way.kind);
  return openSshConnection({ ...options, way: way.way, library: await loadSshLibrary() });
}

type WayResult =
  | { readonly type: 'way'; readonly way: SshWay }
  | { readonly type: 'full'; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string; readonly kind: 'passing' | 'final' };

async function wayTo({ settings }: SshLeg, hop: SshConnection | undefined): Promise<WayResult> {
  if (hop === undefined) return { type: 'way', way: directWay(settings) };
  const result = await hop.forward(settings, settings.connectTimeout ?? defaultConnectTimeout);
  return result.type === 'stream'
    ? { type: 'way', way: { stream: result.stream, hopEnded: hop.ended } }
    : result;
}

function refused(reason: string, kind: 'passing' | 'final' = 'final'): Refusal {
  return { type: 'refused', reason, hostKey: undefined, kind };
}
