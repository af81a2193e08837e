import { describe, expect, it } from 'vitest';
import { apiKeyIn } from './tag-body.ts';

const url = 'https://platform.linkedin.com/rsc/extensions/profile-widget';

const bodies: Readonly<Record<string, string>> = {
  'as in the documentation': `\n  api_key: 86abc\n  extensions: HcmWidget@${url}\n`,
  'without spaces': `api_key:86abc\nextensions:HcmWidget@${url}`,
  'with tabs and many spaces': `\t api_key \t:   86abc  \t\n\t extensions  :  HcmWidget@${url}  `,
  'in double quotes': `api_key: "86abc"\nextensions: "HcmWidget@${url}"`,
  'in single quotes': `'api_key': '86abc',\n'extensions': 'HcmWidget@${url}'`,
  'with Windows line ends': `\r\napi_key: 86abc\r\nextensions: HcmWidget@${url}\r\n`,
  'with old Macintosh line ends': `\rapi_key: 86abc\rextensions: HcmWidget@${url}\r`,
  'with commas and semicolons': `api_key: 86abc,\nextensions: HcmWidget@${url};`,
  'on one line': `api_key: 86abc extensions: HcmWidget@${url}`,
  'as an object': `{ "api_key": "86abc", "extensions": "HcmWidget@${url}" }`,
  'in the other order': `extensions: HcmWidget@${url}\napi_key: 86abc`,
  'in capitals': `API_KEY: 86abc\nExtensions: HcmWidget@${url}`,
  'with comments': `// api_key: old\napi_key: 86abc // ours\n/* extensions: no\n */\nextensions: HcmWidget@${url}`,
  'in an HTML comment line': `<!-- api_key: old -->\napi_key: 86abc\nextensions: HcmWidget@${url}`,
  'with spaces inside the quotes': `api_key: " 86abc "\nextensions: " HcmWidget@${url}"`,
};

describe('apiKeyIn', () => {
  it.each(Object.entries(bodies))('reads a body %s', (_, body) => {
    expect(apiKeyIn(body)).toBe('86abc');
  });

  it('finds nothing in nothing', () => {
    for (const body of ['', 'api_key', 'api_key:', '// api_key: old', 'other_api_key: a']) {
      expect(apiKeyIn(body), body).toBeUndefined();
    }
  });

  it('does not take the next line for a value that is missing', () => {
    expect(apiKeyIn('api_key: ""\nextensions: x')).toBeUndefined();
  });
});
