import { expect } from 'chai';
import { decodeXml } from '../../../engine/parse/index.ts';

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values);
const ascii = (text: string): number[] => Array.from(new TextEncoder().encode(text));

describe('reading the bytes of an XML file', () => {
  it('takes UTF-8 where nothing is declared', () => expect(decodeXml(new TextEncoder().encode('<a>é</a>'))).to.equal('<a>é</a>'));
  it('follows the declared encoding', () =>
    expect(decodeXml(bytes(...ascii('<?xml version="1.0" encoding="windows-1252"?><a>'), 0xe9, 0x80))).to.match(/<a>é€$/));
  it('follows the byte order mark of UTF-16', () =>
    expect(decodeXml(bytes(0xff, 0xfe, ...ascii('<a/>').flatMap((code) => [code, 0])))).to.equal('<a/>'));
  it('reads an encoding that nobody knows as UTF-8', () =>
    expect(decodeXml(bytes(...ascii('<?xml version="1.0" encoding="klingon"?><a/>')))).to.match(/<a\/>$/));
});
