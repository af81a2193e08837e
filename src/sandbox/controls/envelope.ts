/** Answers that the controls give in LinkedIn's name: `{ message, serviceErrorCode, status }`. */

/** @param headers besides those every answer has */
export function envelope(
  status: number,
  serviceErrorCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(
    { message, serviceErrorCode, status },
    { status, headers: { ...headers, 'x-li-uuid': crypto.randomUUID() } },
  );
}
