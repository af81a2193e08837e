/** Rules of modules 3 to 5: what comes back from Recruiter, who may see what, and deletion. */
import { inMail, jobs, search, type Rule } from './rules.ts';

export const retrieval: readonly Rule[] = [
  {
    id: 'Case 6',
    title: 'Export a new person to a job',
    steps: [
      { text: 'Filter “Not in ATS”, open a profile, export to a job.', ...search },
      { text: 'In the ATS, open the new candidate with the profile plugin.' },
    ],
    expect: 'The candidate appears for that job; the plugin shows an exact match.',
    facts: ({ exports, candidates }) => [
      ['Exports', exports.total],
      ['Members exported', exports.members],
      ['Candidates linked by hand or by the ATS', candidates.manual],
    ],
  },
  {
    id: 'Case 7',
    title: 'Export the same person to another job',
    steps: [
      { text: 'In the ATS, edit the record.' },
      { text: 'Export the same member to a second job.', ...search },
    ],
    expect: 'No duplicate; the candidate is linked to both jobs.',
    facts: ({ exports }) => [['Members exported to several jobs', exports.repeated]],
  },
  {
    id: 'Case 8',
    title: 'Link a candidate by hand',
    steps: [
      { text: 'In the ATS, make a candidate nobody matches, and link a member in the plugin.' },
      { text: 'See the member’s profile under “In your ATS”: linked by hand.', ...search },
    ],
    expect: 'After a reload the chosen profile stays; the mapping is stored.',
    facts: ({ candidates }) => [['Candidates linked by hand or by the ATS', candidates.manual]],
  },
  {
    id: 'Case 9',
    title: 'Sign out of LinkedIn and in again',
    steps: [
      {
        text: 'Sign out here, then look at the profile plugin in the ATS.',
        href: '/',
        link: 'Start page',
      },
    ],
    expect: 'Signed out, the plugin asks to sign in; scrolling fits the ATS.',
    facts: () => [],
  },
  {
    id: 'Case 10',
    title: 'InMail history',
    steps: [
      { text: 'Write an InMail from a profile.', ...search },
      { text: 'Answer it in the member’s place, on the page of the conversation.', ...inMail },
      { text: 'In the ATS, open the candidate.' },
    ],
    expect: 'The history appears in the ATS; texts only for who wrote.',
    facts: ({ inMail: { sent, accepted, declined } }) => [
      ['InMail of your contract', sent],
      ['Accepted', accepted],
      ['Declined', declined],
    ],
  },
  {
    id: 'Cases 11, 12',
    title: 'Stub profiles and notes',
    steps: [
      { text: 'Accept an InMail and share contact details.', ...inMail },
      { text: 'Write notes on a profile: one for all, one for you only; delete one.', ...search },
    ],
    expect: 'The ATS has the contact details, the notes its user may read, and no deleted note.',
    facts: ({ stubs, notes }) => [
      ['Stub profiles', stubs],
      ['Notes', notes.active],
      ['Deleted notes', notes.deleted],
    ],
  },
  {
    id: 'Case 13',
    title: 'Closed profiles',
    steps: [
      { text: 'Export a member, then close the account on the profile (sandbox only).', ...search },
      { text: 'In the ATS, see the notice and delete one or all.' },
    ],
    expect: 'The customer is told and can delete, one person or all.',
    facts: ({ closedProfiles }) => [['Exported members who closed the account', closedProfiles]],
  },
];

const seen = { text: 'Look again: export list of a profile, and “In your ATS”.', ...search };

export const accessLists: readonly Rule[] = [
  {
    id: 'RSC-401',
    title: 'Access list on a new job',
    steps: [
      { text: 'In the ATS, make an access list with a user, and a new job under it.' },
      { text: 'As that user and as another one, open “Export to ATS”.', ...search },
    ],
    expect: 'Who is assigned sees the job in the export list; who is not, does not.',
    facts: ({ acls, securedJobs, jobs: all }) => [
      ['Access lists on jobs', acls],
      ['Jobs with one', securedJobs],
      ['Jobs you can export to', all.offered],
    ],
  },
  {
    id: 'RSC-402',
    title: 'Application on a job with an access list',
    steps: [
      { text: 'In the ATS, add an application with stages and notes to that job.' },
      { text: 'Open the member’s profile as both users.', ...search },
    ],
    expect: 'Who is assigned sees the job in the indicator; who is not, does not.',
    facts: ({ securedJobs }) => [['Jobs with an access list', securedJobs]],
  },
  {
    id: 'RSC-403',
    title: 'Take users off the list',
    steps: [{ text: 'In the ATS, remove the user from the access list.' }, seen],
    expect: 'The job is gone from both.',
    facts: ({ jobs: all }) => [['Jobs you can export to', all.offered]],
  },
  {
    id: 'RSC-404',
    title: 'Put users back on the list',
    steps: [{ text: 'In the ATS, add the user again.' }, seen],
    expect: 'The job is back in both.',
    facts: ({ jobs: all }) => [['Jobs you can export to', all.offered]],
  },
];

export const deletion: readonly Rule[] = [
  {
    id: 'RSC-501',
    title: 'Delete a candidate’s notes, then the candidate',
    steps: [{ text: 'In the ATS, delete step by step; look at the profile each time.', ...search }],
    expect: 'First the notes vanish from the indicator, then the indicator.',
    facts: ({ candidates, candidateNotes }) => [
      ['Candidates', candidates.total],
      ['Notes on candidates', candidateNotes],
    ],
  },
  {
    id: 'RSC-502',
    title: 'Delete a candidate in one step',
    steps: [{ text: 'In the ATS, delete the candidate; look at the profile.', ...search }],
    expect: 'Notes and indicator vanish.',
    facts: ({ candidates, candidateNotes }) => [
      ['Candidates', candidates.total],
      ['Notes on candidates', candidateNotes],
    ],
  },
  {
    id: 'RSC-503',
    title: 'Delete what hangs on an application, then the application',
    steps: [
      { text: 'In the ATS, delete notes, stages, feedback and the application in turn.' },
      { text: 'Look at the profile each time.', ...search },
    ],
    expect: 'Each vanishes in turn.',
    facts: (facts) => [
      ['Notes', facts.applicationNotes],
      ['Stages', facts.stages],
      ['Interview feedback', facts.feedback],
      ['Applications', facts.jobApplications.total],
    ],
  },
  {
    id: 'RSC-504',
    title: 'Delete an application in one step',
    steps: [{ text: 'In the ATS, delete the application; look at the job.', ...jobs }],
    expect: 'It vanishes with its notes, stages and feedback.',
    facts: (facts) => [
      ['Applications', facts.jobApplications.total],
      ['Notes, stages, feedback', facts.applicationNotes + facts.stages + facts.feedback],
    ],
  },
  {
    id: 'RSC-505',
    title: 'Move to the versioned API',
    steps: [{ text: 'Explain the way; in the ATS, switch a customer and send a record.' }],
    expect: 'The way is clear, and switching needs little work.',
    facts: () => [],
  },
];
