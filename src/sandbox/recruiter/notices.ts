/** What a page says has just happened. The address names a code, so it can tell nothing personal. */
const notices = {
  exported: 'Exported. The ATS has been told and can fetch the candidate for 24 hours.',
  'inmail-sent': 'InMail sent.',
  replied: 'Reply sent.',
  'note-added': 'Note saved.',
  'note-changed': 'Note changed.',
  'note-deleted':
    'Note deleted. The API reports it as inactive, so that the ATS deletes it as well.',
  accepted: 'The member has accepted.',
  'accepted-shared': 'The member has accepted and shared contact details: a stub profile was made.',
  declined: 'The member has declined.',
  'member-replied': 'The member has replied.',
  'member-shared': 'The member has replied and shared contact details: a stub profile was made.',
  'account-closed': 'The member has closed the account.',
  enabled: 'Switched on. The application has been told.',
  disabled: 'Switched off. The application has been told.',
  unchanged: 'Nothing had to be changed.',
  'contract-chosen': 'You work on this contract now.',
} as const;

export type NoticeCode = keyof typeof notices;

/** An address whose page says what has happened. */
export const withNotice = (path: string, code: NoticeCode, fragment = ''): string =>
  `${path}${path.includes('?') ? '&' : '?'}said=${code}${fragment === '' ? '' : `#${fragment}`}`;

export function noticeOf(url: URL): string | null {
  const code = url.searchParams.get('said') ?? '';
  return Object.hasOwn(notices, code) ? notices[code as NoticeCode] : null;
}
