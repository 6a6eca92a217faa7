// Judge of status: Digital Bazaar's library says of every credential and every member whether it is revoked or suspended.
//   node status.mjs [--revoked NAME…] [--suspended NAME…] [--report FILE] WORKSPACE
// WORKSPACE: issuer/did.json, credentials/*.json, site/ as `conferral publish` wrote it. NAME is a file of credentials/ without
// .json: of these a status must be set, of all others none. Each list is also forged, and the library must refuse the forgery.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { checkStatus, createList } from '@digitalbazaar/vc-bitstring-status-list';
import { credentialsOf, documentName, jsonFiles, readJson } from './credentials.mjs';
import { createDocumentLoader, readControllers } from './document-loader.mjs';
import { writeReport } from './report.mjs';
import { Verdict, reasonsOf, runAsScript } from './verdict.mjs';

/** Status lists of a site by their address; `change` may forge them. */
function listLoader(site, load, change = list => list) {
  return url => {
    const file = url.startsWith('https://') ? join(site, new URL(url).pathname) : '';
    return file.endsWith('.json') && existsSync(file) && readJson(file).type?.includes('BitstringStatusListCredential')
      ? { contextUrl: null, documentUrl: url, document: change(readJson(file)) }
      : load(url);
  };
}

const suite = () => new DataIntegrityProof({ cryptosuite });

/** What stands against a credential's status being as expected: `expected` maps a purpose to true where it must be set. */
async function judgeStatus(credential, expected, documentLoader) {
  const { verified, results, error } = await checkStatus({ credential, documentLoader, suite: suite() });
  if (!verified) return reasonsOf(error);
  return results
    .filter(({ credentialStatus, status }) => status !== expected[credentialStatus.statusPurpose])
    .map(({ credentialStatus, status }) => `${credentialStatus.statusPurpose} is ${status}`);
}

/** A forged list must not be believed: with all bits cleared, and in the name of another issuer. */
async function judgeForgeries(credential, site, load) {
  const cleared = await (await createList({ length: 131072 })).encode();
  const forgeries = {
    'with its bits cleared': list => ({ ...list, credentialSubject: { ...list.credentialSubject, encodedList: cleared, ttl: 1 } }),
    'of another issuer': list => ({ ...list, issuer: 'did:web:stranger.example' }),
  };
  const reasons = [];
  for (const [name, forge] of Object.entries(forgeries)) {
    const { verified } = await checkStatus({ credential, documentLoader: listLoader(site, load, forge), suite: suite() });
    if (verified) reasons.push(`a list ${name} was believed`);
  }
  return reasons;
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals: [workspace] } = parseArgs({
    args,
    allowPositionals: true,
    options: { revoked: { type: 'string', multiple: true, default: [] }, suspended: { type: 'string', multiple: true, default: [] }, report: { type: 'string' } },
  });
  const site = join(workspace, 'site');
  const load = createDocumentLoader(readControllers([join(workspace, 'issuer/did.json')]));
  const documentLoader = listLoader(site, load);
  const verdict = new Verdict('status (@digitalbazaar/vc-bitstring-status-list)');
  let forged = 0;
  for (const file of jsonFiles([join(workspace, 'credentials')])) {
    const revoked = values.revoked.includes(documentName(file));
    // A revoked record's members carry the suspension where there is one, so that one shared alone does not verify either.
    const expected = { revocation: revoked, suspension: revoked || values.suspended.includes(documentName(file)) };
    for (const { kind, pointer, credential } of credentialsOf(readJson(file))) {
      if (kind === 'endorsement') continue;
      verdict.record(kind, `${file}${pointer && `#${pointer}`}`, await judgeStatus(credential, expected, documentLoader));
      if (kind === 'outer' && forged++ < 3) verdict.record('forged lists', file, await judgeForgeries(credential, site, load));
    }
  }
  verdict.print();
  if (values.report) writeReport(values.report, 'status', [verdict]);
  return verdict.passed;
});
