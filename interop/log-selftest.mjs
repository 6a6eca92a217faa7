// Do the log's judges judge? Published values pass, and every forgery made from them is refused.
//   node --test log-selftest.mjs
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { judgeLog, judgeReceipt } from './log.mjs';
import { consistent, leafHash, nodeHash, openNote, parseKey, tilesOf, treeHash } from './tlog.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'conferral-log-'));
after(() => rmSync(scratch, { recursive: true }));

const sha256 = bytes => createHash('sha256').update(bytes).digest();
const name = 'judge.example/log';
const pair = generateKeyPairSync('ed25519');
const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x, 'base64url');
const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(1), raw])).subarray(0, 4);
const key = parseKey(`${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`);
const note = text => `${text}\n\u2014 ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), pair.privateKey)]).toString('base64')}\n`;
const checkpoint = (size, root) => note(`${name}\n${size}\n${root.toString('base64')}\n`);

// The inputs and roots that Certificate Transparency's implementations share.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(hex => leafHash(Buffer.from(hex, 'hex')));
const roots = { 1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 7: 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', 8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328' };

test('published roots are computed', () => {
  for (const [size, root] of Object.entries(roots)) assert.equal(treeHash(leaves, 0, Number(size)).toString('hex'), root);
});

test('the proof RFC 9162 draws from three to seven leaves holds, and no other', () => {
  const proof = [leaves[2], leaves[3], nodeHash(leaves[0], leaves[1]), treeHash(leaves, 4, 7)];
  const check = (first, proof) => consistent(3, first, 7, treeHash(leaves, 0, 7), proof);
  assert.ok(check(treeHash(leaves, 0, 3), proof));
  assert.ok(!check(treeHash(leaves, 0, 2), proof));
  assert.ok(!check(treeHash(leaves, 0, 3), [...proof].reverse()));
  assert.ok(!check(treeHash(leaves, 0, 3), proof.slice(1)));
  assert.ok(!check(treeHash(leaves, 0, 3), [leaves[0], ...proof]));
});

test('the note of Go’s documentation opens, and not when edited', () => {
  const neumann = parseKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
  const signed = `${text}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  assert.equal(openNote(signed, neumann), text);
  assert.throws(() => openNote(signed.replace('answer', 'Answer'), neumann));
  assert.throws(() => openNote(signed, key));
});

test('a tree of 70,000 has the tiles the specification counts', () => {
  const tiles = [...tilesOf(70000)];
  assert.deepEqual([tiles.filter(tile => tile.level === 0).length, tiles[273].name, tiles.at(-1).name], [274, '273.p/112', '000.p/1']);
});

function receipt() {
  const document = Buffer.from('{"id":"urn:a"}');
  const salt = Buffer.alloc(32, 1);
  const event = JSON.stringify({ credential: 'urn:a', detail: `sha256 ${sha256(document).toString('hex')}`, kind: 'signed' });
  const leaf = leafHash(sha256(Buffer.concat([salt, Buffer.from(event)])));
  const entry = { index: 1, salt: salt.toString('base64'), event, proof: [leaves[0].toString('base64')] };
  return { document, receipt: { credentialId: 'urn:a', entries: [entry], checkpoint: checkpoint(2, nodeHash(leaves[0], leaf)) } };
}

test('a receipt is accepted, and refused with another document, salt, place, proof or checkpoint', () => {
  const { document, receipt: whole } = receipt();
  const changed = change => ({ ...whole, entries: [{ ...whole.entries[0], ...change }] });
  assert.deepEqual(judgeReceipt(whole, document, key), []);
  assert.notDeepEqual(judgeReceipt(whole, Buffer.from('{}'), key), []);
  for (const change of [{ salt: Buffer.alloc(32).toString('base64') }, { index: 0 }, { index: 2 }, { proof: [] }, { event: whole.entries[0].event.replace('urn:a', 'urn:b') }]) {
    assert.notDeepEqual(judgeReceipt(changed(change), document, key), [], JSON.stringify(change));
  }
  assert.notDeepEqual(judgeReceipt({ ...whole, checkpoint: whole.checkpoint.replace('\n2\n', '\n3\n') }, document, key), []);
});

test('a published log is accepted, and refused with an edited entry, tile or root', () => {
  const entries = leaves.map((_, i) => Buffer.from(`entry ${i}`));
  const hashes = entries.map(leafHash);
  const files = {
    checkpoint: checkpoint(8, treeHash(hashes)),
    'tile/0/000.p/8': Buffer.concat(hashes),
    'tile/entries/000.p/8': Buffer.concat(entries.map(entry => Buffer.concat([Buffer.of(0, entry.length), entry]))),
  };
  const judge = edited => {
    const folder = mkdtempSync(join(scratch, 'log-'));
    for (const [path, bytes] of Object.entries({ ...files, ...edited })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    return judgeLog(folder, [], key).passed;
  };
  const flip = path => Buffer.from(files[path]).map((byte, i) => i === 5 ? byte ^ 1 : byte);
  assert.ok(judge({}));
  assert.ok(!judge({ 'tile/0/000.p/8': flip('tile/0/000.p/8') }));
  assert.ok(!judge({ 'tile/entries/000.p/8': flip('tile/entries/000.p/8') }));
  assert.ok(!judge({ checkpoint: checkpoint(8, treeHash(hashes, 0, 7)) }));
});
