import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, type OpenPage, openBrowser } from '../helpers/browser.ts';
import { needs } from '../helpers/needs.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';
import { carryOut, fellBack, hostile, recordNights, wentIn } from './report-nights.ts';

/** What `report-look.js` finds in a page. */
type Look = {
  readonly wide: readonly string[];
  readonly scrolling: readonly string[];
  readonly faint: readonly unknown[];
  readonly texts: number;
  readonly headings: readonly number[];
  readonly unnamed: readonly string[];
  readonly drawings: number;
  readonly active: readonly string[];
  readonly styles: number;
  readonly hidden: readonly string[];
};

const script = readFileSync(join(import.meta.dirname, 'report-look.js'), 'utf8');
const lookAt = ({ page }: OpenPage) => page.evaluate<Look>(script);
const nights = [
  ['a run that went to go', 'last'],
  ['a run that went in with failures', wentIn],
  ['a run that fell back', fellBack],
] as const;

describe.skipIf(needs('chromium'))('a report in a browser', () => {
  let gonogo: Gonogo;
  let browser: Browser;
  const fileOf = (run: string) => join(dirname(gonogo.journal), `${run}.html`);

  beforeAll(async () => {
    gonogo = await openGonogo();
    await recordNights(gonogo);
    await carryOut(gonogo);
    for (const [, run] of nights) {
      const { code, err } = await gonogo.plain(['report', run, '-o', fileOf(run)], []);
      expect(code, err).toBe(0);
    }
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await gonogo?.end();
  });

  test.for(nights)('%s: it asks for nothing, runs nothing and breaks no rule', async ([, run]) => {
    const open = await browser.open(fileOf(run));
    await open.page.evaluate(unfold);
    const { active, styles, headings, unnamed, drawings } = await lookAt(open);
    expect([active, styles, unnamed, drawings]).toEqual([[], 1, [], 1]);
    expect(headings[0]).toBe(1);
    expect(headings.filter((level, index) => level > (headings[index - 1] ?? 0) + 1)).toEqual([]);
    expect(await open.trouble()).toEqual([]);
    expect(open.requests).toEqual([pathToFileURL(fileOf(run)).href]);
    await open.page.close();
  });

  test.for(nights)('%s: all of it fits, and can be read, in light and dark', async ([, run]) => {
    const open = await browser.open(fileOf(run));
    await open.page.evaluate(unfold);
    const papers = new Set<string>();
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await open.page.setViewportSize({ width, height: 900 });
        await open.page.emulateMedia({ colorScheme });
        const { wide, scrolling, faint, texts } = await lookAt(open);
        expect([wide, faint], `${width} ${colorScheme}`).toEqual([[], []]);
        expect(texts).toBeGreaterThan(60);
        // A telephone shows rows as paragraphs; only the chart is as wide as it is.
        expect(scrolling).toEqual(width === 390 ? ['Chart of planned and actual times'] : []);
        papers.add(await open.page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
      }
    }
    expect(papers.size).toBe(2);
    await open.page.close();
  });

  test.for(nights)(
    '%s: paper is A4 and white, and what is folded on a screen is printed',
    async ([, run]) => {
      const open = await browser.open(fileOf(run));
      // As wide as A4 between its margins; the reader's dark screen changes nothing.
      await open.page.setViewportSize({ width: 688, height: 1000 });
      await open.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const { wide, scrolling, faint, hidden } = await lookAt(open);
      expect([wide, scrolling, faint, hidden]).toEqual([[], [], [], []]);
      expect(await open.page.getByText('## Fall-back procedure').boundingBox()).not.toBeNull();
      const pdf = (await open.page.pdf({ format: 'A4' })).toString('latin1');
      expect(pdf).toMatch(/^%PDF-/);
      expect(pdf.match(/\/MediaBox \[0 0 59\d[.\d]* 84\d[.\d]*\]/g)?.length).toBeGreaterThan(1);
      await open.page.close();
    },
  );

  test('what is folded is opened with the keyboard alone', async () => {
    const { page } = await browser.open(fileOf(fellBack));
    const focused = () =>
      page.evaluate<string>('document.activeElement.tagName + " " + document.activeElement.textContent');
    for (let tabs = 0; tabs < 60 && (await focused()) !== 'SUMMARY The plan as it was'; tabs += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe('SUMMARY The plan as it was');
    const plan = page.getByText('title: Small release');
    expect(await plan.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await plan.isVisible()).toBe(true);
    await page.close();
  });

  test.for([
    ['a host wrote', 'last'],
    ['people said', fellBack],
  ] as const)('what is hostile in what %s stays text', async ([, run]) => {
    const { page, requests } = await browser.open(fileOf(run));
    await page.evaluate(unfold);
    await page.locator('summary').first().hover();
    const text = await page.evaluate<string>('document.body.innerText');
    for (const line of hostile) expect(text).toContain(line.slice(0, line.indexOf(' ')));
    expect(text).toContain('<script>globalThis.owned = 1</script><img src=x onerror=');
    expect(text).toContain('</style><style>body { display: none }</style>');
    expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(await page.evaluate('globalThis.owned')).toBeUndefined();
    expect(requests).toHaveLength(1);
    await page.close();
  });

  test('a page that was tampered with is found out by what is looked at here, and by its own policy', async () => {
    const report = await readFile(fileOf('last'), 'utf8');
    const tampered = report.replace(
      '<main>',
      `<main><script>globalThis.owned = 1</script><img src="http://127.0.0.1:9/x.png" alt="">
      <h5 style="color: #777; width: 3000px">wide and faint</h5><p style="color: red">red</p>`,
    );
    const file = join(dirname(gonogo.journal), 'tampered.html');
    await writeFile(file, tampered);
    const open = await browser.open(file);
    const trouble = (await open.trouble()).join('\n');
    for (const directive of ['script-src', 'img-src', 'style-src']) expect(trouble).toContain(directive);
    expect(await open.page.evaluate('globalThis.owned')).toBeUndefined();
    const before = await lookAt(open);
    expect(before.active).toHaveLength(2);
    expect(before.styles).toBe(3);
    await open.page.evaluate(
      `Object.assign(document.querySelector('h5').style, { color: '#888', backgroundColor: '#fff', width: '3000px' })`,
    );
    const { wide, faint, headings } = await lookAt(open);
    expect(wide.join('\n')).toContain('wide and faint');
    expect(JSON.stringify(faint)).toContain('wide and faint');
    expect(headings).toContain(5);
    await open.page.close();
  });
});

const unfold = `for (const each of document.querySelectorAll('details')) each.open = true;`;
