// Judge 1: Digital Bazaar's @digitalbazaar/vc verifies every proof, of each outer credential and of each credential embedded in it.
//   node verify.mjs --controller did.json [--controller …] [--any-issuer] DIR|FILE…
import { parseArgs } from 'node:util';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import jsigs from 'jsonld-signatures';
import { credentialsOf, jsonFiles, readJson } from './credentials.mjs';
import { createDocumentLoader, readControllers } from './document-loader.mjs';
import { Verdict, runAsScript } from './verdict.mjs';

/**
 * Verifies the credentials in `files`. The key must be listed for assertion by its controller; unless `anyIssuer`,
 * the controller must also be the credential's issuer.
 */
export async function verifyFiles(files, { controllers = [], anyIssuer = false } = {}) {
  const verdict = new Verdict('proofs (eddsa-rdfc-2022, @digitalbazaar/vc)');
  const documentLoader = createDocumentLoader(controllers);
  const Purpose = anyIssuer ? jsigs.purposes.AssertionProofPurpose : vc.CredentialIssuancePurpose;

  for (const file of files) {
    for (const { kind, pointer, credential } of credentialsOf(readJson(file))) {
      const reasons = await verify(credential, new Purpose(), documentLoader);
      verdict.record(kind, `${file}${pointer && `#${pointer}`}`, reasons);
    }
  }
  return verdict;
}

/** The reasons why this stand-alone document does not verify; empty when it does. */
async function verify(credential, purpose, documentLoader) {
  const result = await vc.verifyCredential({
    credential,
    purpose,
    documentLoader,
    suite: new DataIntegrityProof({ cryptosuite }),
    // Whether a credential is genuine does not depend on today: a CLR may hold a licence that has run out. The
    // library is asked about the first moment of validity, so a `validUntil` before `validFrom` is still refused.
    now: credential?.validFrom,
    // The status list is a signed credential of its own and not on this disk; revocation is not judged here.
    checkStatus: () => ({ verified: true }),
  });
  if (!result.verified) return reasonsOf(result.error);

  // The library is content with one good proof and passes over proofs it has no suite for: the judge wants them all.
  const proofs = [credential.proof].flat().length;
  const bad = result.results.filter(r => !r.verified);
  const unknown = proofs - result.results.length;
  return [
    ...bad.flatMap(r => reasonsOf(r.error)),
    ...(unknown > 0 ? [`${unknown} of ${proofs} proofs are not eddsa-rdfc-2022 assertions, so this judge cannot check them.`] : []),
  ];
}

/** What each underlying error says; for jsonld.js the cause, or the event that safe mode refuses, says more than the message. */
function reasonsOf(error) {
  return [error?.errors ?? error].flat().map(e => {
    const { event, cause } = e?.details ?? {};
    if (event) return `${event.message} (${event.code}) ${JSON.stringify(event.details)}`;
    return cause?.message ?? e?.message ?? String(e);
  });
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { controller: { type: 'string', multiple: true, default: [] }, 'any-issuer': { type: 'boolean' } },
  });
  const verdict = await verifyFiles(
    jsonFiles(positionals), { controllers: readControllers(values.controller), anyIssuer: values['any-issuer'] });
  verdict.print();
  return verdict.passed;
});
