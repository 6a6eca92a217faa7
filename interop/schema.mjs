// Judge 2: ajv holds every credential, outer and embedded, against the JSON Schema published for its type.
//   node schema.mjs DIR|FILE…
import { parseArgs } from 'node:util';
import addFormats from 'ajv-formats';
import Ajv2019 from 'ajv/dist/2019.js';
import { credentialsOf, jsonFiles } from './credentials.mjs';
import { publishedFile } from './published.mjs';
import { Verdict, judgeFiles, runAsScript } from './verdict.mjs';

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

/** Validates every credential in a document; with `outerType`, an outer credential of any other type is a failure. */
export class SchemaJudge {
  verdict = new Verdict('JSON Schema 2019-09 (ajv, published schemas)');
  #outerType;

  constructor({ outerType } = {}) {
    this.#outerType = outerType;
  }

  judge(file, document) {
    for (const { kind, pointer, credential } of credentialsOf(document)) {
      const wanted = kind === 'outer' ? this.#outerType : undefined;
      this.verdict.record(kind, `${file}${pointer && `#${pointer}`}`, validate(credential, wanted));
    }
  }
}

export const validateFiles = (files, options) => judgeFiles(new SchemaJudge(options), files);

/** The published schema, compiled once. */
function validatorFor(file) {
  if (!compiled.has(file)) compiled.set(file, ajv.compile(publishedFile(file)));
  return compiled.get(file);
}

/**
 * What the schemas say of a document that was meant to be of `outerType`, and of every credential in it whose type is one with
 * a schema: what has lost its type is a fault only where the schema around it says so.
 */
export function schemaErrors(document, outerType) {
  return [...credentialsOf(document)].flatMap(({ kind, pointer, credential }) => {
    const type = kind === 'outer' ? outerType : knownType(credential);
    const validator = type && validatorFor(schemaFiles.get(type));
    return !validator || validator(credential) ? [] : deepestFirst(validator.errors).map(error => pointer + describe(error));
  });
}

function knownType(credential) {
  const types = [credential?.type].flat();
  return [...schemaFiles.keys()].find(name => types.includes(name));
}

function validate(credential, wantedType) {
  const type = knownType(credential);
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

await runAsScript(import.meta.url, async args => {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const verdict = await validateFiles(jsonFiles(positionals));
  verdict.print();
  return verdict.passed;
});
