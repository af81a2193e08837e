import { describe, expect, it } from 'vitest';
import { classicScriptFindings, forbiddenIn, inBrowsers, inHostPages } from './bundles.ts';

describe('what host pages must not load', () => {
  it.each([
    'e.innerHTML=`<p>`',
    'document.write(x)',
    'document.createElement(`style`)',
    'e.setAttribute("style",x)',
    'e.style.cssText=x',
    '(globalThis.litHtmlVersions??=[]).push(`3.3.1`)',
    'class $ZodType{}',
    'localStorage.getItem(x)',
  ])('notices %s', (code) => {
    expect(forbiddenIn(code, inHostPages)).toHaveLength(1);
  });

  it('lets what a shell is made of pass', () => {
    const code =
      'let e=document.createElement(`iframe`);e.style.height=`1px`,e.setAttribute(`title`,t),' +
      's.adoptedStyleSheets=[new CSSStyleSheet],p.postMessage({t:`set`},o,[c])';
    expect(forbiddenIn(code, { ...inHostPages, ...inBrowsers })).toEqual([]);
  });
});

describe('what no browser must load', () => {
  it.each([
    'eval(x)',
    'new Function(x)',
    'import{a}from"node:fs"',
    'o.clientSecret',
    'parent.postMessage(m,"*")',
    '//# sourceMappingURL=x.map',
  ])('notices %s', (code) => {
    expect(forbiddenIn(code, inBrowsers)).toHaveLength(1);
  });
});

describe('the loader as a classic script', () => {
  it('may import at run time only', () => {
    expect(classicScriptFindings('(function(){import(u)})()')).toEqual([]);
    expect(classicScriptFindings('import a from "b";')).toHaveLength(1);
    expect(classicScriptFindings('export const a=1;')).toHaveLength(1);
  });
});
