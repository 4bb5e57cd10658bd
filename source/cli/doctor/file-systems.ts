/** A kind of file system that a journal should not be on. */
export type FileSystemKind = { readonly type: 'network' | 'memory'; readonly name: string };

/** By the number that the kernel gives it (Linux; elsewhere the numbers are small and mean nothing here). */
export function kindOf(type: number): FileSystemKind | undefined {
  const known = KINDS.get(type >>> 0);
  return known === undefined ? undefined : { type: known[0], name: known[1] };
}

const KINDS: ReadonlyMap<number, readonly [FileSystemKind['type'], string]> = new Map([
  [0x6969, ['network', 'NFS']],
  [0x517b, ['network', 'SMB']],
  [0xff534d42, ['network', 'CIFS']],
  [0xfe534d42, ['network', 'SMB']],
  [0x01021997, ['network', '9P']],
  [0x5346414f, ['network', 'AFS']],
  [0x6b414653, ['network', 'AFS']],
  [0x00c36400, ['network', 'Ceph']],
  [0x0bd00bd0, ['network', 'Lustre']],
  [0x47504653, ['network', 'GPFS']],
  [0x65735546, ['network', 'FUSE (sshfs and its like)']],
  [0x01021994, ['memory', 'tmpfs']],
  [0x858458f6, ['memory', 'ramfs']],
]);
