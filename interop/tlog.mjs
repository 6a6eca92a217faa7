// A transparency log from its specifications alone: RFC 9162 trees, C2SP tiles, signed notes. Shares no code and no idea with the product.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
export const leafHash = entry => sha256(Buffer.of(0), entry);
export const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

/** MTH of RFC 9162, section 2.1.1, by its definition. */
export function treeHash(leaves, from = 0, to = leaves.length) {
  if (to === from) return sha256('');
  if (to - from === 1) return leaves[from];
  const k = 2 ** Math.ceil(Math.log2(to - from) - 1);
  return nodeHash(treeHash(leaves, from, from + k), treeHash(leaves, from + k, to));
}

/** A vkey (C2SP signed-note) as a node:crypto key. */
export function parseKey(line) {
  const [name, id, ...rest] = line.trim().split('+');
  const bytes = Buffer.from(rest.join('+'), 'base64');
  const computed = sha256(name, '\n', bytes).subarray(0, 4);
  if (computed.toString('hex') !== id) throw new Error(`the id of key ${name} is ${id}, computed ${computed.toString('hex')}`);
  if (bytes[0] !== 1 || bytes.length !== 33) throw new Error(`the key ${name} is not Ed25519`);
  const x = bytes.subarray(1).toString('base64url');
  return { name, id: computed, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) };
}

/** The text of a note that this key signed; throws when it did not. */
export function openNote(note, key) {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const mine = note.slice(end + 2).split('\n').filter(line => line.startsWith(`\u2014 ${key.name} `))
    .map(line => Buffer.from(line.split(' ')[2], 'base64')).filter(bytes => bytes.subarray(0, 4).equals(key.id));
  if (mine.length === 0) throw new Error(`the note is not signed by ${key.name}`);
  if (!mine.every(bytes => verify(null, Buffer.from(text), key.key, bytes.subarray(4)))) throw new Error(`the signature of ${key.name} does not hold`);
  return text;
}

export function parseCheckpoint(text, origin) {
  const [name, size, root] = text.split('\n');
  if (name !== origin) throw new Error(`the checkpoint is of ${name}`);
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

/** Consistency by recursion over SUBPROOF's definition (RFC 9162, section 2.1.4.1): rebuilds both roots from the proof. */
export function consistent(first, firstRoot, second, secondRoot, proof) {
  const rest = [...proof];
  const take = () => rest.pop() ?? Buffer.alloc(0);
  const rebuild = (m, n, whole) => {
    if (m === n) {
      const hash = whole ? firstRoot : take();
      return [hash, hash];
    }
    const k = 2 ** Math.ceil(Math.log2(n) - 1);
    const sibling = take();
    if (m <= k) {
      const [old, now] = rebuild(m, k, whole);
      return [old, nodeHash(now, sibling)];
    }
    const [old, now] = rebuild(m - k, n - k, false);
    return [nodeHash(sibling, old), nodeHash(sibling, now)];
  };
  if (first === 0) return proof.length === 0;
  const [old, now] = rebuild(first, second, true);
  return rest.length === 0 && old.equals(firstRoot) && now.equals(secondRoot);
}

const number = n => {
  const groups = [];
  for (let rest = n; rest > 0 || groups.length === 0; rest = Math.floor(rest / 1000)) groups.unshift(String(rest % 1000).padStart(3, '0'));
  return groups.map((group, i) => i < groups.length - 1 ? `x${group}` : group).join('/');
};

/** Where each tile of a tree of this size lies (C2SP tlog-tiles), with its place and width. */
export function* tilesOf(size) {
  for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / 256)) {
    for (let index = 0; index * 256 < nodes; index++) {
      const width = Math.min(256, nodes - index * 256);
      yield { level, index, width, name: number(index) + (width < 256 ? `.p/${width}` : '') };
    }
  }
}

/** Every entry of a published log, in order. */
export function readEntries(folder, size) {
  const entries = [];
  for (const { level, width, name } of tilesOf(size)) {
    if (level > 0) break;
    const bundle = readFileSync(join(folder, 'tile', 'entries', name));
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = bundle.readUInt16BE(at);
      entries.push(bundle.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    if (at !== bundle.length) throw new Error(`tile/entries/${name} has ${bundle.length - at} bytes too many`);
  }
  return entries;
}

/** What is wrong with the tiles of a log whose leaves have these hashes. */
export function* faultyTiles(folder, leaves) {
  let hashes = leaves;
  let level = 0;
  for (const tile of tilesOf(leaves.length)) {
    if (tile.level > level) {
      hashes = Array.from({ length: Math.floor(hashes.length / 256) }, (_, i) => treeHash(hashes, i * 256, (i + 1) * 256));
      level = tile.level;
    }
    const path = `tile/${tile.level}/${tile.name}`;
    if (!existsSync(join(folder, path))) yield `${path} is missing`;
    else if (!readFileSync(join(folder, path)).equals(Buffer.concat(hashes.slice(tile.index * 256, tile.index * 256 + tile.width)))) yield `${path} is not what the entries give`;
  }
}
