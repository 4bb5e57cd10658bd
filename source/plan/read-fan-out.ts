import type { Attribute, Attributes } from './attributes.ts';
import { batchesOf } from './batches.ts';
import type { Action, ActionKind, ActionPlace, Share } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import { parseShare } from './share.ts';

type FanOut = Pick<Action, 'batch' | 'maxFail'>;

/** How an action spreads over its hosts: in which batches, and how many failures keep the rest from beginning. */
export function readFanOut({
  kind,
  attributes,
  on,
  problems,
}: {
  readonly kind: ActionKind;
  readonly attributes: Attributes;
  readonly on: ActionPlace;
  readonly problems: ProblemList;
}): FanOut {
  const batch = attributes.entries.get('batch');
  const maxFail = attributes.entries.get('max-fail');
  if (on.type !== 'hosts') {
    for (const attribute of [batch, maxFail]) reportHostless(kind, attribute, problems);
    return { batch: [], maxFail: undefined };
  }
  if (maxFail !== undefined && batch === undefined && on.hosts.length > 1) {
    const message = `\`max-fail\` has no effect without \`batch\`: all ${on.hosts.length} hosts begin at once`;
    problems.warning({ ...maxFail, message, mend: 'say how many begin together: `batch=1,50%`' });
  }
  return {
    batch: readBatch(batch, on.hosts, problems),
    maxFail: readMaxFail(maxFail, on.hosts, problems),
  };
}

function reportHostless(kind: ActionKind, attribute: Attribute | undefined, problems: ProblemList): void {
  if (attribute === undefined) return;
  const { key, keyOffset } = attribute;
  const message = `\`${key}\` is for hosts, and this \`${kind}\` runs on this machine`;
  problems.error({
    offset: keyOffset,
    length: key.length,
    message,
    mend: 'write `on=@app`, or leave it out',
  });
}

const BATCH = 'write `batch=1,2,50%`: numbers of hosts, or percentages of all of them';
const MAX_FAIL = 'write `max-fail=1` or `max-fail=10%`';

function readBatch(
  attribute: Attribute | undefined,
  hosts: readonly string[],
  problems: ProblemList,
): readonly Share[] {
  if (attribute === undefined) return [];
  const shares: Share[] = [];
  let { offset } = attribute;
  for (const piece of (attribute.value ?? '').split(',')) {
    const text = piece.trim();
    const share = parseShare(text);
    const message = batchFault(text, share);
    if (share !== undefined && message === undefined) shares.push(share);
    if (message !== undefined) {
      const place = placeOf({ attribute, text, offset: offset + piece.length - piece.trimStart().length });
      problems.error({ ...place, message, mend: BATCH });
    }
    offset += piece.length + 1;
  }
  if (shares.length > 0 && hosts.length > 0 && batchesOf(hosts, shares).length === 1) {
    const message =
      hosts.length === 1
        ? '`batch` has no effect on one host'
        : `\`batch\` has no effect: all ${hosts.length} hosts are in the first batch`;
    problems.warning({ ...attribute, message });
  }
  return shares;
}

function batchFault(text: string, share: Share | undefined): string | undefined {
  if (share?.value === 0) return `a batch of \`${text}\` begins on no host`;
  return shareFault({ key: 'batch', text, share });
}

function readMaxFail(
  attribute: Attribute | undefined,
  hosts: readonly string[],
  problems: ProblemList,
): Share | undefined {
  if (attribute === undefined) return undefined;
  const text = attribute.value ?? '';
  const share = parseShare(text);
  const message = shareFault({ key: 'max-fail', text, share });
  if (share === undefined || message !== undefined) {
    if (message !== undefined) problems.error({ ...attribute, message, mend: MAX_FAIL });
    return undefined;
  }
  if (share.type === 'count' && hosts.length > 0 && share.value >= hosts.length) {
    const message = `\`max-fail\` has no effect: all hosts may fail (${hosts.length})`;
    problems.warning({ ...attribute, message });
  }
  return share;
}

function shareFault({
  key,
  text,
  share,
}: {
  readonly key: string;
  readonly text: string;
  readonly share: Share | undefined;
}): string | undefined {
  if (text === '') return `a number is missing in \`${key}\``;
  if (share === undefined) return `\`${text}\` is neither a number of hosts nor a percentage`;
  if (share.type === 'percent' && share.value > 100) return `\`${text}\` are more than all hosts`;
  return undefined;
}

/** The piece itself; the whole attribute where the piece is empty. */
function placeOf({
  attribute,
  text,
  offset,
}: {
  readonly attribute: Attribute;
  readonly text: string;
  readonly offset: number;
}): { readonly offset: number; readonly length: number } {
  return text === '' ? attribute : { offset, length: text.length };
}
