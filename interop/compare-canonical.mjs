// Judge 3: our canonical form of each document, byte for byte against the one rdf-canonize makes.
//   node compare-canonical.mjs --ours DIR DIR|FILE…      for X.json it reads DIR/X.nq, as `conferral canonicalize X.json` wrote it
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CanonicalForms, canonicalize } from './canonicalize.mjs';
import { documentName, jsonFiles } from './credentials.mjs';
import { Verdict, judgeFiles, reasonsOf, runAsScript } from './verdict.mjs';

export class CanonicalJudge {
  verdict = new Verdict('canonical N-Quads (RDFC-1.0, rdf-canonize)');
  #oursFolder;
  #forms;

  constructor(oursFolder, forms = new CanonicalForms()) {
    this.#oursFolder = oursFolder;
    this.#forms = forms;
  }

  async judge(file, document) {
    this.verdict.record(document.proof ? 'with proof' : 'without proof', file, await this.#compare(file, document));
  }

  async #compare(file, document) {
    const oursFile = join(this.#oursFolder, `${documentName(file)}.nq`);
    if (!existsSync(oursFile)) return [`${oursFile} is missing`];
    try {
      const theirs = Buffer.from(await this.#forms.of(document, () => canonicalize(document)), 'utf8');
      return differences(readFileSync(oursFile), theirs);
    } catch (error) {
      return reasonsOf(error);
    }
  }
}

export const compareFiles = (files, oursFolder) => judgeFiles(new CanonicalJudge(oursFolder), files);

function differences(ours, theirs) {
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
