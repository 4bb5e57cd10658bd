import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { randomToken } from '../random.ts';
import { messageOf, oneLine } from '../reason.ts';
import type { FileFacts } from '../shell/shell-channel.ts';
import { shellFolder } from '../shell/shell-script.ts';
import { runShortScript } from '../shell/short-script.ts';
import {
  type CopyFault,
  type CopyPlace,
  fault,
  localPath,
  progressTeller,
  remoteDigest,
  remotePath,
  sizeWords,
  unfitToReplace,
} from './copy-place.ts';

/** `unknown`: the new file may be in its place, or the old one: one of them, whole. */
export type CopyEnd =
  | { readonly type: 'done' }
  | CopyFault
  | { readonly type: 'unknown'; readonly reason: string };

type Paths = { readonly from: string; readonly to: string };

/** Milliseconds for the move into its place. */
const patience = 30_000;

/**
 * A file to a host: under another name first, then compared, given its permissions and owner, and moved into its
 * place at once. Until that move nothing of the old file has changed.
 */
export async function putFile(place: CopyPlace, { from, to }: Paths): Promise<CopyEnd> {
  const source = localPath(from);
  const known = await sourceOf(source);
  if (known.type === 'fault') return known;
  const target = remotePath(to);
  const part = `${posix.dirname(to)}/.${posix.basename(to).slice(0, 80)}.gonogo-${randomToken().slice(0, 12)}`;
  let begun = false;
  try {
    const old = await place.files.facts(target);
    const unfit = unfitToReplace(to, old);
    if (unfit !== undefined) return fault(unfit);
    const sha256 = await place.digestOf(source);
    const began = place.timers.now();
    begun = true;
    const onProgress = progressTeller({ ...place, size: known.size });
    await place.files.put(source, remotePath(part), onProgress);
    const arrived = await remoteDigest(place, part);
    if (arrived.type === 'fault') return arrived;
    if (arrived.sha256 !== sha256) {
      return fault(
        `what arrived is not what was sent: sha256 ${arrived.sha256.slice(0, 12)}, not ${sha256.slice(0, 12)}`,
      );
    }
    if (place.cut.aborted) return fault('cut off');
    if (old !== undefined) await keepOwner(place, remotePath(part), old);
    const end = await moveIn(place, { part, to, mode: place.mode ?? old?.mode ?? known.mode });
    begun = end.type !== 'done';
    if (end.type === 'done') {
      const took = ((place.timers.now() - began) / 1_000).toFixed(1);
      place.say(`put ${from} to ${to}: ${sizeWords(known.size)} in ${took} s, sha256 ${sha256.slice(0, 12)}`);
    }
    return end;
  } catch (error) {
    return fault(`${to}: ${oneLine(messageOf(error))}`);
  } finally {
    if (begun) await removePart(place, part);
  }
}

async function sourceOf(path: string) {
  try {
    const facts = await stat(path);
    if (!facts.isFile()) return fault(`${path} is no plain file`);
    return { type: 'source', size: facts.size, mode: facts.mode & 0o777 } as const;
  } catch (error) {
    return fault(`${path} can't be read: ${oneLine(messageOf(error))}`);
  }
}

/** A file that changes hands unseen is a fault of its own. */
async function keepOwner({ files }: CopyPlace, part: string, { uid, gid }: FileFacts): Promise<void> {
  const own = await files.facts(part);
  if (own === undefined || (own.uid === uid && own.gid === gid)) return;
  try {
    await files.setOwner(part, { uid, gid });
  } catch (error) {
    throw new Error(`its owner (${uid}:${gid}) can't be kept: ${oneLine(messageOf(error))}`);
  }
}

type Move = { readonly part: string; readonly to: string; readonly mode: number };

async function moveIn({ host, transport, timers }: CopyPlace, { part, to, mode }: Move): Promise<CopyEnd> {
  const [from, into] = [shellFolder(part), shellFolder(to)];
  const script = `gonogo_said=$( { chmod ${mode.toString(8)} ${from} && mv -f ${from} ${into}; } 2>&1 </dev/null ) &&
  gonogo_say done || gonogo_say failed "$gonogo_said"`;
  const answer = await runShortScript({ transport, host, script, timeout: patience, timers });
  if (answer.type === 'trouble') {
    const reason = `${oneLine(answer.reason, 200)}; ${to} is the old file or the whole new one`;
    return { type: 'unknown', reason: `${reason}, and copying again is safe` };
  }
  if (answer.lines.includes('done')) return { type: 'done' };
  return fault(`${to} can't be put in its place: ${oneLine(answer.lines.join(' ').replace(/^failed /, ''))}`);
}

/** Best effort: nobody misses it, and its name says whose it was. */
async function removePart({ host, transport, timers }: CopyPlace, part: string): Promise<void> {
  const script = `rm -f ${shellFolder(part)} </dev/null >/dev/null 2>&1`;
  await runShortScript({ transport, host, script, timeout: 5_000, timers });
}
