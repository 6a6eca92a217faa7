// Our validation rules beside the published schemas, on mutants of valid documents.
//   node differential.mjs [--count N] [--seed N] [--report FILE] EXPORT-DIR
// What a schema refuses our rules must refuse; where they refuse more, docs/conformance.md must name the rule.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { conferral } from './conferral.mjs';
import { mutantsOf, randomNumbers } from './mutations.mjs';
import { writeReport } from './report.mjs';
import { sampleDocuments } from './samples.mjs';
import { schemaErrors } from './schema.mjs';
import { couldNotCheck, documentedStrictness } from './strictness.mjs';
import { Verdict, runAsScript } from './verdict.mjs';

const shownErrors = 3;

// A mutant the schema refuses often breaks one of these too (its parts no longer fit together, a word is not defined).
// That does not show that the rules saw the fault the schema saw.
const ofTheWhole = /^HOUSE-(LOSSLESS|[A-Z]+-CONFLICT|MEMBER-[A-Z]+|ASSOCIATION-[A-Z]+)$/;

/** For each document the rules it breaks by our reading, as one run of `conferral verify` tells; none for one we accept. */
function rulesBroken(documents) {
  const folder = mkdtempSync(join(tmpdir(), 'conferral-differential-'));
  try {
    const files = documents.map((document, i) => join(folder, `${i}.json`));
    files.forEach((file, i) => writeFileSync(file, JSON.stringify(documents[i])));
    const run = conferral(['verify', '--json', ...files], { expected: [0, 1, 2] });
    if (run.stderr) throw new Error(`conferral verify did not judge the mutants: ${run.stderr}`);
    const reports = JSON.parse(run.stdout);
    if (reports.length !== files.length) throw new Error(`conferral verify judged ${reports.length} of ${files.length} mutants.`);
    return reports.map(({ report }) => brokenIn(report));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Proofs are another judge's matter: the proof of a mutant never holds. */
function brokenIn({ findings, outer }) {
  const rules = new Set(findings.filter(finding => finding.severity === 'Error').map(finding => finding.ruleId));
  const conformance = outer.checks.find(check => check.id === 'conformance');
  if (rules.size === 0 && conformance?.verdict !== 'Valid') rules.add(couldNotCheck);
  return [...rules];
}

/** The two verdicts on mutants of which `ours` and `theirs` tell what each side has against them. */
export function compareRefusals(mutants, ours, theirs, documented) {
  const atLeast = new Verdict('what a published schema refuses, our rules refuse');
  const noMore = new Verdict('what only our rules refuse, docs/conformance.md names');
  mutants.forEach(({ what }, i) => {
    if (theirs[i].length > 0) {
      const seen = ours[i].some(rule => !ofTheWhole.test(rule));
      atLeast.record('mutants the schemas refuse', what, seen ? [] : theirs[i].slice(0, shownErrors));
    } else {
      const undocumented = ours[i].filter(rule => !documented.has(rule));
      const kind = `mutants the schemas accept and our rules ${ours[i].length > 0 ? 'refuse' : 'accept'}`;
      noMore.record(kind, what, undocumented.map(rule => `${rule} is not in its table "Stricter than the schemas"`));
    }
  });
  return [atLeast, noMore];
}

function compare(documents, documented) {
  const ours = rulesBroken(documents.map(({ document }) => document));
  const theirs = documents.map(({ document, type }) => schemaErrors(document, type));
  return { ours, theirs, verdicts: compareRefusals(documents, ours, theirs, documented) };
}

/** Mutants of a document that one side already refuses would show nothing. */
function acceptedSamples(exportFolder) {
  const samples = sampleDocuments(exportFolder);
  const { ours, theirs } = compare(samples, new Set());
  samples.forEach(({ name }, i) => {
    const reasons = [...ours[i], ...theirs[i]];
    if (reasons.length > 0) throw new Error(`${name} is to be mutated and is not valid to begin with: ${reasons.join('; ')}`);
  });
  return samples;
}

function wholeNumber(name, text) {
  if (!/^[0-9]{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not ${text}.`);
  return Number(text);
}

await runAsScript(import.meta.url, async args => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { count: { type: 'string', default: '1000' }, seed: { type: 'string', default: '20260516' }, report: { type: 'string' } },
  });
  if (positionals.length !== 1) throw new Error('name the folder of the demo: node differential.mjs [--count N] [--seed N] [--report FILE] EXPORT-DIR');
  const [count, seed] = ['count', 'seed'].map(name => wholeNumber(name, values[name]));
  const samples = acceptedSamples(positionals[0]);
  console.log(`Our rules beside the published schemas: ${count} mutants of ${samples.length} valid documents, --seed ${seed}`);

  const { verdicts } = compare(mutantsOf(samples, count, randomNumbers(seed)), documentedStrictness());
  verdicts.forEach(verdict => verdict.print());
  if (values.report) writeReport(values.report, 'interop/differential.mjs', verdicts);
  return verdicts.every(verdict => verdict.passed);
});
