// The canonical N-Quads (RDFC-1.0) of JSON-LD documents, made by jsonld.js and rdf-canonize alone.
//   node canonicalize.mjs [--out DIR] FILE…      to stdout, or one DIR/<name>.nq per file
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import jsonld from 'jsonld';
import * as rdfCanonize from 'rdf-canonize';
import { documentName, jsonFiles, readJson } from './credentials.mjs';
import { createDocumentLoader } from './document-loader.mjs';
import { runAsScript } from './verdict.mjs';

const documentLoader = createDocumentLoader();

/**
 * The canonical N-Quads of one document, with the settings Digital Bazaar's eddsa-rdfc-2022 suite uses.
 * Safe mode: anything that would be lost on the way to RDF is an error.
 */
export async function canonicalize(document) {
  const dataset = await jsonld.toRDF(document, {
    documentLoader, base: null, safe: true, rdfDirection: 'i18n-datatype', produceGeneralizedRdf: false,
  });
  return rdfCanonize.canonize(dataset, { algorithm: 'RDFC-1.0', format: 'application/n-quads' });
}

/** Canonical forms by document, so that judges who need the same one have the library make it once. */
export class CanonicalForms {
  #forms = new Map();

  /** The form of this document: the one made before for exactly this JSON, or else the one `make` promises. */
  of(document, make) {
    const text = JSON.stringify(document);
    if (!this.#forms.has(text)) this.#forms.set(text, make());
    return this.#forms.get(text);
  }

  forget() {
    this.#forms.clear();
  }
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } });
  if (values.out) mkdirSync(values.out, { recursive: true });
  for (const file of jsonFiles(positionals)) {
    const quads = await canonicalize(readJson(file));
    if (values.out) writeFileSync(join(values.out, `${documentName(file)}.nq`), quads);
    else process.stdout.write(quads);
  }
  return true;
});
