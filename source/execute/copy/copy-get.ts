import { chmod, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomToken } from '../random.ts';
import { messageOf, oneLine } from '../reason.ts';
import {
  type CopyFault,
  type CopyPlace,
  fault,
  localPath,
  progressTeller,
  remoteDigest,
  remotePath,
  sizeWords,
} from './copy-place.ts';
import { localDigest } from './local-digest.ts';

type Paths = { readonly from: string; readonly to: string };

/** A file from a host: under another name first, then compared, and moved into its place at once. */
export async function getFile(
  place: CopyPlace,
  { from, to }: Paths,
): Promise<{ readonly type: 'done' } | CopyFault> {
  const target = localPath(to);
  const part = join(
    dirname(target),
    `.${basename(target).slice(0, 80)}.gonogo-${randomToken().slice(0, 12)}`,
  );
  try {
    const facts = await place.files.facts(remotePath(from));
    if (facts === undefined) return fault(`${from} is not there`);
    if (facts.kind === 'folder') return fault(`${from} is a folder: name the file in it`);
    const old = await lstat(target).catch(() => undefined);
    if (old !== undefined && !old.isFile()) return fault(`${to} is no plain file here`);
    await mkdir(dirname(target), { recursive: true });
    const began = place.timers.now();
    await place.files.get(remotePath(from), part, progressTeller({ ...place, size: facts.size }));
    const there = await remoteDigest(place, from);
    if (there.type === 'fault') return there;
    const here = await localDigest(part);
    if (here !== there.sha256) {
      return fault(`what arrived of ${from} is not what is there: does somebody write to it?`);
    }
    const linked = facts.kind === 'link' ? 0o600 : facts.mode & 0o777;
    await chmod(part, place.mode ?? (old === undefined ? linked : old.mode & 0o777));
    const size = (await lstat(part)).size;
    await rename(part, target);
    const took = ((place.timers.now() - began) / 1_000).toFixed(1);
    place.say(`got ${from} as ${to}: ${sizeWords(size)} in ${took} s, sha256 ${here.slice(0, 12)}`);
    return { type: 'done' };
  } catch (error) {
    return fault(`${from}: ${oneLine(messageOf(error))}`);
  } finally {
    await rm(part, { force: true }).catch(() => undefined);
  }
}
