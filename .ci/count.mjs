// Adds up what the test runners and judges reported and what the steps of .ci/run ended with; prints the count as its last line.
//   node .ci/count.mjs RESULTS      RESULTS/steps.tsv, RESULTS/<source>/*.ctrf and *.tap
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const results = process.argv[2];
const total = { passed: 0, failed: 0, skipped: 0 };

function add(title, { passed, failed, skipped }) {
  console.log(`${title}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}

/** The sum of all reports in the folder of one source. */
function readReports(source) {
  const folder = join(results, source);
  const reports = readdirSync(folder).map(name => readReport(join(folder, name)));
  const sum = key => reports.reduce((n, report) => n + report[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** A report that cannot be read (its writer was killed) is a failure, not a reason to stop counting the others. */
function readReport(file) {
  const text = readFileSync(file, 'utf8');
  try {
    return file.endsWith('.ctrf') ? readCtrf(text) : readTap(text);
  } catch (error) {
    console.log(`${file} cannot be counted: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function readCtrf(text) {
  const { tests, passed, failed, skipped, pending, other } = JSON.parse(text).results.summary;
  if (tests !== passed + failed + skipped + pending + other) throw new Error('its counts do not add up.');
  return { passed, failed: failed + other, skipped: skipped + pending };
}

function readTap(text) {
  const count = name => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? NaN);
  const report = { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') + count('todo') };
  if (Object.values(report).some(Number.isNaN)) throw new Error('it ends without its counts.');
  return report;
}

/** What one step adds to the count. */
function judgeStep(source, status) {
  if (status === 'skipped') return { passed: 0, failed: 0, skipped: 1 };
  const report = source === '-' ? { passed: 0, failed: 0, skipped: 0 } : readReports(source);
  const ran = report.passed + report.failed + report.skipped;
  // A step that failed without a failed test in its report (it did not build, it crashed) is a failure of its own;
  // so is one that should have run tests but reported none.
  const failedByItself = (status !== '0' && report.failed === 0) || (source !== '-' && ran === 0);
  return failedByItself ? { ...report, failed: 1 } : report;
}

for (const line of readFileSync(join(results, 'steps.tsv'), 'utf8').trimEnd().split('\n')) {
  const [source, status, title] = line.split('\t');
  const report = judgeStep(source, status);
  if (source !== '-' || report.failed > 0) add(title, report);
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
