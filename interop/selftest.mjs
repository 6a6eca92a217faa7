// Do the judges judge? They must accept the published vectors and refuse every forgery made from them here.
//   node --test selftest.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createIssuer } from './bench/issue-clr.mjs';
import { canonicalize } from './canonicalize.mjs';
import { compareFiles } from './compare-canonical.mjs';
import { compareRefusals } from './differential.mjs';
import { createDocumentLoader, multikeyDocument } from './document-loader.mjs';
import { mutantsOf, randomNumbers } from './mutations.mjs';
import { conformanceRoot } from './published.mjs';
import { validateFiles } from './schema.mjs';
import { verifyFiles } from './verify.mjs';

const skip = existsSync(conformanceRoot)
  ? false : 'The published vectors are not here: set CONFERRAL_CONFORMANCE to their folder.';
const scratch = mkdtempSync(join(tmpdir(), 'conferral-interop-'));
after(() => rmSync(scratch, { recursive: true }));

const vector = (...parts) => join(conformanceRoot, 'vectors', ...parts);
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const readClr = form => read(vector('1edtech', 'linked-data-proof', `clr-${form}.json`));
const membersOf = clr => clr.credentialSubject.verifiableCredential;

let written = 0;
function write(document, name = `document-${++written}.json`) {
  const file = join(scratch, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(document));
  return file;
}

/** The controller document of the published vectors, made from the key published with them. */
function publishedController() {
  const { publicKeyMultibase } = read(vector('1edtech', 'linked-data-proof', 'clr-keypair-and-hashes.json'));
  return multikeyDocument('https://example.edu/issuers/565049', publicKeyMultibase);
}

/** Asserts how many documents fail, and which kinds of credential they are. */
async function assertRefused(documents, controllers, ...expected) {
  const verdict = await verifyFiles([documents].flat().map(document => write(document)), { controllers });
  assert.equal(verdict.passed, false);
  const kinds = verdict.failures.map(failure => failure.where.includes('/verifiableCredential/') ? 'member' : 'outer');
  assert.deepEqual(kinds, expected, JSON.stringify(verdict.failures));
  return verdict.failures.flatMap(failure => failure.reasons).join('\n');
}

test('the proof judge accepts the published 1EdTech vectors, outer and member', { skip }, async () => {
  const files = ['clr', 'ob'].map(name => vector('1edtech', 'linked-data-proof', `${name}-signed.json`));
  const verdict = await verifyFiles(files, { controllers: [publishedController()] });
  assert.equal(verdict.passed, true, JSON.stringify(verdict.failures));
  assert.deepEqual([verdict.count('outer'), verdict.count('member')], [2, 1]);
});

test('the proof judge accepts the W3C vector, whose issuer is not the key\'s controller, only when told so', { skip }, async () => {
  const file = vector('w3c', 'vc-di-eddsa', 'eddsa-rdfc-2022', 'signedDataInt.json');
  assert.equal((await verifyFiles([file], { anyIssuer: true })).passed, true);
  const refused = await verifyFiles([file]);
  assert.match(refused.failures[0].reasons[0], /issuer must match/);
});

test('the proof judge reads controller documents of did:web issuers and in the CID 1.0 form', { skip }, async () => {
  for (const [controller, context] of [['did:web:registrar.example%3A8443:clr', undefined], ['https://registrar.example/clr', ['https://www.w3.org/ns/cid/v1']]]) {
    const issuer = await createIssuer(controller);
    const clr = readUnsignedFor(controller);
    await issuer.issue(clr);
    const did = context ? { ...issuer.did, '@context': context } : issuer.did;
    const verdict = await verifyFiles([write(clr)], { controllers: [did] });
    assert.equal(verdict.passed, true, JSON.stringify(verdict.failures));
    assert.deepEqual([verdict.count('outer'), verdict.count('member')], [1, 1]);
  }
});

/** The published CLR without any proof, as if this issuer had written it. */
function readUnsignedFor(controller) {
  const clr = readClr('unsigned');
  for (const credential of [clr, ...membersOf(clr)]) {
    delete credential.proof;
    credential.issuer.id = controller;
  }
  return clr;
}

test('a member with one changed character anywhere is refused, and so is the CLR that holds it', { skip }, async () => {
  const places = leaves(membersOf(readClr('signed'))[0]);
  assert.ok(places.length > 20);
  for (const place of places) {
    const clr = readClr('signed');
    changeCharacter(membersOf(clr)[0], place);
    await assertRefused(clr, [publishedController()], 'outer', 'member');
  }
});

function leaves(value, path = []) {
  return typeof value === 'string'
    ? [path] : Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}

function changeCharacter(root, path) {
  const parent = path.slice(0, -1).reduce((node, key) => node[key], root);
  const text = parent[path.at(-1)];
  // The last character, so that an IRI stays an IRI and a date a date: the forgery is as quiet as it can be.
  parent[path.at(-1)] = text.slice(0, -1) + (text.endsWith('Z') ? 'z' : text.endsWith('1') ? '2' : '1');
}

