// Opens each page in each setting and says what a reader would meet there. One argument: a JSON file
// {browser, profile, pages: {name: file}, settings: {name: setting}, shots, prints}. What is found goes to standard
// output as JSON.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf-8');
const job = JSON.parse(await readFile(process.argv[2], 'utf-8'));
const STYLED = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

// What axe-core does not look at. Runs in the page.
function measure() {
  const name = (element) => element.outerHTML.slice(0, 120);
  const hiddenOnPurpose = (element) => getComputedStyle(element).clipPath !== 'none'
    || element.closest('[aria-hidden="true"], thead') !== null || element.closest('svg') !== null;
  const root = document.documentElement;
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.textContent.trim()) texts.push(walker.currentNode);
  }
  const outside = [];
  const unseen = [];
  for (const text of texts) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    const parent = text.parentElement;
    if (hiddenOnPurpose(parent)) continue;
    if (box.width === 0 && !parent.classList.contains('cell-name')) unseen.push(name(parent));
    if (box.width > 0 && (box.left < -0.5 || box.right > root.clientWidth + 0.5)) outside.push(name(parent));
  }
  const small = [...document.querySelectorAll('body, p, li, td, th, dd, dt, pre, span')]
    .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 12).map(name);
  const tables = [...document.querySelectorAll('table')]
    .filter((table) => !table.querySelector('th') || table.querySelector('th:not([scope])')).map(name);
  const shown = texts.filter((text) => !text.parentElement.closest('.cell-name, svg, [aria-hidden="true"]'));
  return { tables, texts: shown.map((text) => text.textContent), scrolls: root.scrollWidth - root.clientWidth, outside, unseen, small, view: root.clientWidth };
}

const context = await chromium.launchPersistentContext(job.profile, {
  executablePath: job.browser, args: FLAGS, headless: true, serviceWorkers: 'block' });
const found = { browser: context.browser()?.version() ?? '', axe: '', seen: [] };
for (const [setting, wanted] of Object.entries(job.settings)) {
  const page = await context.newPage();
  await page.setViewportSize({ width: wanted.width, height: 900 });
  await page.emulateMedia({ media: wanted.media ?? 'screen', colorScheme: wanted.scheme ?? 'light',
    forcedColors: wanted.forced ? 'active' : 'none' });
  for (const [name, file] of Object.entries(job.pages)) {
    await page.goto(pathToFileURL(file).href);
    if (wanted.text) await page.addStyleTag({ content: `html { font-size: ${wanted.text}% !important; }` });
    if (wanted.spacing) {
      await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; '
        + 'word-spacing: .16em !important; } p { margin-bottom: 2em !important; }' });
    }
    await page.evaluate(axe);
    const runOnly = wanted.whole ? { type: 'tag', values: TAGS } : { type: 'rule', values: STYLED };
    const rules = wanted.whole ? { 'td-has-header': { enabled: true } } : {};  // off unless asked for
    const result = await page.evaluate((options) => globalThis.axe.run(document, options), { runOnly, rules });
    const told = (rules) => rules.flatMap((rule) => rule.nodes.map((node) => ({
      rule: rule.id, help: rule.help, where: node.html.slice(0, 160), why: node.failureSummary ?? '' })));
    found.axe = result.testEngine.version;
    found.seen.push({ page: name, setting, faults: told(result.violations), unsure: told(result.incomplete),
      passed: result.passes.map((rule) => rule.id), ...await page.evaluate(measure) });
    if (job.shots && !name.includes('long')) {  // for a person to look at
      await page.screenshot({ path: join(job.shots, `${name}-${setting}.png`), fullPage: true, timeout: 120000 });
    }
    if (job.prints && wanted.media === 'print') {
      await page.pdf({ path: join(job.prints, `${name}.pdf`), format: 'A4', preferCSSPageSize: true });
    }
  }
  await page.close();
}
await context.close();
process.stdout.write(JSON.stringify(found));
