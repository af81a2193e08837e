/**
 * The limited profile LinkedIn gives of a member: with an export, and when the member shares contact
 * details after an InMail. Its schema is not documented on pages we could read [unknown]; names are
 * assembled from secondary sources.
 */
import { isRaw, pick, textOf, textsOf, urnOf, type Raw } from './tolerant.ts';

export interface StubProfile {
  /** Person URN. */
  readonly member: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly headline: string | undefined;
  readonly locationName: string | undefined;
  /** The current one first. */
  readonly employerNames: readonly string[];
  readonly jobTitle: string | undefined;
  readonly profileUrl: string | undefined;
  readonly skills: readonly string[];
  readonly summary: string | undefined;
  /** A text since March 2024, a list before [doc]. */
  readonly emailAddresses: readonly string[];
  readonly phoneNumbers: readonly string[];
}

export function readStubProfile(raw: Raw): StubProfile {
  const phones = pick(raw, 'phoneNumbers', 'phoneNumber');
  return {
    member: urnOf('person', pick(raw, 'member', 'personUrn', 'person', 'memberUrn')),
    firstName: textOf(pick(raw, 'firstName', 'name.firstName')),
    lastName: textOf(pick(raw, 'lastName', 'name.lastName')),
    headline: textOf(pick(raw, 'headline')),
    locationName: textOf(
      pick(raw, 'location.locationName', 'location.name', 'locationName', 'location'),
    ),
    employerNames: textsOf(pick(raw, 'currentEmployerNames', 'currentCompanyName', 'employers')),
    jobTitle: textOf(pick(raw, 'currentJobTitle', 'jobTitle', 'title')),
    profileUrl: textOf(pick(raw, 'profileUrl', 'publicProfileUrl', 'linkedInProfileUrl')),
    skills: textsOf(pick(raw, 'skills')),
    summary: textOf(pick(raw, 'summary')),
    emailAddresses: textsOf(pick(raw, 'emailAddress', 'emailAddresses', 'email')),
    phoneNumbers: (Array.isArray(phones) ? phones : [phones]).flatMap(
      (phone) => textOf(isRaw(phone) ? pick(phone, 'number') : phone) ?? [],
    ),
  };
}
