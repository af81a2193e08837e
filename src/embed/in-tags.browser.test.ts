import { expect, waitUntil } from '@open-wc/testing';
import type { RscProfileWidgetElement } from '../elements/profile-widget/profile-widget.ts';
import './in-tags.ts';

/** A tag as LinkedIn's samples have it. */
function tagOf(attributes: Readonly<Record<string, string>>): HTMLScriptElement {
  const tag = document.createElement('script');
  tag.type = 'IN/HcmWidget';
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
  return tag;
}

const usual = {
  'data-widget-type': 'ATS',
  'data-ats-candidate-id': 'c-1',
  'data-integration-context': 'urn:li:organization:5',
  'data-show-unlink-url': 'true',
  'data-confirm-unlink': 'false',
  'data-width': '650px',
  'data-onlink': 'hooks.onLink',
  'data-onunlink': ' onUnlinkLater ',
};

async function placed(tag: HTMLScriptElement): Promise<RscProfileWidgetElement> {
  document.body.append(tag);
  await waitUntil(() => tag.nextElementSibling !== null);
  return tag.nextElementSibling as RscProfileWidgetElement;
}

const link = (widget: Element, name: string): void => {
  widget.dispatchEvent(new CustomEvent(name, { detail: { member: 'urn:li:person:a1' } }));
};

describe("LinkedIn's tags", () => {
  afterEach(() => {
    document.body.replaceChildren();
  });

  it('get a profile widget after them, with what they say', async () => {
    const widget = await placed(tagOf(usual));
    expect(widget.localName).to.equal('rsc-profile-widget');
    expect(widget.getAttribute('candidate-id')).to.equal('c-1');
    expect(widget.getAttribute('integration-context')).to.equal('urn:li:organization:5');
    expect(widget.getAttribute('show-unlink')).to.equal('true');
    expect(widget.getAttribute('confirm-unlink')).to.equal('false');
    expect(widget.getAttribute('width')).to.equal('650px');
  });

  it('get one widget each, however often the page changes', async () => {
    const tag = tagOf(usual);
    await placed(tag);
    for (let i = 0; i < 5; i += 1) document.body.append(document.createElement('p'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.querySelectorAll('rsc-profile-widget')).to.have.length(1);
    document.body.append(tag.cloneNode(true));
    await waitUntil(() => document.querySelectorAll('rsc-profile-widget').length === 2);
  });

  it('do not double a widget that was copied along', async () => {
    const box = document.createElement('div');
    document.body.append(box);
    box.append(tagOf(usual));
    await waitUntil(() => box.childElementCount === 2);
    const copy = box.cloneNode(true) as Element;
    document.body.append(copy);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(copy.querySelectorAll('rsc-profile-widget')).to.have.length(1);
  });

  it('have their callbacks looked up when they are called', async () => {
    const widget = await placed(tagOf(usual));
    const called: unknown[] = [];
    Object.assign(window, {
      hooks: { onLink: (member: string) => called.push(['link', member]) },
      onUnlinkLater: (member: string) => called.push(['unlink', member]),
    });
    link(widget, 'rsc-link');
    link(widget, 'rsc-unlink');
    expect(called).to.deep.equal([
      ['link', 'urn:li:person:a1'],
      ['unlink', 'urn:li:person:a1'],
    ]);
  });

  it('of the configuration plugin get the settings, and their callback a list', async () => {
    const tag = document.createElement('script');
    tag.type = 'IN/ATSIntegrationWidget';
    tag.setAttribute('data-supported-bundled-integration-types', 'A_COMPANY,A_CONTRACT');
    tag.setAttribute('data-onintegrate', 'integrationRequest');
    tag.setAttribute('data-width', '500');
    const widget: Element = await placed(tag);
    expect(widget.localName).to.equal('rsc-integration-settings');
    expect(widget.getAttribute('integration-types')).to.equal('A_COMPANY,A_CONTRACT');
    expect(widget.getAttribute('width')).to.equal('500');
    const called: unknown[] = [];
    Object.assign(window, { integrationRequest: (list: unknown) => called.push(list) });
    const integrations = [{ integrationContext: 'urn:li:organization:5' }];
    widget.dispatchEvent(new CustomEvent('rsc-integrate', { detail: { integrations } }));
    expect(called).to.deep.equal([integrations]);
  });

  it('say clearly what is wrong with them', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => warned.push(text);
    try {
      const widget = await placed(
        tagOf({ 'data-widget-type': 'CRM', 'data-onlink': 'nobodyDefinedThis' }),
      );
      link(widget, 'rsc-link');
      await waitUntil(() => warned.length >= 3);
    } finally {
      console.warn = warn;
    }
    expect(warned).to.have.length(3);
    for (const expected of [
      /attribute_invalid.*data-widget-type/,
      /attribute_missing.*data-ats-candidate-id/,
      /attribute_invalid.*data-onlink/,
    ]) {
      expect(warned.filter((text) => expected.test(text))).to.have.length(1);
    }
  });
});
