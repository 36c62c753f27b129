/**
 * The page of a service in a headless Chromium, narrow and wide: it shows a decision, answers a control, asks no other
 * place, says nothing on the console and is no wider than the screen. Pictures are kept where --out says.
 *
 *   node scripts/run.mjs scripts/serve-page -- --model models/mine --out pictures
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { systemClock } from '../src/core/clock';
import { systemProcesses } from '../src/core/processes';
import { startService } from '../src/serve/service';
import { defaultServiceSettings } from '../src/serve/settings';
import { openChromium, type Chromium } from './serving/chromium';

const WIDTHS = [390, 1280];

interface Seen {
  readonly decision: string;
  readonly bars: number;
  readonly values: string;
  readonly failure: string;
  readonly overflow: number;
}

const look = `({
  decision: document.getElementById('decision').textContent,
  bars: document.querySelectorAll('#bars li').length,
  values: document.getElementById('bars').textContent,
  failure: document.getElementById('failure').hidden ? '' : document.getElementById('failure').textContent,
  overflow: document.documentElement.scrollWidth - window.innerWidth,
})`;

/** Moves every slider to its end, and adds an earlier contact where there is a way to. */
const change = `(() => {
  for (const slider of document.querySelectorAll('input[type=range]')) {
    slider.value = slider.max;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (!document.getElementById('past').hidden) document.getElementById('add').click();
})()`;

async function evaluate<Result>(chromium: Chromium, session: string, expression: string): Promise<Result> {
  const { result } = await chromium.send<{ result: { value: Result } }>(
    'Runtime.evaluate',
    { expression, returnByValue: true },
    session,
  );
  return result.value;
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function settled(chromium: Chromium, session: string, isDone: (seen: Seen) => boolean): Promise<Seen> {
  for (let tries = 0; ; tries += 1) {
    const seen = await evaluate<Seen | undefined>(chromium, session, look);
    if (seen !== undefined && (isDone(seen) || tries > 100)) return seen;
    await pause(50);
  }
}

/** @returns what is wrong at a width */
async function faultsAt(chromium: Chromium, url: string, width: number, picture: string): Promise<string[]> {
  const faults: string[] = [];
  const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  });
  const { sessionId } = await chromium.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  chromium.on('Network.requestWillBeSent', ({ request }) => {
    const asked = (request as { readonly url: string }).url;
    if (!asked.startsWith(url) && !asked.startsWith('data:')) faults.push(`it asked ${asked}`);
  });
  chromium.on('Runtime.exceptionThrown', (said) =>
    faults.push(`an error: ${JSON.stringify(said).slice(0, 300)}`),
  );
  chromium.on('Log.entryAdded', (said) =>
    faults.push(`on the console: ${JSON.stringify(said).slice(0, 300)}`),
  );
  for (const domain of ['Network', 'Runtime', 'Log', 'Page'])
    await chromium.send(`${domain}.enable`, {}, sessionId);
  const metrics = { width, height: 900, deviceScaleFactor: 1, mobile: width < 500 };
  await chromium.send('Emulation.setDeviceMetricsOverride', metrics, sessionId);
  await chromium.send('Page.navigate', { url: `${url}/` }, sessionId);
  const first = await settled(chromium, sessionId, ({ bars }) => bars > 0);
  await evaluate(chromium, sessionId, change);
  const second = await settled(chromium, sessionId, ({ values }) => values !== first.values);
  if (first.bars < 2) faults.push(`expected a bar for each action, got ${first.bars}`);
  if (first.decision === '…') faults.push('expected a decision, got none');
  if (second.values === first.values) faults.push('expected other values for another customer, got the same');
  for (const { failure, overflow } of [first, second]) {
    if (failure !== '') faults.push(failure);
    if (overflow > 0) faults.push(`${overflow} pixels wider than the screen`);
  }
  const { data } = await chromium.send<{ data: string }>(
    'Page.captureScreenshot',
    { captureBeyondViewport: true },
    sessionId,
  );
  writeFileSync(picture, Buffer.from(data, 'base64'));
  await chromium.send('Target.closeTarget', { targetId });
  process.stdout.write(
    `${width} pixels: ${first.decision}, then ${second.decision}; ${faults.length} faults\n`,
  );
  return faults.map((fault) => `${width} pixels: ${fault}`);
}

async function main(): Promise<number> {
  const {
    model,
    out,
    chromium: program,
  } = await yargs(process.argv.slice(2))
    .option('model', { type: 'string', default: 'models/segment', describe: 'to serve' })
    .option('out', { type: 'string', demandOption: true, describe: 'folder for pictures' })
    .option('chromium', { type: 'string', default: '/usr/bin/chromium', describe: 'program' })
    .strict().argv;
  mkdirSync(out, { recursive: true });
  const logger = { info: () => undefined, warn: (text: string) => void process.stderr.write(`${text}\n`) };
  const service = await startService(
    {
      ...defaultServiceSettings,
      ...{ model, port: 0, exploration: null, seed: null, log: null, logColumns: null, retain: null },
      ...{ store: null, token: null },
    },
    { logger, clock: systemClock, processes: systemProcesses },
  );
  const chromium = openChromium(program);
  const faults: string[] = [];
  try {
    for (const width of WIDTHS)
      faults.push(...(await faultsAt(chromium, service.url, width, join(out, `page-${width}.png`))));
  } finally {
    await chromium.close();
    await service.close();
  }
  for (const fault of faults) process.stdout.write(`FAULT ${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
