// All judges over one folder of signed CLRs, and their verdict on one page.
//   node judge.mjs [--ours DIR [--with-proof N]] [--report FILE] EXPORT-DIR
// EXPORT-DIR: credentials/*.json, one signed CLR per learner, and issuer/did.json; or all of them flat, with did.json beside.
// --ours: <name>.nq for each credential, and <name>.unsigned.json with <name>.unsigned.nq for its form without proof.
// --with-proof: the form with the outer proof is compared of the first N alone. The members' proofs are in the other form too.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { jsonFiles } from './credentials.mjs';
import { writeReport } from './report.mjs';
import { Verdict, runAsScript } from './verdict.mjs';

/** Documents are made and thrown away by the hundred megabyte; with more room for the young ones, a sixth less time goes into collecting them. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

/** What lies where in an export folder. */
function openExport(folder) {
  const nested = join(folder, 'credentials');
  const [credentials, did] = existsSync(nested)
    ? [jsonFiles([nested]), join(folder, 'issuer', 'did.json')]
    : [jsonFiles([folder]).filter(file => file !== join(folder, 'did.json')), join(folder, 'did.json')];
  if (credentials.length === 0) throw new Error(`${folder} holds no signed credential (*.json).`);
  if (!existsSync(did)) throw new Error(`${did} is missing: the issuer's controller document is needed to judge proofs.`);
  return { credentials, did };
}

/** The verdict of each judge; the canonical one only when our canonical forms are there to be judged. */
async function judgeExport(folder, ours, withProof) {
  const { credentials, did } = openExport(folder);
  const whole = new Set(credentials.slice(0, withProof));
  const threads = Math.min(availableParallelism(), credentials.length);
  const shares = Array.from({ length: threads }, (_, t) => credentials.filter((_, i) => i % threads === t));
  const found = await Promise.all(shares.map(files => judgeShare({ files, did, ours, whole })));

  const verdicts = found[0].map(({ name }, j) => {
    const verdict = new Verdict(name);
    found.forEach(parts => verdict.add(parts[j]));
    return verdict;
  });
  return { credentials, verdicts };
}

/** What a thread of its own finds in its share of the files. */
function judgeShare(workerData) {
  const worker = new Worker(new URL('./judge-worker.mjs', import.meta.url), { workerData, resourceLimits });
  return new Promise((resolve, reject) => worker
    .once('message', resolve)
    .once('error', reject)
    .once('exit', status => reject(new Error(`a judging thread ended with ${status} before its verdict.`))));
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { ours: { type: 'string' }, 'with-proof': { type: 'string', default: 'Infinity' }, report: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error('name one folder to judge: node judge.mjs [--ours DIR [--with-proof N]] [--report FILE] EXPORT-DIR');
  const withProof = Number(values['with-proof']);
  if (!(withProof > 0)) throw new Error('--with-proof takes a number of documents, at least 1.');
  const { credentials, verdicts } = await judgeExport(positionals[0], values.ours, withProof);

  console.log(`Independent judges on ${positionals[0]} (${credentials.length} signed documents)`);
  verdicts.forEach(verdict => verdict.print());
  if (!values.ours) console.log('SKIP  canonical N-Quads: not compared, no --ours folder was given');
  const passed = verdicts.every(verdict => verdict.passed);
  console.log(`VERDICT: ${passed ? 'accepted' : 'REFUSED'}`);
  if (values.report) writeReport(values.report, 'interop/judge.mjs', verdicts, values.ours ? 0 : 1);
  return passed;
});
