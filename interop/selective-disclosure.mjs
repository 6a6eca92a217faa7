// ecdsa-sd-2023 between us and @digitalbazaar/ecdsa-sd-2023-cryptosuite: each signs, each derives, each verifies.
//   node selective-disclosure.mjs [--count N] [--report FILE] EXPORT-DIR
// EXPORT-DIR: credentials/*.json as the demo leaves them; N of them are signed anew with a key made here.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {
  createDiscloseCryptosuite, createSignCryptosuite, createVerifyCryptosuite,
} from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import jsigs from 'jsonld-signatures';
import { conferral } from './conferral.mjs';
import { documentName, jsonFiles, readJson } from './credentials.mjs';
import { createDocumentLoader, multikeyDocument } from './document-loader.mjs';
import { writeReport } from './report.mjs';
import { Verdict, reasonsOf, runAsScript } from './verdict.mjs';

const passphrase = 'made for one run';
const purpose = new jsigs.purposes.AssertionProofPurpose();

/** The library with one key of its own and one of ours to trust. */
async function createLibrary(ourDid) {
  const key = await EcdsaMultikey.generate({ curve: 'P-256' });
  const did = `did:key:${key.publicKeyMultibase}`;
  Object.assign(key, { controller: did, id: `${did}#${key.publicKeyMultibase}` });
  const documentLoader = createDocumentLoader([multikeyDocument(did, key.publicKeyMultibase), ourDid]);
  const run = (how, document, options) => how(document, { suite: new DataIntegrityProof(options), purpose, documentLoader });

  return {
    did,
    sign: (document, mandatoryPointers) => run(
      jsigs.sign, structuredClone(document), { signer: key.signer(), cryptosuite: createSignCryptosuite({ mandatoryPointers }) }),
    derive: (document, selectivePointers) => run(
      jsigs.derive, structuredClone(document), { cryptosuite: createDiscloseCryptosuite({ selectivePointers }) }),
    /** The reasons why this document does not verify; empty when it does. */
    async refusals(document) {
      const result = await run(jsigs.verify, structuredClone(document), { cryptosuite: createVerifyCryptosuite() });
      return result.verified ? [] : reasonsOf(result.error);
    },
  };
}

/**
 * The same credential without proofs, issued by somebody else; and without `allowedValue`, a list in order: the algorithm by
 * which the specification names nodes, and with it the library, refuses documents that hold one.
 */
function reissued(credential, issuer) {
  const copy = JSON.parse(JSON.stringify(credential, (name, value) => name === 'allowedValue' ? undefined : value));
  for (const part of [copy, ...membersOf(copy)]) {
    delete part.proof;
    delete part.credentialStatus; // the list it names is of another issuer, and not at hand
    part.issuer = { ...part.issuer, id: issuer };
  }
  return copy;
}

const membersOf = credential => credential.credentialSubject.verifiableCredential ?? [];

/** What conferral verify says against the outer proof of each file; the members of the library's records have no proofs. */
function ourRefusals(files) {
  const reports = JSON.parse(conferral(['verify', '--json', ...files], { expected: [0, 1, 2] }).stdout);
  return reports.map(({ report }) => report.outer.proofs.flatMap(proof => proof.checks)
    .filter(check => check.verdict !== 'Valid').map(check => check.message));
}

/**
 * What we choose of a document and what the library does. Its pointers lead into the document as jsonld.js compacts it,
 * where the terms of the CLR context do not survive (docs/decisions/selection-by-place.md); ours lead into the document as it is.
 */
function choicesOf(credential) {
  const members = membersOf(credential);
  if (members.length === 0) {
    const both = [['/credentialSubject/achievement'], ['/name', '/credentialSubject/achievement/name']];
    return { ours: both, theirs: both };
  }
  const member = place => `/credentialSubject/verifiableCredential/${place}`;
  return {
    ours: [[member(0)], [member(members.length - 1), '/awardedDate'], [`${member(0)}/name`, `${member(0)}/credentialSubject/achievement/name`]],
    theirs: [['/awardedDate'], ['/name', '/credentialSchema']],
  };
}

async function exchange(credentials, folder) {
  const ours = new Verdict('derived by conferral, verified by the library');
  const theirs = new Verdict('derived by the library, verified by conferral');
  const save = (name, document) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  };

  const key = join(folder, 'key.pem');
  conferral(['keygen', key, '--kind', 'p256', '--document', join(folder, 'did.json')], { passphrase });
  const did = readJson(join(folder, 'did.json'));
  const library = await createLibrary(did);
  const unsigned = credentials.map((credential, i) => save(`document-${i}`, reissued(credential, did.id)));
  conferral(['sign', '--suite', 'ecdsa-sd-2023', '--key', key, '--out', join(folder, 'signed'), ...unsigned], { passphrase });

  const derivedByThem = [];
  for (const [i, credential] of credentials.entries()) {
    const choices = choicesOf(credential);
    const bases = [
      ['our base', readJson(join(folder, 'signed', `document-${i}.json`))],
      ['its base', await library.sign(reissued(credential, library.did), ['/issuer', '/validFrom'])],
    ];
    for (const [kind, base] of bases) {
      const baseFile = save(`base-${i}`, base);
      for (const pointers of choices.ours) {
        const where = `document ${i}, ${kind}, ${pointers.join(' ')}`;
        const derived = JSON.parse(conferral(['derive', baseFile, '--reveal', ...pointers]).stdout);
        ours.record(`from ${kind}`, where, await library.refusals(derived));
        ours.record('forged', where, await forgeryPasses(library, derived));
      }
      for (const pointers of choices.theirs) {
        const where = `document ${i}, ${kind}, ${pointers.join(' ')}`;
        derivedByThem.push({ kind, where, file: save(`derived-${derivedByThem.length}`, await library.derive(base, pointers)) });
      }
    }
  }

  ourRefusals(derivedByThem.map(({ file }) => file)).forEach((reasons, i) => theirs.record(`from ${derivedByThem[i].kind}`, derivedByThem[i].where, reasons));
  return [ours, theirs];
}

/** A judge that accepts a changed document would prove nothing. */
async function forgeryPasses(library, derived) {
  const forged = { ...derived, validFrom: '2001-01-01T00:00:00Z' };
  return (await library.refusals(forged)).length > 0 ? [] : ['the library accepts it with another date'];
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { count: { type: 'string', default: '2' }, report: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error('name the folder of the demo: node selective-disclosure.mjs [--count N] [--report FILE] EXPORT-DIR');
  const files = jsonFiles([join(positionals[0], 'credentials')]).slice(0, Number(values.count));
  console.log(`Selective disclosure of ${files.map(documentName).join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'conferral-disclosure-'));
  try {
    const records = files.map(readJson);
    const verdicts = await exchange([...records, ...records.map(record => membersOf(record)[0])], folder);
    verdicts.forEach(verdict => verdict.print());
    if (values.report) writeReport(values.report, 'interop/selective-disclosure.mjs', verdicts);
    return verdicts.every(verdict => verdict.passed);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
