// What the judges may dereference: published contexts, did:key, and the controller documents they were given. Nothing on the network.
import { readFileSync } from 'node:fs';
import { publishedAt } from './published.mjs';

const didContext = 'https://www.w3.org/ns/did/v1';
const multikeyContext = 'https://w3id.org/security/multikey/v1';

/** Reads the controller documents named by `--controller`; each must have an id. */
export function readControllers(files) {
  return files.map(file => {
    const document = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof document.id !== 'string') throw new Error(`${file} is not a controller document: it has no "id".`);
    return document;
  });
}

/** A JSON-LD document loader over `controllers` (parsed controller documents) and the published contexts. */
export function createDocumentLoader(controllers = []) {
  const contexts = new Map();
  const known = new Map(controllers.map(document => [document.id, document]));

  return async function load(url) {
    if (!contexts.has(url)) contexts.set(url, publishedAt(url, 'contexts'));
    const context = contexts.get(url);
    // 'static' tells jsonld.js that the document never changes, so a processed context may be kept.
    if (context) return { contextUrl: null, documentUrl: url, document: context, tag: 'static' };

    return { contextUrl: null, documentUrl: url, document: dereference(url, known) };
  };
}

/** A controller document, or (for a URL with a fragment) the one verification method in it that has exactly this id. */
function dereference(url, known) {
  const [base] = url.split('#', 1);
  const controller = known.get(base) ?? (base.startsWith('did:key:') ? didKeyDocument(base) : undefined);
  if (!controller) {
    throw new Error(`${url} is neither a published context nor a controller document given here; nothing is fetched.`);
  }
  if (base === url) return controller;

  const method = verificationMethods(controller).find(m => m.id === url);
  if (!method) throw new Error(`The controller document ${base} has no verification method ${url}.`);
  return method;
}

/** Every method stated in full in the document: listed ones, and ones embedded in `assertionMethod`. */
function verificationMethods(controller) {
  return [controller.verificationMethod, controller.assertionMethod].flat()
    .filter(method => method && typeof method === 'object');
}

/** The DID document that an Ed25519 did:key stands for. */
function didKeyDocument(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  if (!publicKeyMultibase.startsWith('z6Mk')) throw new Error(`${did} is not an Ed25519 did:key.`);
  return multikeyDocument(did, publicKeyMultibase);
}

/** A controller document with one Multikey, whose id is `<controller>#<public key>`. */
export function multikeyDocument(controller, publicKeyMultibase) {
  const id = `${controller}#${publicKeyMultibase}`;
  return {
    '@context': [didContext, multikeyContext],
    id: controller,
    verificationMethod: [{ id, type: 'Multikey', controller, publicKeyMultibase }],
    assertionMethod: [id],
  };
}
