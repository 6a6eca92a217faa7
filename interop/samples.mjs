// The valid documents that differential.mjs mutates: published vectors, the rules' sample with every class of the models, learners of the demo.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentName, jsonFiles, readJson } from './credentials.mjs';
import { conformanceRoot } from './published.mjs';

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const vectors = [
  'linked-data-proof/clr-signed.json', 'linked-data-proof/ob-signed.json', 'linked-data-proof/ob-unsigned.json',
  'validator-ob30/simple.json', 'validator-ob30/simple-did-key-method.json',
];
const learnersOfTheDemo = 3;

/** Each with a name, the parsed document and the type whose schema it keeps. */
export function sampleDocuments(exportFolder) {
  const learners = jsonFiles([join(exportFolder, 'credentials')]).slice(0, learnersOfTheDemo);
  return [
    ...vectors.map(path => sample(path, readJson(join(conformanceRoot, 'vectors', '1edtech', path)))),
    sample('the sample with every class', everyClass()),
    ...learners.map(file => sample(documentName(file), shorten(readJson(file)))),
  ];
}

function sample(name, document) {
  const type = document.type.includes('ClrCredential') ? 'ClrCredential' : 'AchievementCredential';
  return { name, document, type };
}

/** The JSON in the raw string of the sample that the rules' own tests break. */
function everyClass() {
  const file = join(repository, 'test/Conferral.Credentials.Tests/Rules/SampleClr.cs');
  const [, json] = /private const string Json = """\n([^]*?)\n *""";/.exec(readFileSync(file, 'utf8'))
    ?? (() => { throw new Error(`${file} no longer holds the sample CLR in a raw string named Json.`); })();
  return JSON.parse(json);
}

/** One member of each kind of achievement, and what belongs to them: places that differ, not thirty courses alike. */
function shorten(clr) {
  const subject = clr.credentialSubject;
  const kindOf = achievement => achievement.achievementType;
  const firstOfKind = (item, i, all) => all.findIndex(other => kindOf(other) === kindOf(item)) === i;

  subject.achievement = subject.achievement.filter(firstOfKind);
  const kept = new Set(subject.achievement.map(achievement => achievement.id));
  subject.verifiableCredential = subject.verifiableCredential.filter(member => kept.has(member.credentialSubject.achievement.id));
  subject.association = subject.association?.filter(({ sourceId, targetId }) => kept.has(sourceId) && kept.has(targetId));
  if (!subject.association?.length) delete subject.association;
  return clr;
}
