import type { FrontMatter, Path } from './front-matter.ts';
import type { ProblemList } from './problem-list.ts';

/** Ways to say where a secret is, and what follows their name. */
const WAYS: readonly RegExp[] = [
  /^env:[A-Za-z_][A-Za-z0-9_]*$/,
  /^file:\S/,
  /^cmd:\s*\S/,
  /^op:\/\/[^/]+\/[^/]+\/\S/,
  /^sops:[^#]*[^#\s](?:#\S+)?$/,
];

/** For mends. */
export const referenceExample =
  'write `env:NAME`, `file:PATH`, `cmd:COMMAND`, `op://VAULT/ITEM/FIELD` or `sops:FILE#KEY`';

/** A secret is only ever referred to. */
export function isReference(text: string): boolean {
  return WAYS.some((way) => way.test(text));
}

export type AddressPlace = {
  readonly reference: string;
  /** Of an address that may stand in the plan, where it holds no password. */
  readonly schemes: readonly string[];
  readonly path: Path;
  readonly front: FrontMatter;
  readonly problems: ProblemList;
};

/** An address without a password may stand as it is; any other is referred to. */
export function checkAddress({ reference, schemes, path, front, problems }: AddressPlace): void {
  if (isReference(reference)) return;
  const mend = 'write `env:NAME` or `file:PATH`: a secret is read just before it is used';
  const place = front.placeOf(path);
  if (hasPassword(reference)) {
    problems.error({ ...place, message: 'a password stands in the plan', mend });
    return;
  }
  const scheme = /^([a-z]+):\/\/[^\s/]+/i.exec(reference)?.[1]?.toLowerCase();
  if (scheme !== undefined && schemes.includes(scheme)) return;
  const message = `\`${path.join('.')}\` is neither a reference nor a ${schemes[0]} address`;
  problems.error({ ...place, message, mend });
}

function hasPassword(url: string): boolean {
  return /\/\/[^/@\s]*:[^/\s]*@/.test(url) || /[?&\s;]password=/i.test(url);
}
