/** A web-test-runner reporter that leaves the number of tests in a file, for the sum of all runs. */
import { writeFileSync } from 'node:fs';

/**
 * @typedef {import('@web/test-runner').TestSession} TestSession
 * @typedef {NonNullable<TestSession['testResults']>} Suite
 * @param {string} path of the file
 * @returns {import('@web/test-runner').Reporter}
 */
export function countReporter(path) {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const before = counts.failed;
        if (session.testResults) addSuite(session.testResults, counts);
        // A file that does not load, or a page that logs an uncaught error, has no failing test.
        if (!session.passed && counts.failed === before) counts.failed += 1;
      }
      writeFileSync(path, JSON.stringify(counts));
    },
  };
}

/**
 * @param {Suite} suite
 * @param {{passed: number, failed: number, skipped: number}} counts
 */
function addSuite(suite, counts) {
  for (const test of suite.tests) {
    if (test.skipped) counts.skipped += 1;
    else if (test.passed) counts.passed += 1;
    else counts.failed += 1;
  }
  for (const inner of suite.suites) addSuite(inner, counts);
}
