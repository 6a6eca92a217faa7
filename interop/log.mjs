// Judges of the transparency log: sigstore's verifier on every receipt, and a second implementation on everything published.
//   node log.mjs [--receipts DIR] [--consistency FILE] [--report FILE] WORKSPACE
// WORKSPACE: issuer/log.vkey, out/log/ as it is published, out/manifests/*.note, credentials/*.json.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { documentName, jsonFiles, readJson } from './credentials.mjs';
import { writeReport } from './report.mjs';
import { consistent, faultyTiles, leafHash, openNote, parseCheckpoint, parseKey, readEntries, treeHash } from './tlog.mjs';
import { Verdict, reasonsOf, runAsScript } from './verdict.mjs';

// The package's own functions for checkpoints and inclusion; its entrance takes Sigstore's bundles only.
const require = createRequire(import.meta.url);
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** What stands against a receipt of a document, by sigstore's verifier. */
export function judgeReceipt(receipt, document, key) {
  const reasons = [];
  const hash = sha256(document).toString('hex');
  const trusted = [{ logID: key.id, baseURL: key.name, publicKey: key.key }];
  for (const entry of receipt.entries) {
    const inclusionProof = {
      checkpoint: { envelope: receipt.checkpoint },
      logIndex: String(entry.index),
      hashes: entry.proof.map(text => Buffer.from(text, 'base64')),
    };
    const body = sha256(Buffer.from(entry.salt, 'base64'), entry.event);
    try {
      const checkpoint = verifyCheckpoint({ inclusionProof }, trusted);
      verifyMerkleInclusion({ inclusionProof, canonicalizedBody: body }, checkpoint);
    } catch (error) {
      reasons.push(`entry ${entry.index}: ${reasonsOf(error).join('; ')}`);
    }
  }
  const signing = receipt.entries.map(entry => JSON.parse(entry.event)).filter(event => event.kind === 'signed');
  if (!signing.some(event => event.detail === `sha256 ${hash}` && event.credential === receipt.credentialId)) reasons.push(`no entry about the signing of sha256 ${hash}`);
  return reasons;
}

function judgeReceipts(receipts, credentials, key) {
  const verdict = new Verdict('receipts (@sigstore/verify)');
  for (const file of jsonFiles([receipts])) {
    const document = join(credentials, `${documentName(file)}.json`);
    verdict.record('receipts', file, existsSync(document) ? judgeReceipt(readJson(file), readFileSync(document), key) : ['there is no such credential']);
  }
  return verdict;
}

/** Entries, tiles, checkpoint, manifests and a consistency proof, by the second implementation. */
export function judgeLog(folder, manifests, key, consistency) {
  const verdict = new Verdict('published log (tlog.mjs)');
  const judge = (kind, where, find) => {
    try {
      verdict.record(kind, where, find());
    } catch (error) {
      verdict.record(kind, where, [error.message]);
    }
  };
  const read = note => parseCheckpoint(openNote(note, key), key.name);
  const head = read(readFileSync(join(folder, 'checkpoint'), 'utf8'));
  const leaves = readEntries(folder, head.size).map(leafHash);

  judge('checkpoints', 'checkpoint', () => treeHash(leaves).equals(head.root) ? [] : ['its root is not that of the published entries']);
  judge('trees of tiles', 'tile', () => [...faultyTiles(folder, leaves)]);
  for (const file of manifests) {
    judge('manifests', file, () => {
      const then = read(JSON.parse(openNote(readFileSync(file, 'utf8'), key)).checkpoint);
      return treeHash(leaves, 0, then.size).equals(then.root) ? [] : ['its checkpoint is no beginning of the published log'];
    });
  }
  if (consistency) {
    judge('consistency proofs', consistency, () => {
      const { older, newer, proof } = readJson(consistency);
      const [from, to] = [read(older), read(newer)];
      return consistent(from.size, from.root, to.size, to.root, proof.map(text => Buffer.from(text, 'base64'))) ? [] : [`it does not lead from ${from.size} to ${to.size}`];
    });
  }
  return verdict;
}

await runAsScript(import.meta.url, args => {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: { receipts: { type: 'string' }, consistency: { type: 'string' }, report: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error('name one workspace: node log.mjs [--receipts DIR] [--consistency FILE] WORKSPACE');
  const at = (...parts) => join(positionals[0], ...parts);
  const key = parseKey(readFileSync(at('issuer', 'log.vkey'), 'utf8'));
  const manifests = existsSync(at('out', 'manifests')) ? readdirSync(at('out', 'manifests')).filter(name => name.endsWith('.note')).map(name => at('out', 'manifests', name)) : [];
  const verdicts = [judgeReceipts(values.receipts ?? at('receipts'), at('credentials'), key), judgeLog(at('out', 'log'), manifests, key, values.consistency)];

  verdicts.forEach(verdict => verdict.print());
  if (values.report) writeReport(values.report, 'interop/log.mjs', verdicts);
  return verdicts.every(verdict => verdict.passed);
});
