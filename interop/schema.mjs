// Judge 2: ajv holds every credential, outer and embedded, against the JSON Schema published for its type.
//   node schema.mjs DIR|FILE…
import { parseArgs } from 'node:util';
import addFormats from 'ajv-formats';
import Ajv2019 from 'ajv/dist/2019.js';
import { credentialsOf, jsonFiles, readJson } from './credentials.mjs';
import { publishedFile } from './published.mjs';
import { Verdict, runAsScript } from './verdict.mjs';

const schemaFiles = new Map([
  ['ClrCredential', 'schemas/clr/clr_v2p0_clrcredential_schema.json'],
  ['AchievementCredential', 'schemas/clr/clr_v2p0_achievementcredential_schema.json'],
  ['OpenBadgeCredential', 'schemas/clr/clr_v2p0_achievementcredential_schema.json'],
  ['EndorsementCredential', 'schemas/clr/clr_v2p0_endorsementcredential_schema.json'],
]);
const shownErrors = 3;

// Strict about unknown keywords; the published schemas' way of writing tuples and alternatives is what it is.
const ajv = new Ajv2019({ allErrors: true, strictTuples: false, strictTypes: false, strictRequired: false });
addFormats(ajv);
const compiled = new Map();

/** Validates the credentials in `files`; with `outerType`, an outer credential of any other type is a failure. */
export function validateFiles(files, { outerType } = {}) {
  const verdict = new Verdict('JSON Schema 2019-09 (ajv, published schemas)');
  for (const file of files) {
    for (const { kind, pointer, credential } of credentialsOf(readJson(file))) {
      const wanted = kind === 'outer' ? outerType : undefined;
      verdict.record(kind, `${file}${pointer && `#${pointer}`}`, validate(credential, wanted));
    }
  }
  return verdict;
}

/** The published schema, compiled once. */
function validatorFor(file) {
  if (!compiled.has(file)) compiled.set(file, ajv.compile(publishedFile(file)));
  return compiled.get(file);
}

function validate(credential, wantedType) {
  const types = [credential?.type].flat();
  const type = [...schemaFiles.keys()].find(name => types.includes(name));
  if (!type) return [`No schema is published for a credential of type ${JSON.stringify(credential?.type)}.`];
  if (wantedType && type !== wantedType) return [`Its type is ${type}; ${wantedType} is expected here.`];

  const validator = validatorFor(schemaFiles.get(type));
  return validator(credential) ? [] : deepestFirst(validator.errors).slice(0, shownErrors).map(describe);
}

/** The schemas offer alternatives nearly everywhere; the error deepest in the document is the one worth reading. */
function deepestFirst(errors) {
  const depth = error => error.instancePath.split('/').length;
  return errors.toSorted((a, b) => depth(b) - depth(a));
}

function describe({ instancePath, message, params }) {
  return `${instancePath || '/'} ${message} ${JSON.stringify(params)}`;
}

await runAsScript(import.meta.url, args => {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const verdict = validateFiles(jsonFiles(positionals));
  verdict.print();
  return verdict.passed;
});
