// Issuing one CLR the way the Node libraries do it: a proof on every member (unless left out), then one on the whole.
import { createRequire } from 'node:module';
import { createDocumentLoader, multikeyDocument } from '../document-loader.mjs';

/** Which packages sign: Digital Bazaar's, the same with its clones left out, or the Digital Credentials Consortium's. */
export const stacks = ['stock', 'patched', 'dcc'];

/** An issuer with a fresh Ed25519 key: its controller document, and `issue`, which adds the proofs to the CLR it is given. */
export async function createIssuer(controller, { members: signMembers = true, stack = 'stock' } = {}) {
  const { DataIntegrityProof, Ed25519Multikey, cryptosuite, vc } = await load(stack);
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

async function load(stack) {
  if (stack === 'patched') loadWithoutClones();
  const scope = stack === 'dcc' ? '@digitalcredentials' : '@digitalbazaar';
  const { DataIntegrityProof } = await import(`${scope}/data-integrity`);
  const { cryptosuite } = await import(`${scope}/eddsa-rdfc-2022-cryptosuite`);
  return { DataIntegrityProof, cryptosuite, Ed25519Multikey: await import(`${scope}/ed25519-multikey`), vc: await import(`${scope}/vc`) };
}

/**
 * Loads jsonld.js with two of its lines changed in memory: a context that a type scope ends with is handed back as it is and
 * not as a copy. What was processed under it is then found again; with copies its cache never hits.
 */
function loadWithoutClones() {
  const require = createRequire(import.meta.url);
  const { _extensions: loaders } = require('node:module');
  const plain = loaders['.js'];
  let changed = 0;
  loaders['.js'] = (module, file) => {
    if (!file.replaceAll('\\', '/').endsWith('/jsonld/lib/context.js')) return plain(module, file);
    const source = require('node:fs').readFileSync(file, 'utf8').replaceAll('this.previousContext.clone()', () => {
      changed++;
      return 'this.previousContext';
    });
    return module._compile(source, file);
  };
  require('jsonld');
  loaders['.js'] = plain;
  if (changed !== 2) throw new Error(`jsonld.js has changed: ${changed} places to patch instead of 2. Look at lib/context.js again.`);
}
