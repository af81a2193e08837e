/** LinkedIn's error envelope: `{ message, serviceErrorCode, status }` [doc]. */

/** A request as a whole is refused. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly serviceErrorCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    serviceErrorCode: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.serviceErrorCode = serviceErrorCode;
    this.headers = headers;
  }
}

/** Service error codes; LinkedIn documents a few, the others are made up to be told apart. */
export const serviceErrors = {
  emptyToken: 65_604,
  invalidToken: 65_601,
  forbidden: 100,
  throttled: 101,
  malformed: 65_600,
  notFound: 404,
  conflict: 409,
  tooLong: 414,
  internal: 500,
} as const;

/** A refusal of what somebody sent; the message names the field or parameter. */
export const malformed = (message: string, status = 400): ApiRefusal =>
  new ApiRefusal(status, serviceErrors.malformed, message);

export const forbidden = (message: string): ApiRefusal =>
  new ApiRefusal(403, serviceErrors.forbidden, message);

export const notFound = (message: string): ApiRefusal =>
  new ApiRefusal(404, serviceErrors.notFound, message);

export function refusalResponse(refusal: ApiRefusal, requestId: string): Response {
  const { status, serviceErrorCode, message, headers } = refusal;
  return Response.json(
    { message, serviceErrorCode, status },
    { status, headers: { ...headers, 'x-li-uuid': requestId } },
  );
}
