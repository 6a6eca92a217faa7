// Writes verdicts as counts in CTRF's form, so that .ci/run adds them to those of the test runners.
import { writeFileSync } from 'node:fs';

export function writeReport(file, tool, verdicts, skipped = 0) {
  const tests = verdicts.map(v => ({ name: v.judge, status: v.passed ? 'passed' : 'failed', duration: 0 }));
  const count = status => tests.filter(test => test.status === status).length;
  const summary = { tests: tests.length + skipped, passed: count('passed'), failed: count('failed'), skipped, pending: 0, other: 0 };
  writeFileSync(file, JSON.stringify({ reportFormat: 'CTRF', results: { tool: { name: tool }, summary, tests } }));
}
