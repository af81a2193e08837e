import { describe, expect, it } from 'vitest';
import { attributes, html, json } from './html.ts';

describe('html', () => {
  it('escapes text, keeps markup, and drops what is not there', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(html`<p>${inner}${'"\''}${null}${undefined}${false}${0}</p>`.toString()).toBe(
      '<p><b>&lt;&amp;&gt;</b>&quot;&#39;0</p>',
    );
  });

  it('joins lists', () => {
    expect(html`${[html`<i></i>`, '<', ['&']]}`.toString()).toBe('<i></i>&lt;&amp;');
  });
});

describe('attributes', () => {
  it('writes values escaped, flags bare, and leaves the rest out', () => {
    const written = attributes({ a: '"x" & y', b: true, c: false, d: undefined });
    expect(written.toString()).toBe(' a="&quot;x&quot; &amp; y" b');
  });
});

describe('json', () => {
  it('survives a round trip without a character that could end its element', () => {
    const data = { text: '</script><!-- & \u2028\u2029' };
    const text = json(data).toString();
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(data);
  });
});
