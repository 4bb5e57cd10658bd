/** How SSH writes a string of bytes: its length in four bytes, then itself. */
export function sshString(bytes: Buffer | string): Buffer {
  const body = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

export function sshStrings(all: readonly (Buffer | string)[]): Buffer {
  return Buffer.concat(all.map(sshString));
}
