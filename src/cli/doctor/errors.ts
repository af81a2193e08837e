/** The doctor cannot do its work; the message says why, and holds no secret. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
}
