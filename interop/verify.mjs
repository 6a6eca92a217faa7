// Judge 1: Digital Bazaar's @digitalbazaar/vc verifies every proof, of each outer credential and of each credential embedded in it.
//   node verify.mjs --controller did.json [--controller …] [--any-issuer] DIR|FILE…
import { parseArgs } from 'node:util';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import jsigs from 'jsonld-signatures';
import { CanonicalForms } from './canonicalize.mjs';
import { credentialsOf, jsonFiles } from './credentials.mjs';
import { createDocumentLoader, readControllers } from './document-loader.mjs';
import { Verdict, judgeFiles, reasonsOf, runAsScript } from './verdict.mjs';

/**
 * Verifies every credential in a document. The key must be listed for assertion by its controller; unless `anyIssuer`,
 * the controller must also be the credential's issuer. `forms` shares the canonical forms the library makes with other judges.
 */
export class ProofJudge {
  verdict = new Verdict('proofs (eddsa-rdfc-2022, @digitalbazaar/vc)');
  #documentLoader;
  #Purpose;
  #cryptosuite;

  constructor({ controllers = [], anyIssuer = false, forms = new CanonicalForms() } = {}) {
    this.#documentLoader = createDocumentLoader(controllers);
    this.#Purpose = anyIssuer ? jsigs.purposes.AssertionProofPurpose : vc.CredentialIssuancePurpose;
    this.#cryptosuite = {
      ...cryptosuite,
      canonize: (document, options) => forms.of(document, () => cryptosuite.canonize(document, options)),
    };
  }

  async judge(file, document) {
    for (const { kind, pointer, credential } of credentialsOf(document)) {
      this.verdict.record(kind, `${file}${pointer && `#${pointer}`}`, await this.#verify(credential));
    }
  }

  /** The reasons why this stand-alone document does not verify; empty when it does. */
  async #verify(credential) {
    const result = await vc.verifyCredential({
      credential,
      purpose: new this.#Purpose(),
      documentLoader: this.#documentLoader,
      suite: new DataIntegrityProof({ cryptosuite: this.#cryptosuite }),
      // Whether a credential is genuine does not depend on today: a CLR may hold a licence that has run out. The
      // library is asked about the first moment of validity, so a `validUntil` before `validFrom` is still refused.
      now: credential?.validFrom,
      // The status list is a signed credential of its own and not on this disk; revocation is not judged here.
      checkStatus: () => ({ verified: true }),
    });
    return result.verified ? missedProofs(credential, result.results) : reasonsOf(result.error);
  }
}

/** The library is content with one good proof and passes over proofs it has no suite for: the judge wants them all. */
function missedProofs(credential, results) {
  const proofs = [credential.proof].flat().length;
  const bad = results.filter(r => !r.verified);
  const unknown = proofs - results.length;
  return [
    ...bad.flatMap(r => reasonsOf(r.error)),
    ...(unknown > 0 ? [`${unknown} of ${proofs} proofs are not eddsa-rdfc-2022 assertions, so this judge cannot check them.`] : []),
  ];
}

export const verifyFiles = (files, options) => judgeFiles(new ProofJudge(options), files);

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