test('members swapped between two good CLRs of one issuer are refused by the outer proof', { skip }, async () => {
  const issuer = await createIssuer('https://registrar.example/clr');
  const [one, two] = ['Ada', 'Grace'].map(name => {
    const clr = readUnsignedFor('https://registrar.example/clr');
    membersOf(clr)[0].name = name;
    return clr;
  });
  await issuer.issue(one);
  await issuer.issue(two);
  assert.equal((await verifyFiles([write(one), write(two)], { controllers: [issuer.did] })).passed, true);

  [membersOf(one)[0], membersOf(two)[0]] = [membersOf(two)[0], membersOf(one)[0]];
  assert.match(await assertRefused([one, two], [issuer.did], 'outer', 'outer'), /Invalid signature/);
});

test('a foreign key is refused: another key under the same id, an unknown method, another issuer', { skip }, async () => {
  const clr = readClr('signed');
  const foreign = await createIssuer('https://example.edu/issuers/565049');
  const sameId = publishedController();
  sameId.verificationMethod[0].publicKeyMultibase = foreign.did.verificationMethod[0].publicKeyMultibase;
  assert.match(await assertRefused(clr, [sameId], 'outer', 'member'), /Invalid signature/);
  assert.match(await assertRefused(clr, [foreign.did], 'outer', 'member'), /has no verification method/);
  assert.match(await assertRefused(clr, [], 'outer', 'member'), /nothing is fetched/);

  const stolen = readUnsignedFor('https://registrar.example/clr');
  await foreign.issue(stolen);
  assert.match(await assertRefused(stolen, [foreign.did], 'outer', 'member'), /issuer must match/);
});

test('a key its controller does not list for assertion is refused', { skip }, async () => {
  const controller = { ...publishedController(), assertionMethod: [] };
  assert.match(await assertRefused(readClr('signed'), [controller], 'outer', 'member'), /not authorized/);
});

test('a missing proof, a proof of another suite beside a good one, and an undefined term are refused', { skip }, async () => {
  const issuer = await createIssuer('https://registrar.example/clr');
  const unsignedMember = readUnsignedFor('https://registrar.example/clr');
  const [member] = membersOf(unsignedMember);
  await issuer.issue(unsignedMember);
  delete member.proof;
  await assertRefused(unsignedMember, [issuer.did], 'outer', 'member');

  const twoSuites = readClr('signed');
  twoSuites.proof.push({ ...twoSuites.proof[0], cryptosuite: 'ecdsa-rdfc-2019' });
  assert.match(await assertRefused(twoSuites, [publishedController()], 'outer'), /1 of 2 proofs/);

  const undefinedTerm = { ...readClr('signed'), gradePointAverage: '4.0' };
  assert.match(await assertRefused(undefinedTerm, [publishedController()], 'outer'), /gradePointAverage/);
});

test('an endorsement inside a credential is judged like a member', { skip }, async () => {
  const clr = readClr('signed');
  clr.credentialSubject.achievement[0].endorsement = [{ type: ['VerifiableCredential', 'EndorsementCredential'] }];
  const verdict = await verifyFiles([write(clr)], { controllers: [publishedController()] });
  assert.equal(verdict.count('endorsement'), 1);
  assert.ok(verdict.failures.some(failure => failure.where.endsWith('/achievement/0/endorsement/0')));
});

test('the schema judge accepts the published vectors and notices every required property taken away', { skip }, async () => {
  const good = await validateFiles([write(readClr('signed')), vector('1edtech', 'linked-data-proof', 'ob-signed.json')]);
  assert.equal(good.passed, true);

  const required = {
    outer: ['@context', 'id', 'name', 'credentialSubject', 'issuer', 'validFrom', 'type'],
    member: ['@context', 'id', 'credentialSubject', 'issuer', 'validFrom', 'type'],
  };
  for (const [kind, properties] of Object.entries(required)) {
    for (const property of properties) {
      const clr = readClr('signed');
      delete (kind === 'outer' ? clr : membersOf(clr)[0])[property];
      const verdict = await validateFiles([write(clr)]);
      assert.ok(verdict.failures.length > 0, `${kind} without ${property} was accepted`);
    }
  }
});

test('the schema judge checks formats, closed lists and the outer type', { skip }, async () => {
  const badDate = readClr('signed');
  badDate.validFrom = '2010-13-01T00:00:00Z';
  const badAssociation = readClr('signed');
  badAssociation.credentialSubject.association[0].associationType = 'extends';
  for (const clr of [badDate, badAssociation]) assert.equal((await validateFiles([write(clr)])).passed, false);

  const badge = await validateFiles([vector('1edtech', 'linked-data-proof', 'ob-signed.json')], { outerType: 'ClrCredential' });
  assert.match(badge.failures[0].reasons[0], /ClrCredential is expected/);
});

