/** What people read when the demo is ready. */
import type { DemoInfo } from './demo.ts';

/** A short table of addresses. */
export function describeDemo({ ats, backend, harness, sandbox, pages, signIn }: DemoInfo): string {
  const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [
      'Sites',
      [
        ['ATS', ats],
        ['Harness', harness],
        ['Partner backend', backend],
        ['LinkedIn sandbox', sandbox.origin],
      ],
    ],
    [
      'Sign in with one click',
      [
        ['Recruiter', signIn.recruiter],
        ['Hiring manager', signIn.hiringManager],
        ['Administrator', signIn.administrator],
        ['At LinkedIn', signIn.linkedin],
      ],
    ],
    [
      'Pages',
      [
        ['1,000 candidates', pages.list],
        ['Matched', pages.candidate],
        ['Not matched', pages.unmatchedCandidate],
        ["LinkedIn's markup", pages.linkedinMarkup],
        ['Integrations', pages.integrations],
      ],
    ],
  ];
  const lines = sections.flatMap(([title, rows]) => [
    '',
    title,
    ...rows.map(([name, url]) => `  ${name.padEnd(18)}${url}`),
  ]);
  return [
    'RSC Embed is running. Open the ATS, or sign in here and at LinkedIn first.',
    ...lines,
    '',
    'Stop with Ctrl-C.',
  ].join('\n');
}
