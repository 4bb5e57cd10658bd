import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { pathOf } from './needs.ts';

export type OpenPage = {
  readonly page: Page;
  /** Errors on the console, of scripts, and what the page's own policy kept out. */
  readonly trouble: () => Promise<readonly string[]>;
  /** Every address that was asked for, the page's own first. */
  readonly requests: readonly string[];
};

/** A headless Chromium of this system, with a profile of its own; nobody else's is looked at. */
export type Browser = {
  readonly open: (file: string) => Promise<OpenPage>;
  readonly close: () => Promise<void>;
};

const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'gonogo-browser-'));
  const executablePath = pathOf('chromium') ?? 'chromium';
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: quiet });
  await context.addInitScript(notingViolations);
  return {
    open: async (file) => {
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      const violations = () => page.evaluate<string[]>('globalThis.violations');
      return { page, requests, trouble: async () => [...errors, ...(await violations())] };
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

const notingViolations = `
  globalThis.violations = [];
  addEventListener('securitypolicyviolation', (event) =>
    globalThis.violations.push(event.violatedDirective + ' ' + event.blockedURI));
`;