test('the canonical judge agrees with the published canonical forms and sees one changed byte', { skip }, async () => {
  for (const [name, folder] of [['clr', 'clrv2p0'], ['ob', 'obv3p0']]) {
    const file = vector('1edtech', 'linked-data-proof', `${name}-unsigned.json`);
    const published = readFileSync(vector('1edtech', 'test-vectors', folder, 'document-canon.txt'));
    writeFileSync(join(scratch, `${name}-unsigned.nq`), published);
    assert.equal((await compareFiles([file], scratch)).passed, true);

    published[published.length - 3] ^= 1;
    writeFileSync(join(scratch, `${name}-unsigned.nq`), published);
    assert.match((await compareFiles([file], scratch)).failures[0].reasons[0], /differs/);
    rmSync(join(scratch, `${name}-unsigned.nq`));
    assert.match((await compareFiles([file], scratch)).failures[0].reasons[0], /missing/);
  }
});

test('the loader serves nothing that is not published, given or a did:key, and no document that was altered', { skip }, async () => {
  const load = createDocumentLoader();
  await assert.rejects(load('https://www.w3.org/ns/unknown'), /nothing is fetched/);

  const tampered = join(scratch, 'conformance');
  const context = join('contexts', 'w3c', 'credentials-v2.jsonld');
  mkdirSync(join(tampered, dirname(context)), { recursive: true });
  cpSync(join(conformanceRoot, 'MANIFEST.tsv'), join(tampered, 'MANIFEST.tsv'));
  writeFileSync(join(tampered, context), `${readFileSync(join(conformanceRoot, context), 'utf8')} `);
  const run = script('canonicalize.mjs', [vector('1edtech', 'linked-data-proof', 'ob-unsigned.json')], { CONFERRAL_CONFORMANCE: tampered });
  assert.deepEqual([run.status, run.stdout], [2, '']);
});

function script(name, args, env = {}) {
  const path = join(dirname(fileURLToPath(import.meta.url)), name);
  return spawnSync(process.execPath, [path, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

test('judge.mjs accepts a good export, refuses a bad one and does not take an empty one for good', { skip }, async () => {
  const signed = readClr('signed');
  write(publishedController(), 'good/issuer/did.json');
  const { proof, ...unsigned } = signed;
  write(signed, 'good/credentials/learner.json');
  write(unsigned, 'good/ours/learner.unsigned.json');
  for (const [name, document] of [['learner', signed], ['learner.unsigned', unsigned]]) {
    writeFileSync(join(scratch, 'good', 'ours', `${name}.nq`), await canonicalize(document));
  }
  const args = ['--ours', join(scratch, 'good', 'ours'), '--report', join(scratch, 'judges.ctrf')];
  const good = script('judge.mjs', [...args, join(scratch, 'good')]);
  assert.equal(good.status, 0, good.stdout + good.stderr);
  assert.match(good.stdout, /1 outer, 1 member judged, 0 failed[^]*VERDICT: accepted/);
  const counts = () => read(join(scratch, 'judges.ctrf')).results.summary;
  assert.deepEqual([counts().passed, counts().failed, counts().skipped], [3, 0, 0]);

  signed.credentialSubject.association[0].targetId += '0';
  write(signed, 'good/credentials/learner.json');
  const bad = script('judge.mjs', [...args, join(scratch, 'good')]);
  assert.equal(bad.status, 1);
  assert.match(bad.stdout, /VERDICT: REFUSED/);
  assert.deepEqual([counts().passed, counts().failed], [1, 2]);

  mkdirSync(join(scratch, 'empty', 'credentials'), { recursive: true });
  assert.equal(script('judge.mjs', [join(scratch, 'empty')]).status, 2);
});

test('the differential notices a rule that is missing, one that saw another fault, and one that is not documented', () => {
  const mutant = { what: 'delete /name' };
  const passed = (ours, theirs) => compareRefusals([mutant], [ours], [theirs], new Set(['HOUSE-NULL'])).map(verdict => verdict.failures.length === 0);
  assert.deepEqual(passed(['CLR-CREDENTIAL-REQUIRED'], ['/ must have name']), [true, true]);
  assert.deepEqual(passed([], ['/ must have name']), [false, true]);
  assert.deepEqual(passed(['HOUSE-LOSSLESS', 'HOUSE-PROFILE-CONFLICT'], ['/ must have name']), [false, true]);
  assert.deepEqual(passed(['HOUSE-NULL'], []), [true, true]);
  assert.deepEqual(passed(['HOUSE-NULL', 'OB-DATE'], []), [true, false]);
});

test('rdf-canonize sorts by UTF-16 code unit, which is what HOUSE-TEXT-ORDER warns of', async () => {
  const quads = await canonicalize({ '@id': 'x:s', 'x:p': ['\uff01', '\u{1f600}'] });
  assert.equal(quads, '<x:s> <x:p> "\u{1f600}" .\n<x:s> <x:p> "\uff01" .\n');
});

test('the same seed makes the same mutants, and each differs from its document by what it says', () => {
  const source = { name: 'a document', document: { id: 'urn:x', list: [1, { name: 'y' }], text: 'z' } };
  const make = seed => mutantsOf([source], 120, randomNumbers(seed)).map(({ what, document }) => [what, JSON.stringify(document)]);
  assert.deepEqual(make(7), make(7));
  assert.notDeepEqual(make(7), make(8));
  const changed = make(7).filter(([, text]) => text !== JSON.stringify(source.document));
  assert.ok(changed.length > 90, `${changed.length} of 120 mutants differ from their document`);
});
