// Writes each document without its outermost proof, as <name>.unsigned.json, so that both forms can be canonicalised.
//   node without-proof.mjs --out DIR DIR|FILE…
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentName, jsonFiles, readJson } from './credentials.mjs';
import { runAsScript } from './verdict.mjs';

await runAsScript(import.meta.url, args => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } });
  if (!values.out) throw new Error('say where to write: --out DIR.');
  mkdirSync(values.out, { recursive: true });
  for (const file of jsonFiles(positionals)) {
    const { proof, ...unsigned } = readJson(file);
    if (!proof) throw new Error(`${file} has no proof to leave out.`);
    writeFileSync(join(values.out, `${documentName(file)}.unsigned.json`), `${JSON.stringify(unsigned, null, 2)}\n`);
  }
  return true;
});
