import { expect } from 'chai';
import { decodeText, descendants, encodeText, readTree } from '../../../../engine/parse/xml/tree.ts';
import { TextEdits } from '../../../../engine/parse/xml/edits.ts';

describe('the tree of an XML file', () => {
  const xml = `<?xml version="1.0"?>\n<!-- <a> -->\n<a xmlns="urn:a" xmlns:b='urn:b'>\n  <b:c x="1 &lt; 2"\n     b:y='>' />t&amp;<![CDATA[<u>]]>\n</a>`;

  it('knows names, namespaces, values, text and lines', () => {
    const root = readTree(xml);
    const child = root?.children[0];
    expect(root).to.include({ name: 'a', namespace: 'urn:a', line: 3, isEmpty: false });
    expect(root?.text.trim()).to.equal('t&<u>');
    expect(child).to.include({ name: 'b:c', local: 'c', namespace: 'urn:b', line: 4, isEmpty: true });
    expect(child?.attributes.map(({ local, namespace, value, line }) => [local, namespace, value, line])).to.deep.equal([
      ['x', '', '1 < 2', 4],
      ['y', 'urn:b', '>', 5],
    ]);
    expect([...descendants(root ?? expect.fail('no root'))].map(({ local }) => local)).to.deep.equal(['a', 'c']);
  });

  it('knows where everything stands', () => {
    const root = readTree(xml) ?? expect.fail('no root');
    const [x] = root.children[0]?.attributes ?? [];
    expect(xml.slice(x?.valueStart, x?.valueEnd)).to.equal('1 &lt; 2');
    expect(xml.slice(root.closeStart)).to.equal('</a>');
  });

  for (const broken of ['<a><b></a></b>', '<a', '<a></a><b/>', '<a x=1/>', '</a>', '']) {
    it(`is null for ${broken || 'nothing'}`, () => expect(readTree(broken)).to.equal(null));
  }

  it('writes back what it reads', () => {
    const text = 'a "b" <c> & \n\t é';
    expect(decodeText(encodeText(text))).to.equal(text);
    expect(decodeText('&#x41;&#66;&unknown;')).to.equal('AB&unknown;');
  });
});

describe('changes of a text', () => {
  it('keep everything between them and the order at one place', () => {
    const edits = new TextEdits();
    edits.insert(3, 'X');
    edits.replace(0, 1, 'A');
    edits.insert(3, 'Y');
    expect(edits.apply('abcdef')).to.equal('AbcXYdef');
  });
});
