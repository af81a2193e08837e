/** Which protocol the keys of an answer are written in. */
import { keyStyles, type KeyStyle } from '../../linkedin/restli.ts';

/**
 * That of the keys in the query: a caller finds them again that way, whether or not it sent the
 * header with the version, which samples leave out [postman].
 * @param query raw, without `?`
 */
export const styleOf = (query: string): KeyStyle =>
  /(?:^|&)ids=List(?:\(|%28)/i.test(query) ? keyStyles['2.0'] : keyStyles['1.0'];
