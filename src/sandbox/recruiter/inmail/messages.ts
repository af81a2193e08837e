/** What may be written in a message, on either side. LinkedIn's limits are not documented [unknown]. */

export const maxSubjectLength = 200;
export const maxTextLength = 8_000;

export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Field by field what is wrong; empty if nothing is. */
export type Problems = Readonly<Partial<Record<keyof Message, string>>>;

export const messageOf = (form: URLSearchParams): Message => ({
  subject: (form.get('subject') ?? '').trim(),
  // Forms send line ends as CRLF.
  text: (form.get('text') ?? '').replaceAll('\r\n', '\n').trim(),
});

export function problemsOf({ subject, text }: Message): Problems {
  return {
    ...(subject === '' ? { subject: 'Write a subject.' } : {}),
    ...(subject.length > maxSubjectLength
      ? { subject: `Use at most ${String(maxSubjectLength)} characters.` }
      : {}),
    ...textProblem(text),
  };
}

export function textProblem(text: string): Pick<Problems, 'text'> {
  if (text === '') return { text: 'Write a message.' };
  if (text.length <= maxTextLength) return {};
  return { text: `Use at most ${String(maxTextLength)} characters.` };
}
