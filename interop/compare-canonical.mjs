// Judge 3: our canonical form of each document, byte for byte against the one rdf-canonize makes.
//   node compare-canonical.mjs --ours DIR DIR|FILE…      for X.json it reads DIR/X.nq, as `conferral canonicalize X.json` wrote it
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canonicalize } from './canonicalize.mjs';
import { documentName, jsonFiles, readJson } from './credentials.mjs';
import { Verdict, runAsScript } from './verdict.mjs';

export async function compareFiles(files, oursFolder) {
  const verdict = new Verdict('canonical N-Quads (RDFC-1.0, rdf-canonize)');
  for (const file of files) {
    const document = readJson(file);
    verdict.record(document.proof ? 'with proof' : 'without proof', file, await compare(document, file, oursFolder));
  }
  return verdict;
}

async function compare(document, file, oursFolder) {
  const oursFile = join(oursFolder, `${documentName(file)}.nq`);
  if (!existsSync(oursFile)) return [`${oursFile} is missing`];

  const ours = readFileSync(oursFile);
  const theirs = Buffer.from(await canonicalize(document), 'utf8');
  if (theirs.length === 0) return ['rdf-canonize finds no quads in it'];
  return ours.equals(theirs) ? [] : [firstDifference(ours, theirs)];
}

function firstDifference(ours, theirs) {
  const [a, b] = [ours, theirs].map(bytes => bytes.toString('utf8').split('\n'));
  const line = a.findIndex((text, i) => text !== b[i]);
  if (line < 0) return `ours ends after ${a.length - 1} of ${b.length - 1} lines, or differs only in bytes that are not UTF-8`;
  return `line ${line + 1} differs: ours ${JSON.stringify(a[line])}, theirs ${JSON.stringify(b[line] ?? 'has no such line')}`;
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ours: { type: 'string' } } });
  if (!values.ours) throw new Error('say where our canonical forms are: --ours DIR.');
  const verdict = await compareFiles(jsonFiles(positionals), values.ours);
  verdict.print();
  return verdict.passed;
});
