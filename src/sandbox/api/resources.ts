/** Which resource answers which path. */
import type { Call, Handler, PartnerCall } from './call.ts';
import { configurationsOfIntegration, integrationConfigurations } from './configurations.ts';
import { findAcls, findAssignees } from './entities/acl-finders.ts';
import { entityHandler } from './entities/handler.ts';
import { allNames, type Names } from './entities/names.ts';
import { forbidden } from './envelope.ts';
import { integrations } from './integrations.ts';
import { simpleJobPostings, simpleJobPostingTasks } from './jobs.ts';
import { provisionedApplications } from './provisioning.ts';
import { exportedApplicationEvaluations, exportedCandidates, purgedExports } from './requests.ts';
import { conversationEvents } from './retrieval/conversation-events.ts';
import { mailStubs } from './retrieval/mail-stubs.ts';
import { prospectNotes } from './retrieval/prospect-notes.ts';
import { olderSeats, seatsV2 } from './retrieval/seats.ts';

/** Who may call a resource: customers' applications, or the partner's. */
export type Resource =
  | { readonly of: 'application'; readonly handle: Handler }
  | { readonly of: 'partner'; readonly handle: Handler<PartnerCall> };

const ofApplication = (handle: Handler): Resource => ({ of: 'application', handle });

/** Whose data a two-legged token cannot tell. */
const me: Handler = () => {
  throw forbidden(
    'Not enough permissions: /me tells of the person who signed in, which needs a token of ' +
      'three-legged OAuth; this one is of an application',
  );
};

/** By path; a sub-resource stands with `*` for its parent's key. */
const resources = new Map<string, Resource>([
  ...allNames.map((names): [string, Resource] => {
    const { path, sub } = names.form;
    return [
      sub === undefined ? path : `${path}/*/${sub}`,
      ofApplication(entityHandler(names, finderOf(names))),
    ];
  }),
  ['/v2/me', ofApplication(me)],
  ['/v2/provisionedApplications', { of: 'partner', handle: provisionedApplications }],
  ['/v2/atsIntegrations', ofApplication(integrations)],
  ['/rest/integrations', ofApplication(integrations)],
  ['/v2/atsIntegrations/*/configurations', ofApplication(configurationsOfIntegration)],
  ['/v2/atsIntegrationConfigurations', ofApplication(integrationConfigurations)],
  ['/rest/integrationConfigurations', ofApplication(integrationConfigurations)],
  ['/rest/exportedApplicationEvaluations', ofApplication(exportedApplicationEvaluations)],
  ['/rest/exportedApplicationEvaluation', ofApplication(exportedApplicationEvaluations)],
  ['/v2/seats', ofApplication(olderSeats)],
  // What follows is called the same in both generations, as far as that is known; the versioned
  // names of exports, InMail, notes and stubs were below the cut of the page [unknown].
  ...(['v2', 'rest'] as const).flatMap((generation): [string, Resource][] => [
    [`/${generation}/simpleJobPostings`, ofApplication(simpleJobPostings)],
    [`/${generation}/simpleJobPostingTasks`, ofApplication(simpleJobPostingTasks)],
    [`/${generation}/exportedCandidates`, ofApplication(exportedCandidates)],
    [`/${generation}/atsPurgedExportedCandidates`, ofApplication(purgedExports)],
    [`/${generation}/seatsV2`, ofApplication(seatsV2)],
    [`/${generation}/conversationEvents`, ofApplication(conversationEvents)],
    [`/${generation}/prospectNotes`, ofApplication(prospectNotes)],
    [`/${generation}/mailStubs`, ofApplication(mailStubs)],
  ]),
]);

function finderOf(names: Names): Handler | null {
  if (names.name === 'entityAcls') return findAcls(names);
  return names.name === 'aclAssignees' ? findAssignees(names) : null;
}

/**
 * @param pathname raw, as it stands in the request
 * @returns the resource and the segments below its name, or null if there is none
 */
export function findResource(
  pathname: string,
): { readonly resource: Resource; readonly segments: Call['segments'] } | null {
  const [, generation = '', name = '', ...rest] = pathname.split('/');
  const segments = rest.at(-1) === '' ? rest.slice(0, -1) : rest;
  const path = `/${generation}/${name}`;
  const sub = segments[1];
  const resource = resources.get(sub === undefined ? path : `${path}/*/${sub}`);
  if (resource !== undefined) return { resource, segments };
  // Only what has sub-resources goes deeper than a key.
  return null;
}
