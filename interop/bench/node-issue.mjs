// The Node baseline for the side-by-side measurement: how fast the Node libraries sign a folder of unsigned CLRs.
//   node bench/node-issue.mjs [--limit N] [--workers N] [--stack stock|patched|dcc] [--outer-only] [--json] DIR
// Reading and parsing the files, loading the contexts and a warm-up are outside the measured time.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { jsonFiles, readJson } from '../credentials.mjs';
import { runAsScript } from '../verdict.mjs';
import { createIssuer, stacks } from './issue-clr.mjs';

const controller = 'https://issuer.example/institutions/1';
const warmUpCredentials = 200;

/** Parses this worker's files, warms up on copies of them, then signs when told to. */
async function work() {
  const issuer = await createIssuer(controller, { members: !workerData.outerOnly, stack: workerData.stack });
  const clrs = workerData.files.map(readUnsigned);
  for (let warmed = 0, i = 0; warmed < warmUpCredentials; i++) {
    const clr = structuredClone(clrs[i % clrs.length]);
    warmed += clr.credentialSubject.verifiableCredential.length + 1;
    await issuer.issue(clr);
  }

  parentPort.once('message', async () => {
    let credentials = 0;
    for (const clr of clrs) credentials += await issuer.issue(clr);
    parentPort.postMessage({ credentials });
  });
  parentPort.postMessage('ready');
}

function readUnsigned(file) {
  const clr = readJson(file);
  delete clr.proof;
  clr.credentialSubject.verifiableCredential.forEach(member => delete member.proof);
  return clr;
}

/** Deals the files to the workers, starts them together and measures until the last is done. */
async function measure(files, workerCount, { stack, outerOnly }) {
  const workers = Array.from({ length: workerCount }, (_, w) =>
    new Worker(new URL(import.meta.url), { workerData: { stack, outerOnly, files: files.filter((_, i) => i % workerCount === w) } }));
  const next = worker => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));

  await Promise.all(workers.map(next));
  const [start, startCpu] = [performance.now(), process.cpuUsage()];
  const done = workers.map(next);
  workers.forEach(worker => worker.postMessage('go'));
  const results = await Promise.all(done);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  await Promise.all(workers.map(worker => worker.terminate()));
  return { seconds, cpuSeconds: (user + system) / 1e6, credentials: results.reduce((sum, result) => sum + result.credentials, 0) };
}

async function main(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { limit: { type: 'string' }, workers: { type: 'string', default: '1' }, stack: { type: 'string', default: stacks[0] }, 'outer-only': { type: 'boolean' }, json: { type: 'boolean' } },
  });
  if (!stacks.includes(values.stack)) throw new Error(`--stack is one of ${stacks.join(', ')}, not ${values.stack}.`);
  const files = jsonFiles(positionals).slice(0, values.limit ? positiveInteger('limit', values.limit) : undefined);
  const workers = Math.min(positiveInteger('workers', values.workers), files.length);
  const { seconds, cpuSeconds, credentials } = await measure(files, workers, { stack: values.stack, outerOnly: values['outer-only'] });

  const result = {
    runtime: `node ${process.version}`, stack: values.stack, workers, learners: files.length, credentials, seconds, cpuSeconds,
    learnersPerSecond: files.length / seconds, credentialsPerSecond: credentials / seconds,
  };
  console.log(values.json ? JSON.stringify(result) : describe(result));
  return true;
}

function describe({ runtime, workers, learners, credentials, seconds, learnersPerSecond, credentialsPerSecond }) {
  return `${runtime}, ${workers} worker(s): ${learners} learners, ${credentials} credentials in ${seconds.toFixed(2)} s\n`
    + `${learnersPerSecond.toFixed(1)} learners/s, ${credentialsPerSecond.toFixed(1)} credentials/s`;
}

function positiveInteger(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number of at least 1, not ${text}.`);
  return value;
}

await (isMainThread ? runAsScript(import.meta.url, main) : work());
