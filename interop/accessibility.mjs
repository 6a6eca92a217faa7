// Judge of pages: axe-core, in a browser that may load nothing, on what `conferral render` and `conferral plan --save` write.
//   node accessibility.mjs [--report FILE] [--pictures DIR] DIR|FILE…
// Every page is read wide, narrow and as it is printed. CHROMIUM names the browser (default /usr/bin/chromium).
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { writeReport } from './report.mjs';
import { Verdict, runAsScript } from './verdict.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA and what it builds on, and the practices axe recommends beside it. */
const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'] };

const views = [
  { name: 'wide', width: 1280, height: 900, media: 'screen' },
  { name: 'narrow', width: 320, height: 640, media: 'screen' },
  { name: 'print', width: 794, height: 1123, media: 'print' },
];

const browserOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};

const htmlFiles = paths => paths.flatMap(path =>
  statSync(path).isDirectory() ? readdirSync(path).filter(name => name.endsWith('.html')).sort().map(name => join(path, name)) : [path]);

/** What is wrong with a page in one view: axe's findings, a page wider than its window, anything it asked for. */
async function judgeView(context, file, view, pictures) {
  const page = await context.newPage();
  const address = pathToFileURL(resolve(file)).href;
  const asked = [];
  page.on('request', request => { if (request.url() !== address && !request.url().startsWith('data:')) asked.push(`asks for ${request.url()}`); });
  await page.setViewportSize({ width: view.width, height: view.height });
  await page.emulateMedia({ media: view.media });
  await page.goto(address);
  if (view.media === 'screen') await page.evaluate(() => document.querySelectorAll('details').forEach(details => { details.open = true; }));
  if (pictures) await page.screenshot({ path: join(pictures, `${basename(file, '.html')}.${view.name}.png`) });
  if (pictures && view.media === 'print') {
    for (const format of ['A4', 'Letter']) await page.pdf({ path: join(pictures, `${basename(file, '.html')}.${format}.pdf`), format, preferCSSPageSize: true });
  }

  // The page's own policy runs no script but what the browser's debugger evaluates, which is how axe comes in.
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(options => globalThis.axe.run(document, options), rules);
  await page.close();
  return [
    ...violations.map(v => `${v.id} (${v.impact}): ${v.help}, at ${v.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' and ')}`),
    ...(overflow > 0 && view.media === 'screen' ? [`is ${overflow} px wider than a window of ${view.width} px`] : []),
    ...asked,
  ];
}

/** A judge that finds nothing wrong with this page would find nothing wrong with any. */
async function requireSight(context) {
  const page = await context.newPage();
  await page.setContent('<!DOCTYPE html><title></title><p style="color:#ddd;background:#fff">pale<img src="data:,"><table><td>');
  await page.evaluate(axe);
  const { violations } = await page.evaluate(options => globalThis.axe.run(document, options), rules);
  await page.close();
  const missed = ['color-contrast', 'document-title', 'html-has-lang', 'image-alt'].filter(id => !violations.some(violation => violation.id === id));
  if (missed.length > 0) throw new Error(`axe-core passed over planted faults: ${missed.join(', ')}`);
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { report: { type: 'string' }, pictures: { type: 'string' } } });
  const files = htmlFiles(positionals);
  if (values.pictures) mkdirSync(values.pictures, { recursive: true });
  const profile = mkdtempSync(join(tmpdir(), 'conferral-pages-'));
  const context = await chromium.launchPersistentContext(profile, browserOptions);
  const verdicts = [];
  try {
    await requireSight(context);
    for (const view of views) {
      const verdict = new Verdict(`pages, ${view.name} (axe-core, WCAG 2.2 AA)`);
      for (const file of files) verdict.record('page', file, await judgeView(context, file, view, values.pictures));
      verdict.print();
      verdicts.push(verdict);
    }
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }

  if (values.report) writeReport(values.report, 'axe-core', verdicts);
  return verdicts.every(verdict => verdict.passed);
});
