import { describe, expect, it } from 'vitest';
import { minifyCss, minifyHtml } from './minify.ts';

describe('minifyCss', () => {
  it('drops comments and needless white space', () => {
    expect(minifyCss('/* why */\n.a ,\n.b {\n  color: red;\n  margin: 0 1px;\n}\n')).toBe(
      '.a,.b{color:red;margin:0 1px}',
    );
  });

  it('keeps the space that makes a descendant selector', () => {
    expect(minifyCss('.a :first-child { top: 0 }')).toBe('.a :first-child{top:0}');
  });

  it('keeps spaces that arithmetic and queries need', () => {
    expect(minifyCss('@media (width > 1px) and (hover) { .a { width: calc(1px + 2px) } }')).toBe(
      '@media (width > 1px) and (hover){.a{width:calc(1px + 2px)}}',
    );
  });

  it('leaves strings alone', () => {
    expect(minifyCss('.a::after { content: "; {  }" }')).toBe('.a::after{content:"; {  }"}');
  });
});

describe('minifyHtml', () => {
  it('drops comments and white space between tags, not inside text', () => {
    expect(minifyHtml('<div>\n  <!-- why -->\n  <p>two  words</p>\n</div>\n')).toBe(
      '<div><p>two words</p></div>',
    );
  });
});
