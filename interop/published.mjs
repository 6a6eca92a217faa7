// The published contexts and schemas on this disk: found by URL or path in MANIFEST.tsv, and refused unless their SHA-256 is the one written there.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** The folder of published documents: CONFERRAL_CONFORMANCE, else shared/conformance beside the checkout. */
export const conformanceRoot = resolve(
  process.env.CONFERRAL_CONFORMANCE || join(repository, '..', 'shared', 'conformance'));

let manifest;

/** The parsed JSON of the document published at this URL; undefined when the manifest does not list it under `folder`. */
export function publishedAt(url, folder) {
  const row = readManifest().find(r => r.url === url && r.file.startsWith(`${folder}/`));
  return row && readChecked(row);
}

/** The parsed JSON of one published file, by its path in the folder. */
export function publishedFile(file) {
  const row = readManifest().find(r => r.file === file);
  if (!row) throw new Error(`${file} is not listed in ${join(conformanceRoot, 'MANIFEST.tsv')}.`);
  return readChecked(row);
}

function readChecked({ file, sha256 }) {
  const bytes = readFileSync(join(conformanceRoot, file));
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256) {
    throw new Error(`${file} is not the published document: SHA-256 ${actual}, MANIFEST.tsv says ${sha256}.`);
  }
  return JSON.parse(bytes.toString('utf8'));
}

function readManifest() {
  return manifest ??= parseManifest(join(conformanceRoot, 'MANIFEST.tsv'));
}

function parseManifest(path) {
  if (!existsSync(path)) {
    throw new Error(`The published documents are not here (${path}): set CONFERRAL_CONFORMANCE to their folder.`);
  }
  const [head, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n').map(line => line.split('\t'));
  const [file, url, sha256] = ['file', 'canonical_url', 'sha256'].map(name => head.indexOf(name));
  return rows.map(row => ({ file: row[file], url: row[url], sha256: row[sha256] }));
}
