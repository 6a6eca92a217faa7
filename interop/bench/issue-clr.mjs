// Issuing one CLR the way Digital Bazaar's libraries do it: a proof on every member (unless left out), then one on the whole.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import { createDocumentLoader, multikeyDocument } from '../document-loader.mjs';

/** An issuer with a fresh Ed25519 key: its controller document, and `issue`, which adds the proofs to the CLR it is given. */
export async function createIssuer(controller, { members: signMembers = true } = {}) {
  const key = await Ed25519Multikey.generate({ controller });
  const signer = key.signer();
  const documentLoader = createDocumentLoader();

  const sign = credential => vc.issue({
    credential, documentLoader, suite: new DataIntegrityProof({ signer, cryptosuite }),
  });

  return {
    did: multikeyDocument(controller, key.publicKeyMultibase),
    /** Signs in place; returns the number of credentials signed. */
    async issue(clr) {
      const members = signMembers ? clr.credentialSubject.verifiableCredential : [];
      for (const member of members) await sign(member);
      await sign(clr);
      return members.length + 1;
    },
  };
}
