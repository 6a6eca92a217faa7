// Reading the documents to judge: files and folders from the command line, and the credentials embedded in each document.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Every JSON file named, or lying in a folder named; sorted inside a folder. Throws when there is none. */
export function jsonFiles(paths) {
  const files = paths.flatMap(path => statSync(path).isDirectory()
    ? readdirSync(path).filter(name => name.endsWith('.json')).sort().map(name => join(path, name))
    : [path]);
  if (files.length === 0) throw new Error(`No *.json file to judge in: ${paths.join(', ') || '(no path given)'}.`);
  return files;
}

/** Parses one file; a fault names the file. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${error.message}`, { cause: error });
  }
}

/** The file name without `.json`: what canonical forms and reports are named after. */
export const documentName = file => basename(file, '.json');

/**
 * The document itself and every credential embedded in it, each to be judged as a stand-alone document.
 * Members are whatever lies in credentialSubject.verifiableCredential, so a member cannot hide behind its type.
 */
export function* credentialsOf(document, pointer = '', kind = 'outer') {
  yield { kind, pointer, credential: document };
  if (document === null || typeof document !== 'object') return;

  const subjects = [document.credentialSubject].flat();
  for (const [s, subject] of subjects.entries()) {
    const at = Array.isArray(document.credentialSubject) ? `/${s}` : '';
    for (const [m, member] of [subject?.verifiableCredential ?? []].flat().entries()) {
      yield* credentialsOf(member, `${pointer}/credentialSubject${at}/verifiableCredential/${m}`, 'member');
    }
  }
  yield* endorsementsOf(document, pointer);
}

/** Endorsement credentials anywhere in one credential, but not those inside another embedded credential. */
function* endorsementsOf(value, pointer) {
  if (value === null || typeof value !== 'object') return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'verifiableCredential') continue;
    if (key !== 'endorsement') {
      yield* endorsementsOf(child, `${pointer}/${key}`);
      continue;
    }
    for (const [e, endorsement] of [child].flat().entries()) {
      yield* credentialsOf(endorsement, `${pointer}/endorsement/${e}`, 'endorsement');
    }
  }
}
