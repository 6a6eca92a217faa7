// One thread of judge.mjs: takes its share of the signed CLRs before every judge and sends back what each judge found.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { CanonicalForms } from './canonicalize.mjs';
import { CanonicalJudge } from './compare-canonical.mjs';
import { documentName, readJson } from './credentials.mjs';
import { readControllers } from './document-loader.mjs';
import { SchemaJudge } from './schema.mjs';
import { ProofJudge } from './verify.mjs';

const { files, did, ours, whole } = workerData;
const forms = new CanonicalForms();
const proofs = new ProofJudge({ controllers: readControllers([did]), forms });
const schema = new SchemaJudge({ outerType: 'ClrCredential' });
const canonical = ours && new CanonicalJudge(ours, forms);

/** The proof judge comes first: the form without proof that it had made is the one the canonical judge compares. */
async function judge(file) {
  const document = readJson(file);
  await proofs.judge(file, document);
  schema.judge(file, document);
  if (!canonical) return;

  if (whole.has(file)) await canonical.judge(file, document);
  const unsigned = join(ours, `${documentName(file)}.unsigned.json`);
  if (!existsSync(unsigned)) throw new Error(`${unsigned} is missing; without-proof.mjs writes it.`);
  await canonical.judge(unsigned, readJson(unsigned));
}

for (const file of files) {
  await judge(file);
  forms.forget();
}
parentPort.postMessage([proofs, schema, canonical].filter(Boolean).map(({ verdict }) => ({ name: verdict.judge, ...verdict.parts })));
