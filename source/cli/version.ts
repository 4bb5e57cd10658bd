let version = 'unknown';

/** Told once at the start, by bin/gonogo.js, which reads package.json. */
export function setVersion(text: string): void {
  version = text;
}

/** Recorded with every run. */
export function toolVersion(): { readonly version: string; readonly node: string } {
  return { version, node: process.versions.node };
}
