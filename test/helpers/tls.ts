import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestCertificate = {
  readonly key: string;
  readonly cert: string;
  /** The certificate again, as a file to trust. */
  readonly file: string;
  readonly remove: () => void;
};

/** A certificate for this address, made by openssl a moment ago and signed by nobody else. */
export function makeCertificate(address = '127.0.0.1'): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-tls-'));
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const name = /^[\d.]+$/.test(address) ? `IP:${address}` : `DNS:${address}`;
  const made = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', `/CN=${address}`, '-addext', `subjectAltName=${name}`],
      ...['-keyout', key, '-out', file],
    ],
    { encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`openssl failed: ${made.stderr || made.error?.message}`);
  return {
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(file, 'utf8'),
    file,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
